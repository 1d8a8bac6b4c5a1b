import { readdirSync, readFileSync } from 'node:fs';

/** Memory that this process and all its children hold, shared pages counted once, in MB; null where /proc does not say. */
export function treeMemoryMb(): number | null {
  try {
    return Math.round(descendants(process.pid).reduce((sum, pid) => sum + pssKb(pid), 0) / 1000);
  } catch {
    return null;
  }
}

function descendants(root: number): number[] {
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
  try {
    return Number(pattern.exec(readFileSync(path, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
