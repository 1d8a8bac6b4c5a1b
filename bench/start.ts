import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parisDay } from '../domain/calendar/paris.ts';
import { freePort } from '../run/ports.ts';
import { isRunning } from '../run/processes.ts';
import { meetOutside, type Outside } from '../test/support/outside.ts';
import { ADMIN_KEY } from '../test/support/product.ts';
import { invoiceCreated } from '../test/support/told-lives.ts';
import { descendants, treeMemoryMb } from './process-tree.ts';
import { type BenchOptions, type BenchResult, peakMemoryMb, rounded } from './result.ts';

const GLANCE_MS = 50;
const [GOAL_SECONDS, GOAL_MB] = [5, 600];
const SETTLES_MS = 60_000;

/** What a start came to: seconds to the API's first answer and to its first accepted webhook, and the memory of its processes after a while. */
interface Started {
  readonly answersAfter: number;
  readonly acceptsAfter: number;
  readonly memoryMb: number | null;
  /** Who tells the webhooks. */
  readonly outside: Outside;
}

/** A warm `npm start` from the command to the first accepted webhook, on data that are there; the baseline is Node with nothing to do. */
export async function bench(_: BenchOptions): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-start-'));
  const env = await placeIn(folder);
  const { acceptsAfter: onAnEmptyFolder, outside } = await start(env, 'first', 0);
  const bare = await bareNode();
  const { answersAfter, acceptsAfter, memoryMb } = await start(env, 'second', SETTLES_MS, outside);
  rmSync(folder, { recursive: true, force: true });
  return {
    name: 'start',
    ours: rounded(acceptsAfter),
    baseline: rounded(bare),
    ratio: rounded(acceptsAfter / bare),
    unit: 's',
    peakMemoryMb: peakMemoryMb(),
    details: {
      answersAfter: rounded(answersAfter),
      onAnEmptyFolder: rounded(onAnEmptyFolder),
      memoryMb,
      goal: GOAL_SECONDS,
      goalMb: GOAL_MB,
    },
  };
}

/** A folder and ports of its own: the same for each start. */
async function placeIn(folder: string) {
  const [port, enginePort, uiPort] = [await freePort(), await freePort(), await freePort()];
  return {
    EXIGIBLE_DATA: folder,
    EXIGIBLE_ADMIN_KEY: ADMIN_KEY,
    EXIGIBLE_PORT: String(port),
    EXIGIBLE_ENGINE_PORT: String(enginePort),
    EXIGIBLE_UI_PORT: String(uiPort),
  };
}

async function bareNode(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  return (performance.now() - began) / 1000;
}

/** `known`: whoever was met at an earlier start. */
async function start(
  place: Awaited<ReturnType<typeof placeIn>>,
  invoice: string,
  settlesMs: number,
  known?: Outside,
): Promise<Started> {
  const before = treeMemoryMb() ?? 0;
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const child = spawn('npm', ['start', '--silent'], { env: { ...process.env, ...place }, stdio: 'ignore', detached: true });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  try {
    const url = `http://127.0.0.1:${place.EXIGIBLE_PORT}`;
    await answered(url);
    const answersAfter = seconds();
    const outside = known ?? (await meetOutside(url, ADMIN_KEY));
    await outside.tell('billing', 'invoice.created', invoiceCreated(invoice, parisDay(Date.now())));
    const acceptsAfter = seconds();
    await pause(settlesMs);
    const memory = treeMemoryMb();
    return { answersAfter, acceptsAfter, memoryMb: memory === null ? null : memory - before, outside };
  } finally {
    // npm does not pass it on: everything that it started is told.
    if (child.pid !== undefined) await endGroup(child.pid);
    await gone;
  }
}

async function endGroup(leader: number): Promise<void> {
  const group = descendants(leader);
  process.kill(-leader, 'SIGTERM');
  while (group.some(isRunning)) await pause(GLANCE_MS);
}

async function answered(url: string): Promise<void> {
  for (;;) {
    const ok = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    await pause(GLANCE_MS);
  }
}
