import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './command.mjs';
import { makeWhole } from './making.mjs';

const FETCH_WITHIN_MS = 900_000;
const WRITTEN_WITHOUT_QUESTIONS = { DEBIAN_FRONTEND: 'noninteractive' };

/** Installs a Debian package: for the whole machine as root, else unpacked for this user alone into `place`. */
export async function takeFromDebian(env, { packageName, place, tools }) {
  if (!existsSync('/usr/bin/apt-get')) throw new Error('cette machine n’est pas une Debian');
  const quiet = { env: { ...env, ...WRITTEN_WITHOUT_QUESTIONS }, timeoutMs: FETCH_WITHIN_MS };
  if (process.getuid() === 0) return installForAll(packageName, quiet);
  return unpackForUser({ packageName, place, tools, quiet });
}

async function installForAll(packageName, quiet) {
  await run('apt-get', ['update'], quiet);
  await run('apt-get', ['install', '-y', '--no-install-recommends', packageName], quiet);
}

/** apt works out the missing packages on lists of our own; dpkg unpacks them without installing anything. */
async function unpackForUser({ packageName, place, tools, quiet }) {
  await makeWhole(place, async (folder) => {
    const apt = aptFolders(join(folder, 'apt'));
    await run('apt-get', [...apt, 'update'], quiet);
    await run('apt-get', [...apt, 'install', '-y', '--download-only', '--no-install-recommends', packageName], quiet);
    const archives = join(folder, 'apt', 'archives');
    const packages = readdirSync(archives).filter((name) => name.endsWith('.deb'));
    for (const name of packages) await run('dpkg', ['-x', join(archives, name), join(folder, 'root')], quiet);
    rmSync(join(folder, 'apt'), { recursive: true });
    mkdirSync(join(folder, 'bin'));
    const libraries = libraryFolders(join(folder, 'root'));
    for (const { name, program } of tools)
      writeFileSync(join(folder, 'bin', name), wrapperOf(program, libraries), { mode: 0o755 });
  });
}

function aptFolders(root) {
  mkdirSync(join(root, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(root, 'archives', 'partial'), { recursive: true });
  const options = {
    'Dir::State::lists': join(root, 'lists'),
    'Dir::Cache': root,
    'Debug::NoLocking': 'true',
    'APT::Sandbox::User': '',
  };
  return Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

function libraryFolders(root) {
  const files = readdirSync(root, { recursive: true }).filter((path) => /^(usr\/)?lib(64)?\/.*\.so(\.|$)/.test(path));
  return [...new Set(files.map((path) => dirname(path)))];
}

/** The program finds the libraries that lie beside it, wherever the cache is. */
function wrapperOf(program, libraries) {
  return `#!/bin/sh
root=$(CDPATH= cd -- "$(dirname -- "$0")/../root" && pwd)
LD_LIBRARY_PATH="${libraries.map((path) => `$root/${path}`).join(':')}" exec "$root/${program}" "$@"
`;
}
