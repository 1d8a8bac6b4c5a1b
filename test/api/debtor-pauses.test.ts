import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { putDebtor } from '../../db/debtors.ts';
import { jobItems, jobs } from '../../db/job-schema.ts';
import { cases, inbox } from '../../db/schema.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { putCase } from './case-row.ts';
import { debtorDocument, openWorld, type World } from './world.ts';

/* Every open case of a client is paused, or resumed, at once. */

let world: World;
let operator: string;
const told = { at: '2026-11-02T09:00:00+01:00', actor: 'key:1' } as const;
const paused = (until?: string): Fact => ({ type: 'pause', reason: 'déjà', ...(until === undefined ? {} : { until }), ...told });
const wrote: Fact = { type: 'debtor-wrote', channel: 'email', about: 'question', ...told };
const closed: Fact = { type: 'closed', reason: 'paid', ...told };
const debtorId = debtorDocument.id;

beforeAll(async () => {
  world = await openWorld();
  world.clock = () => Date.parse('2026-11-02T09:00:00+01:00');
  for (const id of ['c1', 'c2']) {
    await world.creditor(id);
    await putDebtor(world.db, id, debtorSchema.parse(debtorDocument));
  }
  operator = await world.key('c1', 'operator');
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const table of [jobItems, jobs, cases, inbox]) await world.db.delete(table);
  world.engine.updates.length = 0;
});

const open = (invoiceId: string, ...facts: readonly Fact[]) => putCase(world.db, { invoiceId, number: `F-${invoiceId}`, facts });
const idOf = (invoiceId: string) => `invoice:c1:${invoiceId}`;
const pause = (body: object, key = operator) => world.call('POST', '/jobs/pauses', key, { debtorId, ...body });
const resume = (body: object = {}, key = operator) => world.call('POST', '/jobs/resumptions', key, { debtorId, ...body });
const heard = () => world.engine.updates.map(({ caseId }) => caseId).toSorted();
const keyName = async () => {
  const { body } = await world.call('GET', '/jobs', operator);
  return (body as unknown as { jobs: readonly { askedBy: string }[] }).jobs[0]?.askedBy;
};

describe('the pause of a client', () => {
  test('is that of each of his open cases, with its day, its reason and who asked; nobody else’s, and none that is closed', async () => {
    await open('a');
    await open('b');
    await open('over', closed);
    await putCase(world.db, { invoiceId: 'other', debtorId: 'cus_32' });
    await putCase(world.db, { creditorId: 'c2', invoiceId: 'a' });
    const answer = await pause({ until: '2026-12-15', reason: 'accord commercial' });
    expect(answer).toMatchObject({
      status: 202,
      body: { kind: 'pauses', state: 'done', progress: { done: 2, same: 0, refused: 0, total: 2 } },
    });
    expect(heard()).toEqual([idOf('a'), idOf('b')]);
    const payload = { until: '2026-12-15', reason: 'accord commercial', operator: await keyName() };
    for (const update of world.engine.updates) expect(update).toMatchObject({ name: 'pause', payload });
  });

  test('takes no day of silence from a case that rests as long already', async () => {
    await open('shorter', paused('2026-11-20'));
    await open('as-long', paused('2026-12-15'));
    await open('endless', paused());
    expect(await pause({ until: '2026-12-15' })).toMatchObject({ body: { progress: { done: 1, same: 2, total: 3 } } });
    expect(heard()).toEqual([idOf('shorter')]);
  });

  test('without a day holds until somebody resumes, whatever rested until a day', async () => {
    await open('a', paused('2026-12-15'));
    expect(await pause({})).toMatchObject({ body: { progress: { done: 1 } } });
    expect(world.engine.updates[0]?.payload).not.toHaveProperty('until');
  });

  test('is told to a case that waits for an answer to the debtor too: that pause may end first', async () => {
    await open('a', wrote);
    expect(await pause({ until: '2026-12-15' })).toMatchObject({ body: { progress: { done: 1 } } });
  });

  test('whose last day is over is refused in its field, as the act refuses it, and keeps no job', async () => {
    await open('a');
    expect(await pause({ until: '2026-11-01' })).toMatchObject({
      status: 400,
      body: {
        errors: [
          {
            path: '$.until',
            message: 'La fin de la pause (1er novembre 2026) est déjà passée : donner aujourd’hui ou un jour à venir.',
          },
        ],
      },
    });
    expect([await world.db.$count(jobs), heard()]).toEqual([0, []]);
    expect(await pause({ until: '2026-11-02' })).toMatchObject({ status: 202 });
  });

  test.each([
    ['until', '31/12/2026'],
    ['reason', 'x'.repeat(1001)],
    ['requestId', ''],
  ])('takes what the act takes: %s', async (field, value) => {
    await open('a');
    const answer = await pause({ [field]: value });
    expect([answer.status, answer.body.errors[0]?.path]).toEqual([400, `$.${field}`]);
  });

  test('told twice with one request id happens once', async () => {
    await open('a');
    const body = { until: '2026-12-15', requestId: 'r1' };
    expect([(await pause(body)).status, (await pause(body)).status]).toEqual([202, 202]);
    expect(await world.db.$count(inbox)).toBe(1);
    expect(new Set(world.engine.updates.map(({ updateId }) => updateId))).toEqual(new Set(['r1']));
  });
});

