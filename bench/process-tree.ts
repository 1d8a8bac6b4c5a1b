import { readdirSync, readFileSync } from 'node:fs';

/** Memory that this process and all its children hold, shared pages counted once, in MB; null where /proc does not say. */
export function treeMemoryMb(): number | null {
  try {
    return Math.round(descendants(process.pid).reduce((sum, pid) => sum + pssKb(pid), 0) / 1000);
  } catch {
    return null;
  }
}

/** One of the ticks in which Linux counts, the same on every machine that a bench runs on. */
const TICK_MS = 10;

/** Processor time that a process, its children and those of them that ended have used, in milliseconds; 0 where /proc does not say. */
export function treeProcessorMs(pid: number): number {
  return descendants(pid).reduce((sum, one) => sum + ticksOf(one), 0) * TICK_MS;
}

/** utime, stime, cutime and cstime: the name in brackets before them may hold spaces. */
function ticksOf(pid: number): number {
  const [, stat = ''] = textOf(`/proc/${pid}/stat`).split(/\) (?=\S )/);
  return stat
    .split(' ')
    .slice(11, 15)
    .reduce((sum, ticks) => sum + Number(ticks), 0);
}

/** The process and all that it started, and they. */
export function descendants(root: number): number[] {
  const parents = new Map(pids().map((pid) => [pid, parentOf(pid)]));
  const found = [root];
  for (const pid of found) found.push(...[...parents].filter(([, parent]) => parent === pid).map(([child]) => child));
  return found;
}

function pids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** A process that ended meanwhile is nobody's child. */
function parentOf(pid: number): number {
  return numberIn(`/proc/${pid}/status`, /^PPid:\s+(\d+)/m);
}

function pssKb(pid: number): number {
  return numberIn(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+)/m);
}

function numberIn(path: string, pattern: RegExp): number {
  return Number(pattern.exec(textOf(path))?.[1] ?? 0);
}

/** Empty when the process is gone. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
