import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/database.ts';
import { takeInbox } from '../../db/inbox.ts';
import { enteredRates, enterRates, ratesOf, tellIfEntered } from '../../db/rates.ts';
import { inbox } from '../../db/schema.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { rateOf, SHIPPED_RATES, SHIPPED_SEMESTERS } from '../../domain/law/rates.ts';
import { following } from '../../domain/law/semester.ts';
import { putCase } from '../api/case-row.ts';
import { openMemory } from '../support/memory.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { until } from '../support/runner/patience.ts';
import { FIRST_UNSHIPPED, testRatesOf } from '../support/test-rates.ts';

const at = '2027-01-04T09:00:00+01:00';
const entering = { actor: 'key:1', at };
const held = (semester: string): Fact => ({ type: 'rate-missing', semester, at, actor: 'case' });
const closed: Fact = { type: 'closed', reason: 'closed-by-operator', at, actor: 'key:1' };
const SECOND = following(FIRST_UNSHIPPED);

let db: Database;
beforeAll(async () => {
  db = await openMemory();
  await putCase(db, { invoiceId: 'waits', facts: [held(FIRST_UNSHIPPED)] });
  await putCase(db, { invoiceId: 'waits-too', creditorId: 'c2', facts: [held(FIRST_UNSHIPPED)] });
  await putCase(db, { invoiceId: 'waits-for-another', facts: [held(SECOND)] });
  await putCase(db, { invoiceId: 'goes-on' });
  await putCase(db, { invoiceId: 'closed', facts: [held(FIRST_UNSHIPPED), closed] });
});
afterAll(() => db.close());

describe('entering a semester', () => {
  test('before it only the shipped rates are known', async () => {
    expect(await ratesOf(db)).toBe(SHIPPED_RATES);
    expect(await enteredRates(db)).toEqual([]);
  });

  test('tells every open case that it held, of every creditor, once and in the lane of the case', async () => {
    const told = await enterRates(db, testRatesOf(FIRST_UNSHIPPED), entering);
    expect(told.toSorted()).toEqual(['invoice:c1:waits', 'invoice:c2:waits-too']);
    const rows = await takeInbox(db, 10, 0);
    expect(rows.map(({ caseId, creditorId, kind }) => ({ caseId, creditorId, kind }))).toEqual([
      { caseId: 'invoice:c1:waits', creditorId: 'c1', kind: 'signal' },
      { caseId: 'invoice:c2:waits-too', creditorId: 'c2', kind: 'signal' },
    ]);
    expect(rows[0]?.body).toEqual({
      signal: 'debtorFact',
      payload: { type: 'rate-entered', semester: FIRST_UNSHIPPED, actor: 'key:1', at },
    });
  });

  test('is seen at once by who asks again, with its source and who entered it', async () => {
    const known = rateOf('legalPrivate', FIRST_UNSHIPPED, await ratesOf(db));
    expect(known).toEqual({ status: 'known', rateBasisPoints: 690, source: 'valeurs inventées pour les tests' });
    expect(await enteredRates(db)).toEqual([{ ...testRatesOf(FIRST_UNSHIPPED), enteredBy: 'key:1' }]);
  });

  test('the same values again change nothing, even from another source', async () => {
    await enterRates(db, { ...testRatesOf(FIRST_UNSHIPPED), source: 'une autre lecture' }, { actor: 'key:2', at });
    expect(await enteredRates(db)).toEqual([{ ...testRatesOf(FIRST_UNSHIPPED), enteredBy: 'key:1' }]);
  });

  test.each([
    ['centralBankBasisPoints', FIRST_UNSHIPPED],
    ['legalProfessionalBasisPoints', FIRST_UNSHIPPED],
    ['legalPrivateBasisPoints', FIRST_UNSHIPPED],
    ['legalPrivateBasisPoints', '2026-S2'],
  ])('another %s for %s is refused with a sentence', async (rate, semester) => {
    const known = SHIPPED_SEMESTERS.find((shipped) => shipped.semester === semester) ?? testRatesOf(semester);
    const other = { ...known, [rate]: 123 };
    await expect(enterRates(db, other, entering)).rejects.toThrow(`Le semestre ${semester} est déjà connu avec d’autres taux`);
  });

  test('what was mistyped is corrected until the semester begins', async () => {
    const before = { actor: 'key:3', at: '2026-12-20T09:00:00+01:00' };
    const typed = { ...testRatesOf(FIRST_UNSHIPPED), centralBankBasisPoints: 2_400 };
    await enterRates(db, typed, before);
    expect(await enteredRates(db)).toEqual([{ ...typed, enteredBy: 'key:3' }]);
    await enterRates(db, testRatesOf(FIRST_UNSHIPPED), { actor: 'key:1', at: before.at });
    expect(await enteredRates(db)).toEqual([{ ...testRatesOf(FIRST_UNSHIPPED), enteredBy: 'key:1' }]);
  });

  test('a shipped semester entered again with its own values is not kept twice', async () => {
    for (const shipped of SHIPPED_SEMESTERS.slice(-2)) expect(await enterRates(db, shipped, entering)).toEqual([]);
    expect(await enteredRates(db)).toHaveLength(1);
  });
});

