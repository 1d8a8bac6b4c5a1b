import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/database.ts';
import { enqueue } from '../../db/inbox.ts';
import { inbox } from '../../db/schema.ts';
import { tellCases } from '../../db/tell-case.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { until } from '../support/runner/patience.ts';
import { createSendingWorld, type SendingWorld } from '../support/sending.ts';

let postgres: Postgres;
let bank: Database;
let world: SendingWorld;
beforeAll(async () => {
  postgres = await startPostgres();
  bank = await openDatabase({ url: postgres.url });
  world = await createSendingWorld(await openDatabase({ url: postgres.url }));
});
afterAll(async () => {
  await bank?.close();
  await world?.end();
  await postgres?.stop();
});

const at = '2026-11-16T10:00:30+01:00';

async function isAtTheGate(): Promise<boolean> {
  const { rows } = (await bank.execute(
    sql`select 1 from pg_locks where relation = 'sending_holds'::regclass and not granted`,
  )) as { rows: unknown[] };
  return rows.length > 0;
}

test('a payment that goes from the bank’s lane into the case’s mail while the message is at the gate is not missed in both', async () => {
  const sending = await world.begin('between');
  const { caseId, creditorId } = sending;
  await enqueue(bank, [{ eventId: 'entry', creditorId, caseId: null, lane: `bank:${creditorId}`, kind: 'bank-entry', body: {} }]);
  let asked: Promise<unknown> = Promise.resolve();
  await bank.transaction(async (tx) => {
    await tx.execute(sql`lock table sending_holds in access exclusive mode`);
    asked = sending.ask();
    await until(isAtTheGate, () => 'the message does not come to the gate');
    await tellCases(tx, [{ caseId, fact: { type: 'payment', id: 'p1', amountCents: 120_000, at, actor: 'bank' } }]);
    await tx.delete(inbox).where(eq(inbox.eventId, 'entry'));
  });
  await asked;
  expect(sending.courier.asked).toEqual([]);
  await sending.ask();
  expect(sending.courier.asked).toEqual([]);
});
