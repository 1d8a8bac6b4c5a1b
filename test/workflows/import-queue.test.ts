import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportProgress } from '../../activities/import/import.ts';
import { importOptions } from '../../api/engine-start.ts';
import { startWorkers, type Workers } from '../../run/worker.ts';
import { createWorld, type World } from '../support/life.ts';
import { openingOf } from '../support/parties.ts';
import { until } from '../support/runner/patience.ts';

const AT_ONCE = 4;
const done: ImportProgress = { state: 'done', settled: 0, bookings: 0, statements: [], problem: null };

let world: World;
let readers: Workers;
const reading: (() => void)[] = [];

beforeAll(async () => {
  world = await createWorld();
  const readStatement = () => new Promise<ImportProgress>((ended) => reading.push(() => ended(done)));
  readers = await startWorkers(
    { connection: world.time.workers, namespace: 'default', sendsPerSecond: 1 },
    { imports: { readStatement, settleStatement: () => Promise.resolve(done) } },
  );
});
afterAll(async () => {
  await readers?.stop();
  await world?.end();
});

test('thirty files of one creditor are read a few at a time, and no case of anybody waits behind them', async () => {
  const files = Array.from({ length: 30 }, (_, index) => `import:flood:${index}`);
  const imports = await Promise.all(
    files.map((id) => world.time.client.workflow.start('importStatement', importOptions(id, 'flood'))),
  );
  await until(
    () => reading.length === AT_ONCE,
    () => `${reading.length} files are read`,
  );
  const life = await world.begin(openingOf(await world.today(), 10, { id: 'beside-a-flood' }));
  expect(await life.act('pause')).toMatchObject({ hold: 'pause' });
  expect(reading).toHaveLength(AT_ONCE);
  const all = Promise.all(imports.map((each) => each.result()));
  const release = setInterval(() => reading.splice(0).map((end) => end()), 20);
  expect(await all).toHaveLength(files.length);
  clearInterval(release);
});
