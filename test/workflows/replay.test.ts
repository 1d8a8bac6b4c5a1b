import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { bundledOnce } from '../support/life.ts';
import { poisonedBundle } from '../support/poisoned.ts';

const HISTORIES = join(import.meta.dirname, '..', 'histories');

/** Every history of every release: a running case must be able to go on with today's code. */
const recorded = readdirSync(HISTORIES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

test('there are histories to replay', () => expect(recorded.length).toBeGreaterThanOrEqual(3));

let poisoned: ReturnType<typeof poisonedBundle> | undefined;
const historyIn = (file: string) => JSON.parse(readFileSync(join(HISTORIES, file), 'utf8')) as never;

test.each(recorded)('%s goes on with the code of today', async (file) => {
  await Worker.runReplayHistory({ workflowBundle: await bundledOnce() }, historyIn(file));
});

test.each(recorded)('%s goes on beside a domain in which everything throws', async (file) => {
  poisoned ??= poisonedBundle();
  await Worker.runReplayHistory({ workflowBundle: await poisoned }, historyIn(file));
});
