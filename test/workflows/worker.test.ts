import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkers } from '../../run/worker.ts';
import { createWorld, type World } from '../support/life.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.end());

const MINUTE_MS = 60_000;

test('a step of a workflow may be slow, or frozen and thawed: it is not cut off after seconds, of which the process would die', async () => {
  const none = async () => ({}) as never;
  const settings = { connection: world.time.workers, namespace: 'default', sendsPerSecond: 1 };
  const workers = await createWorkers(settings, { imports: { readStatement: none, settleStatement: none } });
  for (const worker of workers) {
    expect(worker.options.isolateExecutionTimeoutMs).toBeGreaterThanOrEqual(MINUTE_MS);
    await worker.runUntil(async () => undefined);
  }
});
