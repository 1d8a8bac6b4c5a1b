import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveUp } from '../../activities/perform.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { factOfRow } from '../../db/evidence-chain.ts';
import { createSendingWorld, type SendingTrial, type SendingWorld } from '../support/sending.ts';

let world: SendingWorld;
beforeAll(async () => {
  world = await createSendingWorld();
});
afterAll(() => world.end());

const NOW_MS = Date.parse('2026-11-16T10:01:00+01:00');

async function givenUp({ db, caseId, act }: SendingTrial) {
  const todo = { caseId, run: 1, nowMs: NOW_MS, isLong: false, act, why: 'plus de place sur le disque' };
  await giveUp({ db, clock: () => NOW_MS, typed: 'refused' }, todo);
  return (await evidenceOf(db, caseId)).map(factOfRow).at(-1);
}

test('what never came to its provider is not in doubt: the reason is told to a person, and the case tries again', async () => {
  const sending = await world.begin('never-asked', { meanwhile: () => Promise.reject(new Error('ENOSPC')) });
  await expect(sending.ask()).rejects.toThrow('ENOSPC');
  expect(await givenUp(sending)).toMatchObject({
    type: 'task-raised',
    task: 'trouble',
    context: expect.stringContaining('plus de place sur le disque'),
  });
});

test('what may have left is in doubt', async () => {
  const sending = await world.begin('in-doubt');
  sending.courier.answers.push({ crash: 'taken' });
  await expect(sending.ask()).rejects.toThrow('the process died');
  expect(await givenUp(sending)).toMatchObject({ type: 'send-unknown', step: 'courtesy' });
});
