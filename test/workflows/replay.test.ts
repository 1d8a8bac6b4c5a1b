import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { bundledOnce } from '../support/life.ts';

const HISTORIES = join(import.meta.dirname, '..', 'histories');

/** Every history of every release: a running case must be able to go on with today's code. */
const recorded = readdirSync(HISTORIES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

test('there are histories to replay', () => expect(recorded.length).toBeGreaterThanOrEqual(3));

test.each(recorded)('%s goes on with the code of today', async (file) => {
  const history = JSON.parse(readFileSync(join(HISTORIES, file), 'utf8')) as never;
  await Worker.runReplayHistory({ workflowBundle: await bundledOnce() }, history);
});
