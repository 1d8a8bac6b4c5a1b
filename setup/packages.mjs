import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './command.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INSTALL_WITHIN_MS = 900_000;

/** The packages of package-lock.json, in node_modules. */
export const packages = {
  name: 'paquets npm',
  purposes: ['demo', 'start', 'test'],
  find: () => (isComplete(ROOT) ? join(ROOT, 'node_modules') : null),
  looked: () => `${join(ROOT, 'node_modules')}, comparé à package-lock.json`,
  sources: () => [{ title: 'installation des paquets npm (une minute environ)', take: install }],
  fix: () => 'npm ci',
};

/** True when npm last put in place exactly what the lock names; npm writes its own list when it is done. */
export function isComplete(root) {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = Object.entries(packagesOf(join(root, 'package-lock.json'))).filter(([path]) => path !== '');
  const present = packagesOf(installed);
  return wanted.every(
    ([path, { version, optional, devOptional }]) =>
      present[path]?.version === version || (!present[path] && (optional || devOptional)),
  );
}

function packagesOf(lock) {
  return JSON.parse(readFileSync(lock, 'utf8')).packages;
}

async function install(env) {
  const own = env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, env.npm_execpath] : ['npm'];
  const [command, ...first] = own;
  await run(command, [...first, 'ci', '--no-audit', '--no-fund'], { env, cwd: ROOT, timeoutMs: INSTALL_WITHIN_MS });
  linkCommand();
}

/** npm links the commands of dependencies only; with ours beside them, `npx exigible` answers at once. */
function linkCommand() {
  const link = join(ROOT, 'node_modules', '.bin', 'exigible');
  rmSync(link, { force: true });
  symlinkSync('../../exigible.mjs', link);
}
