import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../db/database.ts';
import { holderOf, sha256 } from '../../db/keys.ts';
import { type ActKey, messageOf, messagesOfCase } from '../../db/messages.ts';
import { openMemory } from '../support/memory.ts';

let db: Database;
beforeAll(async () => {
  db = await openMemory();
});
afterAll(() => db.close());

const act: ActKey = { caseId: 'invoice:c1:i1', step: 'reminder-5', channel: 'email', sequence: 0 };
const left = (id: string, channel: string, state: string) =>
  db.execute(sql`insert into messages (id, creditor_id, debtor_id, currency, channel, template, state)
    values (${id}, 'c1', 'd', 'EUR', ${channel}, 'reminder', ${state})`);

test('a key whose role a later release wrote opens nothing and says which value it is', async () => {
  await db.execute(sql`insert into api_keys (key_sha256, creditor_id, role) values (${sha256('later')}, 'c1', 'auditor')`);
  await expect(holderOf(db, 'later')).rejects.toMatchObject({
    name: 'UnknownValue',
    message: 'role: a later release wrote "auditor", this one knows viewer, operator, approver, admin',
  });
});

test('a message whose state a later release wrote is not taken for one that left or did not', async () => {
  await left('invoice:c1:i1/reminder-5/email/0', 'email', 'queued');
  await expect(messageOf(db, act)).rejects.toThrow('state: a later release wrote "queued"');
});

test('a channel of a later release is not taken for one of ours', async () => {
  await left('m2', 'messenger', 'sent');
  await db.execute(
    sql`insert into message_cases (message_id, case_id, step, channel, sequence) values ('m2', 'case', 's', 'messenger', 0)`,
  );
  await expect(messagesOfCase(db, 'case')).rejects.toThrow('channel: a later release wrote "messenger"');
});

test('what 0.1.0 called reserved is read as it was written', async () => {
  await left('invoice:c1:i1/reminder-15/email/0', 'email', 'reserved');
  expect(await messageOf(db, { ...act, step: 'reminder-15' })).toMatchObject({ state: 'reserved', channel: 'email' });
});
