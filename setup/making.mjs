import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cacheRoot } from './cache.mjs';
import { endCommands } from './command.mjs';

const LOOK_AGAIN_MS = 500;
const INTERRUPTED = 130;
const UNFINISHED = '.making-';

/** Makes a folder aside with `work(folder)` and gives it its name only once it is whole. */
export async function makeWhole(place, work) {
  const folder = join(dirname(place), `${UNFINISHED}${process.pid}-${Date.now()}`);
  mkdirSync(folder, { recursive: true });
  try {
    await work(folder);
    rmSync(place, { recursive: true, force: true });
    renameSync(folder, place);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs `work` while no other set-up of this user runs; `onWait(pid)` is told once if one does. */
export async function alone(env, onWait, work) {
  const root = cacheRoot(env);
  const lock = join(root, 'lock');
  mkdirSync(root, { recursive: true });
  await takeInTurn(lock, onWait);
  const leave = () => {
    endCommands();
    sweep(root);
    rmSync(lock, { force: true });
  };
  process.once('exit', leave).once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    sweep(root);
    return await work();
  } finally {
    process.off('exit', leave).off('SIGINT', interrupt).off('SIGTERM', interrupt);
    leave();
  }
}

function interrupt() {
  process.exit(INTERRUPTED);
}

async function takeInTurn(lock, onWait) {
  let told = false;
  while (!take(lock)) {
    const holder = holderOf(lock);
    if (holder === null) rmSync(lock, { force: true });
    else if (!told) onWait(holder);
    told = holder !== null;
    await pause(LOOK_AGAIN_MS);
  }
}

/** The lock appears with its holder written in it, or not at all. */
function take(lock) {
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** The living process that holds the lock, or null when it died without giving it back, or has just done so. */
function holderOf(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    return null;
  }
}

/** Removes what interrupted set-ups left half made. */
function sweep(root) {
  if (!existsSync(root)) return;
  const unfinished = readdirSync(root).filter((name) => name.startsWith(UNFINISHED));
  for (const name of unfinished) rmSync(join(root, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
