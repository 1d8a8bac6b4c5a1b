import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../../api/engine.ts';
import { createDrainer } from '../../api/inbox/drainer.ts';
import { putCreditor } from '../../db/creditors.ts';
import { messagesOfCase } from '../../db/messages.ts';
import { enterRates } from '../../db/rates.ts';
import { addDays, daysBetween } from '../../domain/calendar/civil-date.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import { firstDayOf } from '../../domain/law/semester.ts';
import { creditorSchema } from '../../domain/party/party-schema.ts';
import { quiet } from '../api/world.ts';
import { createWorld, type Life, type World } from '../support/life.ts';
import { creditor, openingOf } from '../support/parties.ts';
import { comingTestRates, FIRST_UNSHIPPED, testRatesOf } from '../support/test-rates.ts';

const UNKNOWN_FROM = firstDayOf(FIRST_UNSHIPPED);

let world: World;
beforeAll(async () => {
  world = await createWorld({ rates: [] });
});
afterAll(() => world.end());

/** A case whose reminders and notice fall after the last day whose rates are known. */
async function begin(id: string): Promise<Life> {
  const today = await world.today();
  return world.begin(openingOf(today, Math.max(2, daysBetween(today, addDays(UNKNOWN_FROM, -3))), { id }));
}

async function drain(): Promise<void> {
  const engine = createEngine(world.time.client, 'http://127.0.0.1');
  const drainer = createDrainer({ db: world.db, engine, log: quiet });
  while ((await drainer.drainOnce()) > 0);
}

const entering = async () => ({ actor: 'key:1', at: toInstant(await world.time.nowMs()) });

test('a notice in a semester without rates is held while reminders leave; entering the semester sends it', async () => {
  const life = await begin('held-by-rate');
  await life.pass('100 days');
  expect(await life.view()).toMatchObject({ hold: 'rate-missing', holds: [{ type: 'rate-missing', semester: FIRST_UNSHIPPED }] });
  const reminders = await life.received();
  const told = reminders.filter((line) => line >= UNKNOWN_FROM).map((line) => line.slice(11));
  expect(told.filter((line) => line !== 'courtesy email')).toEqual([
    'reminder-5 email',
    'reminder-15 email',
    'reminder-15 sms',
    'reminder-30 email',
    'reminder-30 sms',
  ]);
  expect(await life.facts()).not.toContain('approval-asked');

  expect(await enterRates(world.db, testRatesOf(FIRST_UNSHIPPED), await entering())).toEqual([life.id]);
  await drain();
  await life.pass('4 days');
  expect((await life.facts()).slice(-3)).toEqual(['rate-missing', 'rate-entered', 'approval-asked']);
  expect(await life.view()).toMatchObject({ hold: 'none' });
  await life.act('approve');
  await life.pass('4 days');
  const letters = (await life.received()).slice(reminders.length);
  expect(letters.map((line) => line.slice(11))).toEqual(['formal-notice registered-letter', 'formal-notice email']);
  const letter = (await messagesOfCase(world.db, life.id)).find((message) => message.documentId !== null);
  expect(letter?.askedCents).toBeGreaterThan(120_000 + 4_000);
});

test('a case that is held just after the semester was entered is told so by its own record', async () => {
  await enterRates(world.db, testRatesOf(FIRST_UNSHIPPED), await entering());
  const farFromAnyMessage = openingOf(await world.today(), 60, { id: 'held-too-late' });
  const life = await world.begin(farFromAnyMessage);
  await life.signal('debtorFact', { type: 'rate-missing', semester: FIRST_UNSHIPPED, actor: 'case' });
  await life.pass('1 hour');
  await drain();
  await life.pass('1 hour');
  expect((await life.facts()).slice(-2)).toEqual(['rate-missing', 'rate-entered']);
  expect(await life.view()).toMatchObject({ hold: 'none' });
});

test('a contract rate under the floor is a human’s, with its three figures, and nothing leaves', async () => {
  for (const semester of comingTestRates()) await enterRates(world.db, semester, await entering());
  const withRate = (terms: object) => putCreditor(world.db, creditorSchema.parse({ ...creditor, terms }));
  await withRate({ contractRateBasisPoints: 300 });
  const life = await world.begin(openingOf(await world.today(), -60, { id: 'under-floor' }));
  await life.pass('60 days');
  const asked = await life.view();
  expect(asked.tasks.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['approval', 'notice']));
  for (const rate of ['contrat 3,00', 'plancher', 'taux supplétif'])
    expect(asked.tasks.find(({ kind }) => kind === 'notice')?.context).toContain(rate);
  await life.act('approve');
  await life.pass('4 days');
  expect((await life.view()).tasks.map(({ kind }) => kind)).toContain('send-failed');
  expect((await life.received()).filter((line) => line.includes('formal-notice'))).toEqual([]);

  await withRate({});
  await life.act('settleUnknownSend', { step: 'formal-notice', channel: 'registered-letter', outcome: 'not-sent' });
  await life.pass('4 days');
  expect((await life.view()).tasks.map(({ kind }) => kind)).toContain('approval');
  expect((await life.received()).filter((line) => line.includes('registered-letter'))).toEqual([]);
  await life.act('approve');
  await life.pass('4 days');
  expect((await life.received()).filter((line) => line.includes('registered-letter'))).toHaveLength(1);
});
