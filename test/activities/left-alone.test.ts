import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settleLeftAlone } from '../../activities/left-alone.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { factOfRow } from '../../db/evidence-chain.ts';
import { receiveEvent } from '../../db/inbox.ts';
import { inbox } from '../../db/schema.ts';
import { storedCase } from '../../db/stored-cases.ts';
import { byAllWays, createSendingWorld, type SendingOptions, type SendingTrial, type SendingWorld } from '../support/sending.ts';

let world: SendingWorld;
beforeAll(async () => {
  world = await createSendingWorld();
});
afterAll(() => world.end());

const NOW_MS = Date.parse('2026-11-16T10:05:00+01:00');

/** A message whose attempt died. */
async function leftAlone(name: string, crash: 'taken' | 'never-asked', options: SendingOptions = {}): Promise<SendingTrial> {
  const sending = await world.begin(name, options);
  sending.courier.answers.push({ crash });
  await expect(sending.send()).rejects.toThrow('the process died');
  expect(await sending.row()).toMatchObject({ state: 'leaving' });
  return sending;
}

/** Its case is paid and closed meanwhile: no workflow comes back to it. */
async function paid(sending: SendingTrial): Promise<void> {
  sending.hear({ type: 'payment', id: 'p1', amountCents: 120_000 });
  sending.act = { do: 'send', step: 'reminder-15', channel: 'email' };
  await sending.send();
  expect((await storedCase(sending.db, sending.caseId))?.case.closed).toMatchObject({ reason: 'paid' });
}

/** What was told to the case by one look at what was left alone. */
async function looked({ db, caseId, courier }: SendingTrial, aloneMs = 0): Promise<readonly { type: string }[]> {
  const before = (await evidenceOf(db, caseId)).length;
  const failed = (error: unknown) => {
    throw error;
  };
  await settleLeftAlone({ db, clock: () => NOW_MS, couriers: byAllWays(courier) }, failed, aloneMs);
  return (await evidenceOf(db, caseId)).slice(before).map(factOfRow);
}

describe('a message to which no attempt comes back, of a case that was paid and closed meanwhile', () => {
  const fates: [name: string, findable: boolean, crash: 'taken' | 'never-asked', told: object[], row: object][] = [
    [
      'alone-taken',
      true,
      'taken',
      [{ type: 'sent', step: 'courtesy', askedCents: 120_000 }],
      { state: 'sent', provider: 'fake' },
    ],
    ['alone-not-taken', true, 'never-asked', [], { state: 'released', reason: 'arrêt avant l’envoi' }],
    ['alone-mute', false, 'taken', [{ type: 'send-unknown', step: 'courtesy' }], { state: 'unknown' }],
  ];
  test.each(fates)('%s: what became of it is found out, and said once', async (name, findable, crash, told, row) => {
    const sending = await leftAlone(name, crash, { findable });
    await paid(sending);
    expect(await looked(sending)).toMatchObject(told);
    expect(await sending.row()).toMatchObject({ ...row, token: null });
    expect(await looked(sending)).toEqual([]);
    expect(sending.courier.asked).toHaveLength(crash === 'taken' ? 1 : 0);
  });
});

test('a case that goes on is rung, and counts the message once when its own attempt comes back after all', async () => {
  const sending = await leftAlone('alone-goes-on', 'taken');
  expect(await looked(sending)).toMatchObject([{ type: 'sent', message: `${sending.caseId}/courtesy/email/1` }]);
  const rung = await sending.db.select().from(inbox).where(sql`case_id = ${sending.caseId} and kind = 'ring'`);
  expect(rung).toHaveLength(1);
  expect((await sending.send()).outcome).toBe('not-now');
  expect(sending.courier.asked).toHaveLength(1);
});

test('an attempt that may still be in its call, or whose engine may try again, is left to it', async () => {
  const sending = await leftAlone('alone-not-yet', 'taken');
  expect(await looked(sending, 60_000)).toEqual([]);
  await sending.db.execute(
    sql`update messages set attempt_ends_at = now() + interval '1 second' where debtor_id = 'd-alone-not-yet'`,
  );
  expect(await looked(sending)).toEqual([]);
  expect(await sending.row()).toMatchObject({ state: 'leaving' });
});

test('a missed instalment that left is told as it would have been by its own attempt', async () => {
  const sending = await world.begin('alone-instalment');
  const schedule = [
    { on: '2026-11-13', amountCents: 60_000 },
    { on: '2026-12-14', amountCents: 60_000 },
  ];
  sending.hear({ type: 'instalments', schedule });
  sending.act = { do: 'ask-instalment', on: '2026-11-13', missingCents: 60_000 };
  sending.courier.answers.push({ crash: 'taken' });
  await expect(sending.send()).rejects.toThrow('the process died');
  expect(await looked(sending)).toMatchObject([
    { type: 'sent', template: 'missed-instalment', askedCents: 60_000 },
    { type: 'instalment-missed', on: '2026-11-13', missingCents: 60_000, asked: true },
  ]);
});

test('a person settles what stays in doubt, though its case is closed', async () => {
  const sending = await leftAlone('alone-settled', 'taken', { findable: false });
  await paid(sending);
  expect(await looked(sending)).toMatchObject([{ type: 'send-unknown' }]);
  const payload = { step: 'courtesy', channel: 'email', outcome: 'sent', requestId: 'r1' };
  const { db, caseId, creditorId } = sending;
  const body = { act: 'settleUnknownSend', payload, at: '2026-11-16T10:06:00+01:00' };
  await receiveEvent(db, { eventId: 'act:alone', creditorId, caseId, lane: caseId, kind: 'act', body });
  expect((await sending.ask()).answers).toEqual({ 'act:alone': {} });
  expect(await sending.row()).toMatchObject({ state: 'sent' });
  expect((await storedCase(db, caseId))?.case).toMatchObject({ closed: { reason: 'paid' }, tasks: [] });
});
