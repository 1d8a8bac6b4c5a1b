import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../domain/fault.ts';

/** A child that a start left running, who started it and a text that its command line holds. */
interface ChildRecord {
  readonly pid: number;
  readonly ownerPid: number;
  readonly ownerCommand: string;
  readonly mark: string;
}

const GRACE_MS = 10_000;
const GLANCE_MS = 50;

/** Writes down a child of this process; `mark` is a text of its command line by which a later start recognises it. */
export function recordChild(dataDir: string, pid: number, mark: string): void {
  const ownerCommand = commandLine(process.pid) ?? '';
  writeRecords(dataDir, [...readRecords(dataDir), { pid, ownerPid: process.pid, ownerCommand, mark }]);
}

/** Strikes a child out again, once it is gone. */
export function forgetChild(dataDir: string, pid: number): void {
  writeRecords(
    dataDir,
    readRecords(dataDir).filter((record) => record.pid !== pid),
  );
}

/** Ends what a killed start left running on this data, and nothing else. Refuses when that start still lives. */
export async function reapLeftovers(dataDir: string): Promise<void> {
  const records = readRecords(dataDir);
  const owner = records.find((record) => record.ownerPid !== process.pid && isStillThat(record.ownerPid, record.ownerCommand));
  if (owner !== undefined) {
    throw new Refusal(
      `Le dossier ${resolve(dataDir)} est déjà utilisé par le processus ${owner.ownerPid} : arrêtez-le, ou donnez un autre dossier avec --data.`,
    );
  }
  for (const record of records) if (isOurs(record)) await endProcess(record.pid);
  writeRecords(dataDir, []);
}

/** Stops the children on this data for as long as `work` takes, in the middle of whatever they do, and lets them go on. */
export async function whileStill<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const pids = readRecords(dataDir)
    .filter(isOurs)
    .map(({ pid }) => pid);
  for (const pid of pids) signal(pid, 'SIGSTOP');
  try {
    return await work();
  } finally {
    for (const pid of pids) signal(pid, 'SIGCONT');
  }
}

/** SIGTERM, ten seconds of patience, then SIGKILL; returns once the process is gone. */
export async function endProcess(pid: number): Promise<void> {
  if (!signal(pid, 'SIGTERM')) return;
  const until = Date.now() + GRACE_MS;
  while (isRunning(pid) && Date.now() < until) await pause(GLANCE_MS);
  signal(pid, 'SIGKILL');
  while (isRunning(pid)) await pause(GLANCE_MS);
}

function isOurs(record: ChildRecord): boolean {
  return commandLine(record.pid)?.includes(record.mark) ?? false;
}

function isStillThat(pid: number, command: string): boolean {
  return command !== '' && commandLine(pid) === command;
}

/** True while the process runs; one that ended and was not yet collected by its parent does not. */
export function isRunning(pid: number): boolean {
  return signal(pid, 0) && commandLine(pid) !== null;
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** The command line of a running process, or null; a zombie has none. */
function commandLine(pid: number): string | null {
  try {
    const text = existsSync('/proc/self/cmdline')
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return text.trim() === '' ? null : text.trim();
  } catch {
    return null;
  }
}

function fileOf(dataDir: string): string {
  return join(dataDir, 'processes.json');
}

function readRecords(dataDir: string): readonly ChildRecord[] {
  if (!existsSync(fileOf(dataDir))) return [];
  return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as ChildRecord[];
}

function writeRecords(dataDir: string, records: readonly ChildRecord[]): void {
  if (records.length === 0) {
    rmSync(fileOf(dataDir), { force: true });
    return;
  }
  writeFileSync(`${fileOf(dataDir)}.new`, `${JSON.stringify(records, null, 2)}\n`);
  renameSync(`${fileOf(dataDir)}.new`, fileOf(dataDir));
}
