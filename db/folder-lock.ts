import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Refusal } from '../domain/fault.ts';

/** The process that holds a folder. Start time and boot tell it from a later process of the same number. */
interface Holder {
  readonly pid: number;
  readonly startedAt: string | null;
}

/**
 * Takes `folder` for this process alone through a file beside it, `<folder>.lock`; the answer gives it back.
 * A lock is reaped only when its process is dead, never by age: PGlite itself lets two processes ruin one folder.
 */
export function takeFolderLock(folder: string): () => void {
  const file = `${folder}.lock`;
  const mine = JSON.stringify(holderOf(process.pid));
  while (!placeLock(file, mine)) reapDeadLock(file);
  return () => {
    if (contentOf(file) === mine) rmSync(file, { force: true });
  };
}

/** Written aside, then linked: the lock appears whole or not at all. False when there is one already. */
function placeLock(file: string, content: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function reapDeadLock(file: string): void {
  const seen = contentOf(file);
  if (seen === null) return;
  const holder = JSON.parse(seen) as Holder;
  if (isRunning(holder)) {
    throw new Refusal(
      `La base de données est déjà ouverte par le processus ${holder.pid} : arrêtez-le, ou donnez un autre dossier avec --data (verrou : ${file}).`,
    );
  }
  removeIfStill(file, seen);
}

/** A lock renewed by a third process between the look and the rename is put back. */
function removeIfStill(file: string, seen: string): void {
  const aside = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if (contentOf(aside) !== seen) linkSync(aside, file);
  rmSync(aside, { force: true });
}

function isRunning(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (isCode(error, 'ESRCH')) return false;
  }
  return holder.startedAt === holderOf(holder.pid).startedAt;
}

function holderOf(pid: number): Holder {
  return { pid, startedAt: startOf(pid) };
}

/** Boot and clock tick at which a process started, where the system tells (Linux); null elsewhere. */
function startOf(pid: number): string | null {
  const stat = contentOf(`/proc/${pid}/stat`);
  const boot = contentOf('/proc/sys/kernel/random/boot_id');
  if (stat === null || boot === null) return null;
  const tick = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return `${boot.trim()} ${tick}`;
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
