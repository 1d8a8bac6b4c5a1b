import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parisDay } from '../domain/calendar/paris.ts';
import { freePort } from '../run/ports.ts';
import { meetOutside } from '../test/support/outside.ts';
import { ADMIN_KEY } from '../test/support/product.ts';
import { invoiceCreated } from '../test/support/told-lives.ts';
import { treeMemoryMb } from './process-tree.ts';
import { type BenchOptions, type BenchResult, peakMemoryMb, rounded } from './result.ts';

const GLANCE_MS = 50;
const [GOAL_SECONDS, GOAL_MB] = [5, 600];
const SETTLES_MS = 60_000;

/** What a start came to: seconds to the API's first answer and to its first accepted webhook, and the memory of its processes a minute later. */
interface Started {
  readonly answersAfter: number;
  readonly acceptsAfter: number;
  readonly memoryMb: number | null;
}

/** A warm `npm start` from the command to the first accepted webhook; the baseline is Node with nothing to do. The first start only warms. */
export async function bench(_: BenchOptions): Promise<BenchResult> {
  await start(0);
  const bare = await bareNode();
  const { answersAfter, acceptsAfter, memoryMb } = await start(SETTLES_MS);
  return {
    name: 'start',
    ours: rounded(acceptsAfter),
    baseline: rounded(bare),
    ratio: rounded(acceptsAfter / bare),
    unit: 's',
    peakMemoryMb: peakMemoryMb(),
    details: { answersAfter: rounded(answersAfter), memoryMb, goal: GOAL_SECONDS, goalMb: GOAL_MB },
  };
}

async function bareNode(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  return (performance.now() - began) / 1000;
}

async function start(settlesMs: number): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-start-'));
  const port = await freePort();
  const env = {
    ...process.env,
    EXIGIBLE_DATA: folder,
    EXIGIBLE_ADMIN_KEY: ADMIN_KEY,
    EXIGIBLE_PORT: String(port),
    EXIGIBLE_ENGINE_PORT: String(await freePort()),
    EXIGIBLE_UI_PORT: String(await freePort()),
  };
  const before = treeMemoryMb() ?? 0;
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const child = spawn('npm', ['start', '--silent'], { env, stdio: 'ignore', detached: true });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  try {
    const url = `http://127.0.0.1:${port}`;
    await answered(url);
    const answersAfter = seconds();
    const outside = await meetOutside(url, ADMIN_KEY);
    await outside.tell('billing', 'invoice.created', invoiceCreated('first', parisDay(Date.now())));
    const acceptsAfter = seconds();
    await pause(settlesMs);
    const memory = treeMemoryMb();
    return { answersAfter, acceptsAfter, memoryMb: memory === null ? null : memory - before };
  } finally {
    // npm does not pass it on: everything that it started is told.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  }
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
