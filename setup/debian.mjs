import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from './command.mjs';
import { onPath } from './look.mjs';
import { makeWhole } from './making.mjs';

const FETCH_WITHIN_MS = 900_000;
const LOCK_WAIT_S = 600;
const LOOK_AGAIN_MS = 1000;
const IN_TURN = ['-o', `DPkg::Lock::Timeout=${LOCK_WAIT_S}`];
const WRITTEN_WITHOUT_QUESTIONS = { DEBIAN_FRONTEND: 'noninteractive' };

/**
 * Installs a Debian package: for the whole machine as root, else unpacked for this user alone into `place`.
 * `step` is told what is being done or waited for, in a few words.
 */
export async function takeFromDebian(env, { packageName, place, tools, step }) {
  if (!onPath(['apt-get'], env)) throw new Error('cette machine n’est pas une Debian');
  const quiet = { env: { ...env, ...WRITTEN_WITHOUT_QUESTIONS }, timeoutMs: FETCH_WITHIN_MS };
  if (process.getuid() === 0) return installForAll(packageName, quiet, step);
  return unpackForUser({ packageName, place, tools, quiet });
}

/** Installs a package for the whole machine. Another apt may be at work, at the first start of a machine for instance: it is waited for, and said. */
export async function installForAll(packageName, quiet, step) {
  const apt = (...args) => inTurn(() => run('apt-get', [...args, ...IN_TURN], { ...quiet, onWords: waitingFor(step) }));
  step('listes des paquets');
  await apt('update');
  step(`installation de ${packageName}`);
  await apt('install', '-y', '--no-install-recommends', packageName);
}

/** apt waits for the lock of dpkg by itself when it is told to, and gives up at once on those of its lists and of its archives. */
async function inTurn(work) {
  const until = Date.now() + LOCK_WAIT_S * 1000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!/\block\b/i.test(error.message) || Date.now() > until) throw error;
      await pause(LOOK_AGAIN_MS);
    }
  }
}

/** apt says "Could not get lock /var/lib/apt/lists/lock. It is held by process 912 (apt-get)". */
function waitingFor(step) {
  return (words) => {
    const [, pid, name] = /held by process (\d+)(?: \(([^)]*)\))?/.exec(words) ?? [];
    if (pid !== undefined) step(`j’attends la fin d’une autre installation (processus ${pid}${name ? `, ${name}` : ''})`);
  };
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
