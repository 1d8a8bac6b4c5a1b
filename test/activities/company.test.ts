import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../db/database.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { actsOfMessage, sendingsOf } from '../../db/messages.ts';
import { tellCase } from '../../db/tell-case.ts';
import { type Company, openCompany } from '../support/company.ts';
import { openEmpty } from '../support/databases.ts';

const DUE_5_DAYS_AGO = '2026-03-04';
const R5 = { step: 'r5', channel: 'email' } as const;
const R15 = { step: 'r15', channel: 'email' } as const;
const FIRST_SENT = { type: 'sent', step: 'r5', channel: 'email', at: '2026-02-27T10:00:00+01:00' } as const;

let db: Database;
let opened = 0;
const companies: Company[] = [];
beforeAll(async () => {
  db = await openEmpty();
});
afterEach(() => {
  for (const { end } of companies.splice(0)) end();
});
afterAll(() => db.close());

/** Two invoices whose first reminder, and an older one whose second, fall on the same morning. */
async function company({ findable = true } = {}): Promise<Company> {
  opened += 1;
  const one = await openCompany(db, `company-${opened}`, findable);
  companies.push(one);
  await one.add('a', DUE_5_DAYS_AGO);
  await one.add('b', DUE_5_DAYS_AGO);
  await one.add('old', '2026-02-20', [FIRST_SENT]);
  return one;
}

describe('under a plan that the oldest overdue invoice leads', () => {
  test('the others take its step with it, and none asks by itself', async () => {
    opened += 1;
    const led = await openCompany(db, `company-${opened}`, true, { leads: 'oldest' });
    companies.push(led);
    await led.add('young', '2026-03-06');
    await led.add('old', '2026-02-20', [FIRST_SENT]);
    await led.add('paused', '2026-03-05', [{ type: 'pause', until: '2026-03-20', reason: 'accord' }]);
    const first = await led.send('old', R15);
    expect(first).toMatchObject({ outcome: 'sent', step: 'r15', askedCents: 120_000 });
    expect(await led.told('young')).toMatchObject({ outcome: 'sent', step: 'r15', askedCents: 120_000, message: first.message });
    expect(await led.told('paused')).not.toMatchObject({ outcome: 'sent' });
    expect(led.courier.asked).toEqual([String(first.message)]);
    const parts = (await actsOfMessage(db, String(first.message))).map(({ caseId, step }) => `${caseId} ${step}`);
    expect(new Set(parts)).toEqual(new Set(['old r15', 'young r15'].map(led.idOf)));
  });
});

describe('invoices of one debtor that may leave the same morning', () => {
  test('leave as one message under the step furthest down the plan, and each case knows its own part', async () => {
    const { send, told, courier, idOf } = await company();
    const first = await send('a', R5);
    expect(first).toMatchObject({ outcome: 'sent', as: 'r15', step: 'r5', askedCents: 120_000 });
    const message = String(first.message);
    const [second, third] = [await told('b'), await told('old')];
    expect(second).toMatchObject({ outcome: 'sent', as: 'r15', step: 'r5', askedCents: 120_000, message });
    expect(third).toMatchObject({ outcome: 'sent', step: 'r15', askedCents: 120_000, message });
    expect(third).not.toHaveProperty('as');
    expect(courier.asked).toEqual([message]);
    const parts = (await actsOfMessage(db, message)).map(({ caseId, step, words }) => `${caseId} ${step} ${words ?? '-'}`);
    const wanted = ['a r5 r15', 'b r5 r15', 'old r15 -'].map(idOf);
    expect(new Set(parts)).toEqual(new Set(wanted));
  });

  test('the sum of the message is the sum of its parts', async () => {
    const { send, idOf } = await company();
    await send('old', R15);
    const [sending] = await sendingsOf(db, { caseId: idOf('b'), step: 'r5', sequence: 1 });
    expect(sending).toMatchObject({ row: { askedCents: 360_000 }, part: { askedCents: 120_000 } });
  });

  test('their workflows ask at the same time: one message, whoever comes first', async () => {
    const { send, told, courier } = await company();
    const attempts = await Promise.allSettled([send('a', R5), send('b', R5), send('old', R15)]);
    for (const [id, step] of [
      ['a', R5],
      ['b', R5],
      ['old', R15],
    ] as const)
      await send(id, step);
    expect(attempts.some(({ status }) => status === 'fulfilled')).toBe(true);
    const outcomes = [await told('a'), await told('b'), await told('old')].map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['sent', 'sent', 'sent']);
    expect(courier.asked).toHaveLength(1);
  });

  test('the next channel of the message takes all of them along', async () => {
    const { send, idOf, courier } = await company();
    await send('a', R5);
    await send('b', { step: 'r5', channel: 'sms' });
    for (const id of ['a', 'b', 'old']) {
      const channels = (await evidenceOf(db, idOf(id))).filter(({ type }) => type === 'sent').map(({ fact }) => fact.channel);
      expect(channels.slice(-2)).toEqual(['email', 'sms']);
    }
    expect(courier.asked).toHaveLength(2);
  });

  test('what one of them heard a second ago counts', async () => {
    const { send, hear, idOf } = await company();
    await hear('b', { type: 'payment', id: 'p1', amountCents: 120_000 });
    await send('a', R5);
    expect(await sendingsOf(db, { caseId: idOf('b'), step: 'r5', sequence: 1 })).toEqual([]);
  });

  test('mail that one of them has not read yet counts', async () => {
    const { send, told, idOf } = await company();
    const fact = { type: 'payment', id: 'p1', amountCents: 120_000, at: '2026-03-09T11:00:00+01:00', actor: 'bank' } as const;
    await tellCase(db, { caseId: idOf('b'), fact });
    expect(await send('a', R5)).toMatchObject({ outcome: 'sent' });
    expect((await told('b')).outcome).toBe('not-now');
    expect((await evidenceOf(db, idOf('b'))).at(-1)?.type).toBe('payment');
  });
});

describe('a crash while a message for several leaves', () => {
  test('nobody can tell whether it left: every case hears so once, and nothing leaves again', async () => {
    const { send, told, courier } = await company({ findable: false });
    courier.answers.push({ crash: 'taken' });
    await expect(send('a', R5)).rejects.toThrow('died');
    await expect(send('b', R5)).rejects.toMatchObject({ type: 'AnotherAttempt' });
    expect(await send('a', R5)).toMatchObject({ outcome: 'unknown' });
    for (const id of ['b', 'old']) expect(await told(id)).toMatchObject({ outcome: 'unknown' });
    expect(await send('b', R5)).toMatchObject({ outcome: 'not-now' });
    expect(courier.asked).toHaveLength(1);
  });

  test('the provider had it: it counts for all', async () => {
    const { send, told, courier } = await company();
    courier.answers.push({ crash: 'taken' });
    await expect(send('a', R5)).rejects.toThrow('died');
    expect(await send('a', R5)).toMatchObject({ outcome: 'sent', as: 'r15' });
    expect(await told('b')).toMatchObject({ outcome: 'sent', as: 'r15' });
    expect(courier.asked).toHaveLength(1);
  });

  test('the provider never had it: whoever comes next sends it for all', async () => {
    const { send, told, courier } = await company();
    courier.answers.push({ outcome: 'retry', afterMs: null, reason: 'panne' });
    await expect(send('a', R5)).rejects.toThrow('panne');
    const { message, ...sent } = await send('b', R5);
    expect(sent).toMatchObject({ outcome: 'sent', as: 'r15' });
    expect(await told('a')).toMatchObject({ outcome: 'sent', message });
    expect(courier.asked).toHaveLength(2);
  });
});
