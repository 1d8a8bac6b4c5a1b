import { asc } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { caseRowOf } from '../../db/cases.ts';
import { putCreditor } from '../../db/creditors.ts';
import type { Database } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { eraseIdentity } from '../../db/erasure.ts';
import { messageId } from '../../db/messages.ts';
import { receiveReport } from '../../db/reports.ts';
import { inbox } from '../../db/schema.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { putCase } from '../api/case-row.ts';
import { openEmpty } from '../support/databases.ts';
import { creditor, debtor as person } from '../support/parties.ts';
import { leaving, settled, written } from '../support/written.ts';

/* Whoever writes a debtor down, his cases hear which of his addresses changed. */

let db: Database;
let houses = 0;
let creditorId: string;
const told = { at: '2026-11-20T09:00:00+01:00', actor: 'maileva' } as const;
const bounced: Fact = { type: 'message-bounced', channel: 'email', ...told };
const closed: Fact = { type: 'closed', reason: 'paid', ...told };
const office = { line1: '3 rue du Port', postcode: '67000', city: 'Strasbourg', country: 'FR' };
const { registeredOffice: _office, email: _email, mobile: _mobile, ...nobody } = person;

beforeAll(async () => {
  db = await openEmpty();
});
afterAll(() => db.close());
beforeEach(async () => {
  houses += 1;
  creditorId = `told-${houses}`;
  await putCreditor(db, creditorSchema.parse({ ...creditor, id: creditorId }));
});

const put = (change: object, toldBy = 'key:7') =>
  putDebtor(db, creditorId, debtorSchema.parse({ ...nobody, id: 'd', ...change }), toldBy);
const open = (invoiceId: string, facts: readonly Fact[] = []) => putCase(db, { creditorId, invoiceId, debtorId: 'd', facts });

async function mail() {
  const rows = await db.select().from(inbox).orderBy(asc(inbox.sequence));
  return rows
    .filter((row) => row.creditorId === creditorId)
    .map(({ caseId, body }) => [caseId, (body as { payload: object }).payload]);
}

const changes = async () =>
  (await mail()).map(([, payload]) => {
    const { type: _type, actor: _actor, cause: _cause, ...changed } = payload as Record<string, unknown>;
    return changed;
  });

describe('a debtor who is written down otherwise', () => {
  test.each<[string, object, object, object[]]>([
    ['has an address now', {}, { registeredOffice: office }, [{ post: true }]],
    ['has another', { registeredOffice: { ...office, line1: '1 quai Neuf' } }, { registeredOffice: office }, [{ post: true }]],
    ['has none any more', { registeredOffice: office }, {}, [{ post: false }]],
    ['has an e-mail', { mobile: '+33612345678' }, { mobile: '+33612345678', email: 'a@a.example' }, [{ email: true }]],
    [
      'has all of them',
      {},
      { mobile: '+33612345678', email: 'a@a.example', registeredOffice: office },
      [{ email: true, mobile: true, post: true }],
    ],
    ['is as he was', { registeredOffice: office }, { registeredOffice: office }, []],
    ['has another name', { registeredOffice: office }, { registeredOffice: office, name: 'Aubert et fils' }, []],
  ])('%s', async (_what, before, after, expected) => {
    await put(before);
    await open('i1');
    await put(after);
    expect(await changes()).toEqual(expected);
  });

  test('is told to his open cases, and to one that closed with a dead address where that one was corrected; by whom, and once', async () => {
    await put({ email: 'a@a.example' });
    await open('i1');
    await open('i2');
    await open('closed', [closed]);
    await open('dead', [bounced, closed]);
    await put({ email: 'b@b.example' });
    const fact = { type: 'contact-changed', email: true, actor: 'key:7', cause: 'debtor:d:2' };
    const idOf = (id: string) => `invoice:${creditorId}:${id}`;
    expect(await mail()).toEqual([
      [idOf('dead'), fact],
      [idOf('i1'), fact],
      [idOf('i2'), fact],
    ]);
    await put({ email: 'b@b.example', registeredOffice: office });
    expect((await mail()).slice(3).map(([id]) => id)).toEqual([idOf('i1'), idOf('i2')]);
    for (const id of ['i1', 'i2', 'dead']) await written(db, idOf(id), [], Date.parse(told.at));
    expect(await mail()).toEqual([]);
    expect((await caseRowOf(db, idOf('dead')))?.state.contact.email).toBe(true);
  });

  test('whoever reads it first passes it on to nobody in whose mail it lies', async () => {
    await put({ email: 'a@a.example' });
    await open('i1', [bounced]);
    await open('i2', [bounced]);
    await put({ email: 'b@b.example' });
    await written(db, `invoice:${creditorId}:i1`, [], Date.parse(told.at));
    expect((await mail()).map(([id]) => id)).toEqual([`invoice:${creditorId}:i2`]);
  });

  test('one whose identity is erased tells nobody', async () => {
    await put({ email: 'a@a.example' });
    await open('dead', [bounced, closed]);
    await eraseIdentity(db, { creditorId, debtorId: 'd', actor: 'key:7', reason: 'asked' });
    expect(await mail()).toEqual([]);
  });
});

test('that a letter came back is no news once another left for it; that it was received is', async () => {
  const { id: caseId } = await open('i1');
  const row = { creditorId, debtorId: 'd', currency: 'EUR', template: 'formal-notice', contactOn: null, askedCents: 1 };
  const keys = [1, 2].map((sequence) => ({ caseId, step: 'formal-notice', channel: 'registered-letter', sequence }) as const);
  for (const key of keys) {
    await leaving(db, key, { ...row, channel: key.channel, documentId: null, sha256: null });
    await settled(db, key, { state: 'sent', provider: 'maileva', providerId: `p${key.sequence}`, sentAt: told.at });
  }
  const say = async (sequence: 0 | 1, outcome: 'unknown-address' | 'received') => {
    const [key] = keys.slice(sequence);
    if (!key) throw new Error('no letter');
    const report = { provider: 'maileva', event: `${sequence}:${outcome}`, message: messageId(key), at: told.at };
    return (await receiveReport(db, { ...report, fact: { type: 'notice-event', outcome, on: '2026-11-20' } })).length;
  };
  expect([await say(0, 'unknown-address'), await say(1, 'unknown-address'), await say(0, 'received')]).toEqual([0, 1, 1]);
});
