import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createWorld, type Life, type World } from '../support/life.ts';
import { openingOf } from '../support/parties.ts';

const often = fileURLToPath(new URL('../support/often-cut.ts', import.meta.url));

async function live(world: World): Promise<Life> {
  const life = await world.begin(openingOf(await world.today(), 10, { id: 'cut' }));
  await life.pass('65 days');
  await life.act('approve');
  await life.pass('4 days');
  await life.act('recordLetterOutcome', { outcome: 'received', on: await world.today() });
  await life.pass('14 days');
  await life.act('chooseRoute', { route: 'injonction-de-payer' });
  await life.pass('1 hour');
  return life;
}

async function told(interceptors?: readonly string[]) {
  const world = await createWorld(interceptors ? { interceptors } : {});
  try {
    const life = await live(world);
    const { runId, raw } = await life.handle.describe();
    const runs = runId !== raw.workflowExecutionInfo?.firstRunId;
    return { wasCut: runs, received: await life.received(), facts: await life.facts(), phase: (await life.view()).phase };
  } finally {
    await world.end();
  }
}

test('a life cut by continue-as-new again and again is the life that was not', async () => {
  const { wasCut: never, ...whole } = await told();
  const { wasCut, ...cut } = await told([often]);
  expect([never, wasCut]).toEqual([false, true]);
  expect(cut).toEqual(whole);
  expect(whole.phase).toBe('handed-over');
});