describe('a case that is held at the very moment when the semester is entered', () => {
  const waiting = async () => (await db.select().from(inbox)).map(({ caseId }) => caseId);

  test('hears it, although the entry never saw its hold', async () => {
    await db.delete(inbox);
    const state = await putCase(db, { invoiceId: 'late', facts: [held(FIRST_UNSHIPPED)] });
    await db.transaction((tx) => tellIfEntered(tx, state, at));
    expect(await waiting()).toEqual(['invoice:c1:late']);
  });

  test('a second hold is told again while the first word is still being delivered', async () => {
    const state = await putCase(db, { invoiceId: 'late', facts: [held(FIRST_UNSHIPPED)] });
    await db.transaction((tx) => tellIfEntered(tx, state, '2027-01-04T09:00:01+01:00'));
    expect(await waiting()).toEqual(['invoice:c1:late', 'invoice:c1:late']);
  });

  test.each([
    ['nobody entered its semester', SECOND],
    ['it is not held', null],
  ])('hears nothing when %s', async (_, semester) => {
    await db.delete(inbox);
    const state = await putCase(db, { invoiceId: 'quiet', facts: semester === null ? [] : [held(semester)] });
    await db.transaction((tx) => tellIfEntered(tx, state, at));
    expect(await waiting()).toEqual([]);
  });
});

describe('on PostgreSQL, two transactions that cannot see each other', () => {
  let postgres: Postgres;
  let server: Database;
  beforeAll(async () => {
    postgres = await startPostgres();
    server = await openDatabase({ url: postgres.url });
  });
  afterAll(async () => {
    await server.close();
    await postgres.stop();
  });

  test('the entry waits for a hold that is being recorded, and finds it', async () => {
    let entry: Promise<string[]> | undefined;
    await server.transaction(async (tx) => {
      const state = await putCase(tx, { invoiceId: 'racing', facts: [held(FIRST_UNSHIPPED)] });
      await tellIfEntered(tx, state, at);
      entry = enterRates(server, testRatesOf(FIRST_UNSHIPPED), entering);
      await untilWaiting(1);
    });
    expect(await entry).toEqual(['invoice:c1:racing']);
  });

  /** Returns once so many transactions wait for another one. */
  function untilWaiting(count: number): Promise<void> {
    const locked = server
      .select({ count: sql<number>`count(*)::int` })
      .from(sql`pg_stat_activity`)
      .where(sql`wait_event_type = 'Lock'`);
    const waiting = async () => (await locked)[0]?.count ?? 0;
    return until(
      async () => (await waiting()) >= count,
      async () => `${await waiting()} transactions wait`,
      10,
    );
  }

  test('a hold that is recorded while the entry is under way waits for it, and finds it', async () => {
    await putCase(server, { invoiceId: 'first', facts: [held(SECOND)] });
    let entry: Promise<string[]> | undefined;
    let hold: Promise<void> | undefined;
    await server.transaction(async (tx) => {
      await tx.execute(sql`lock table inbox in access exclusive mode`);
      entry = enterRates(server, testRatesOf(SECOND), entering);
      await untilWaiting(1);
      hold = server.transaction(async (other) =>
        tellIfEntered(other, await putCase(other, { invoiceId: 'second', facts: [held(SECOND)] }), at),
      );
      await untilWaiting(2);
    });
    expect(await entry).toEqual(['invoice:c1:first']);
    await hold;
    expect((await server.select().from(inbox)).map(({ caseId }) => caseId)).toContain('invoice:c1:second');
  });
});
