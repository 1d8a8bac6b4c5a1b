import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../cli/main.ts';
import { listAmendments, noteTemplates, putAmended } from '../../db/amendments.ts';
import { putCreditor } from '../../db/creditors.ts';
import { type Database, openDatabase } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { eraseIdentity } from '../../db/erasure.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { receiveEvent, removeFromInbox, takeInbox } from '../../db/inbox.ts';
import { createKey } from '../../db/keys.ts';
import { messageOf } from '../../db/messages.ts';
import { addPerson } from '../../db/people.ts';
import { seedShippedPlans } from '../../db/plans.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { creditor, debtor, openingOf } from '../support/parties.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { leaving, opened, settled, written } from '../support/written.ts';

const script = readFileSync(new URL('../../deploy/application-role.sql', import.meta.url), 'utf8');
const [plan] = shippedPlans;
const at = '2026-11-06T09:00:00+01:00';
const caseId = 'invoice:c1:i1';
let postgres: Postgres;
let appUrl: string;
let db: Database;

beforeAll(async () => {
  postgres = await startPostgres();
  appUrl = postgres.url.replace('exigible@', 'exigible_app@');
  process.env.DATABASE_URL = postgres.url;
  expect(await main(['migrate'])).toBe(0);
  delete process.env.DATABASE_URL;
  await asOwner(script);
  await asOwner(script);
  db = await openDatabase({ url: appUrl });
});
afterAll(async () => {
  await db.close();
  await postgres.stop();
});

async function as(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const asOwner = (sql: string) => as(postgres.url, sql);
const asApplication = (sql: string) => as(appUrl, sql);

describe('the application role', () => {
  test('does what the product does', async () => {
    await seedShippedPlans(db, shippedPlans);
    await createKey(db, 'c1', 'operator');
    await putCreditor(db, creditorSchema.parse(creditor));
    await putDebtor(db, 'c1', debtorSchema.parse({ ...debtor, id: 'd-i1' }));
    for (const name of ['Anne', 'Bruno']) await addPerson(db, { name, role: 'admin', creditors: null });
    const moved = { ...creditorSchema.parse(creditor), iban: 'DE89370400440532013000' };
    for (const iban of [moved.iban, 'BE68539007547034']) await putCreditor(db, { ...moved, iban }, 'person:1');
    const [second, first] = await listAmendments(db, { creditorId: 'c1', kind: 'creditor', limit: 2 });
    expect([first, second]).toMatchObject([{ state: 'replaced' }, { state: 'waiting' }]);
    if (second) await db.transaction((tx) => putAmended(tx, second, moved));
    await db.transaction((tx) => noteTemplates(tx, { 'email/a': '1' }, 'product'));
    await eraseIdentity(db, { creditorId: 'c1', debtorId: 'd-none', actor: 'key:1', reason: 'asked' });
    const event = { eventId: 'e1', creditorId: 'c1', caseId, lane: caseId, kind: 'signal', body: {} };
    await receiveEvent(db, event);
    const taken = await takeInbox(db, 10, 1000);
    await removeFromInbox(
      db,
      taken.map(({ sequence }) => sequence),
    );
    expect(taken).toHaveLength(1);
    if (!plan) throw new Error('no plan is shipped');
    const paid: Fact = { type: 'payment', id: 'p1', amountCents: 20_000, on: '2026-11-06', at, actor: 'bank' };
    await opened(db, { opening: openingOf('2026-11-06', 0), plan }, Date.parse(at));
    await written(db, caseId, [paid], Date.parse(at));
    expect(await evidenceOf(db, caseId)).toHaveLength(2);
    const key = { caseId, step: 'reminder-5', channel: 'email', sequence: 1 } as const;
    const message = { creditorId: 'c1', debtorId: 'd-i1', currency: 'EUR', channel: 'email', template: 'reminder' } as const;
    await leaving(db, key, { ...message, contactOn: null, askedCents: 1, documentId: null, sha256: null });
    await settled(db, key, { state: 'sent' });
    expect(await messageOf(db, key)).toMatchObject({ state: 'sent' });
  });

  const denied = ['permission denied', 'must be owner'];
  test.each([
    "update evidence set actor = 'nobody'",
    'delete from evidence',
    'truncate evidence',
    'alter table evidence disable trigger evidence_append_only',
    'drop trigger evidence_append_only on evidence',
    'drop table evidence',
    'alter table evidence owner to exigible_app',
    'grant update on evidence to exigible_app',
    "set session_replication_role = 'replica'",
    'create or replace function refuse_evidence_change() returns trigger language plpgsql as $$begin return null; end$$',
    'create table public.evidence_too (id int)',
    "update amendments set actor = 'nobody'",
    'delete from amendments',
    'alter table creditors disable trigger creditor_amended',
    'drop trigger debtor_amended on debtors',
    'set role exigible',
  ])('may not: %s', async (sql) => {
    const before = await asOwner('select digest from evidence order by case_id, sequence');
    const error = await asApplication(sql).then(
      () => 'it may',
      (refusal: Error) => refusal.message,
    );
    // PostgreSQL warns only, when a grant is none of the grantor's to give: the right itself is then looked at.
    const [rights] = (await asOwner(
      "select has_table_privilege('exigible_app', 'evidence', 'update, delete, truncate') as may",
    )) as { may: boolean }[];
    expect(rights).toEqual({ may: false });
    if (!sql.startsWith('grant'))
      expect(
        denied.some((words) => error.includes(words)),
        error,
      ).toBe(true);
    expect(await asOwner('select digest from evidence order by case_id, sequence')).toEqual(before);
    expect(before).toHaveLength(2);
  });

  test('the owner himself is refused by the trigger', async () => {
    await expect(asOwner('delete from evidence')).rejects.toThrow('append-only');
  });

  test('a schema that is behind is said in French, with what to do', async () => {
    await asOwner('create table kept as select * from drizzle.__drizzle_migrations; delete from drizzle.__drizzle_migrations');
    await expect(openDatabase({ url: appUrl })).rejects.toThrow('à mettre à niveau par son propriétaire');
    await asOwner('insert into drizzle.__drizzle_migrations select * from kept; drop table kept');
    const again = await openDatabase({ url: appUrl });
    await again.close();
  });
});
