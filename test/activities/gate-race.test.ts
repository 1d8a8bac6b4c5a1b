import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/database.ts';
import { enqueue } from '../../db/inbox.ts';
import { cases, inbox } from '../../db/schema.ts';
import { endImport, receiveImport } from '../../db/statement-imports.ts';
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

/** Some transaction waits for a row of another. */
async function isKeptWaiting(): Promise<boolean> {
  const { rows } = (await bank.execute(sql`select 1 from pg_locks where locktype = 'transactionid' and not granted`)) as {
    rows: unknown[];
  };
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

test('a bank file that ends while the message is at the gate, its bell read there with the mail, makes nobody wait for that bell', async () => {
  const sending = await world.begin('file-ends');
  const { caseId, creditorId } = sending;
  const file = { id: 'import:ends', creditorId, sha256: 'a', bytes: 1, filename: null, accounts: [] };
  await receiveImport(bank, file);
  await bank.delete(inbox).where(eq(inbox.lane, file.id));
  let asked = Promise.reject(new Error('nobody asked')) as ReturnType<typeof sending.ask>;
  asked.catch(() => undefined);
  await bank.transaction(async (tx) => {
    await tx.select({ id: cases.id }).from(cases).where(eq(cases.id, caseId)).for('update');
    asked = sending.ask();
    await until(isKeptWaiting, () => 'the message does not come to the gate');
    await endImport(tx, file.id, { state: 'done', problem: null });
  });
  const answer = await asked;
  expect(await bank.select().from(inbox).where(eq(inbox.lane, caseId))).toEqual([]);
  if (answer.over) throw new Error('the case is over');
  const { act, atMs, label } = answer.standing.coming;
  expect([act, label, (atMs ?? 0) - Date.parse(at)]).toEqual([null, 'relevé bancaire en cours d’import', 30_500]);
});

test('a case whose mail another case of its debtor reads at the gate is rung', async () => {
  const one = await world.begin('reads');
  const other = await world.begin('is-read', { beside: 'reads' });
  const fact = { type: 'payment', id: 'p2', amountCents: 20_000, on: '2026-11-16', at, actor: 'bank' } as const;
  await tellCases(bank, [{ caseId: other.caseId, fact }]);
  await one.ask();
  const left = await bank.select().from(inbox).where(eq(inbox.creditorId, one.creditorId));
  expect(left.map(({ lane, kind }) => [lane, kind])).toEqual([[other.caseId, 'ring']]);
});