describe('the resumption of a client', () => {
  test('is that of each of his cases that a pause holds', async () => {
    await open('a', paused('2026-12-15'));
    await open('b', paused());
    await open('free');
    expect(await resume()).toMatchObject({ body: { kind: 'resumptions', progress: { done: 2, same: 1, total: 3 } } });
    expect(heard()).toEqual([idOf('a'), idOf('b')]);
    for (const update of world.engine.updates) expect(update).toMatchObject({ name: 'resume' });
  });

  test('is told to a case that has not read its pause yet', async () => {
    await open('a');
    await pause({ until: '2026-12-15' });
    expect(await resume()).toMatchObject({ body: { progress: { done: 1, same: 0 } } });
    expect(world.engine.updates.map(({ name }) => name)).toEqual(['pause', 'resume']);
  });

  test('leaves a case to its own page that somebody wrote of and nobody has read, and goes on with the others', async () => {
    await open('a', paused('2026-12-15'));
    await open('read-me', paused('2026-12-15'), wrote);
    await open('not-paused', wrote, {
      type: 'hold-ended',
      hold: 'pause',
      reason: { code: 'pause-over' },
      at: '2026-11-20T09:00:00+01:00',
      actor: 'case',
    });
    const answer = await resume();
    expect(answer).toMatchObject({
      body: {
        progress: { done: 1, same: 1, refused: 1 },
        refusals: [{ label: 'F-read-me', refusal: expect.stringContaining('Réponse du client') }],
      },
    });
    expect(heard()).toEqual([idOf('a')]);
  });
});

describe.each([
  ['pauses', () => pause],
  ['resumptions', () => resume],
] as const)('%s', (_, asking) => {
  const ask: (body: object, key?: string) => ReturnType<typeof pause> = (...given) => asking()(...given);

  test('of a client who has no open case are refused by his name', async () => {
    await open('over', closed);
    const answer = await ask({});
    expect([answer.status, answer.body.detail]).toEqual([
      409,
      expect.stringContaining('Menuiserie Aubert SARL n’a aucun dossier ouvert'),
    ]);
    expect(await world.db.$count(jobs)).toBe(0);
  });

  test('are asked by who may pause a case, of clients whom he may see', async () => {
    await open('a', paused());
    expect(await ask({}, await world.key('c1', 'viewer'))).toMatchObject({ status: 403 });
    expect(await ask({ debtorId: 'nobody' })).toMatchObject({ status: 404 });
    const path = asking() === pause ? '/jobs/pauses' : '/jobs/resumptions';
    expect(await world.call('POST', `${path}?creditor=c2`, operator, { debtorId })).toMatchObject({ status: 404 });
    expect(heard()).toEqual([]);
  });
});

test('what a client’s cases rest for stands with what he owes: how many, until when and why', async () => {
  await open('a', paused('2026-12-15'));
  await open('b', paused('2026-12-15'));
  await open('c', paused());
  await open('d', wrote);
  await open('over', paused(), closed);
  const { body } = await world.call('GET', `/debtors/${debtorId}/standing`, operator);
  expect(body).toMatchObject({
    pauses: [
      { until: '2026-11-07', reason: 'réponse du débiteur', cases: 1 },
      { until: '2026-12-15', reason: 'déjà', cases: 2 },
      { until: null, reason: 'déjà', cases: 1 },
    ],
  });
});
