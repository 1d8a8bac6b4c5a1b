import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putAllocations, reverseAllocations } from '../../db/allocations.ts';
import { feedFreshness, moveFeed } from '../../db/bank.ts';
import { addSecret, secretsOf } from '../../db/creditors.ts';
import type { Database } from '../../db/database.ts';
import { contactsSince, debtorOfCase } from '../../db/debtor-world.ts';
import { enqueue, inboxState, receiveEvent, takeInbox } from '../../db/inbox.ts';
import { keyRingOf, newKeyRing } from '../../db/key-ring.ts';
import { createKey, ensureAdminKey, holderOf, revokeKey } from '../../db/keys.ts';
import { contactsOf } from '../../db/messages.ts';
import { openInvoices } from '../../db/open-invoices.ts';
import { planOf, putPlan, seedShippedPlans } from '../../db/plans.ts';
import { debtors, inbox, invoices } from '../../db/schema.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { putCase } from '../api/case-row.ts';
import { openMemory } from '../support/memory.ts';

const ring = keyRingOf(newKeyRing('test'), 'test');
let db: Database;
beforeAll(async () => {
  db = await openMemory();
});
afterAll(() => db.close());

test('the admin key: made once, or given', async () => {
  const key = await ensureAdminKey(db);
  expect(await ensureAdminKey(db)).toBeNull();
  expect(await holderOf(db, key ?? '')).toMatchObject({ role: 'admin', creditorId: null });
  expect(await ensureAdminKey(db, 'a key of the operator’s own')).toBeNull();
  expect(await ensureAdminKey(db, 'a key of the operator’s own')).toBeNull();
  expect(await holderOf(db, 'a key of the operator’s own')).toMatchObject({ role: 'admin' });
  expect(await holderOf(db, key ?? '')).toBeUndefined();
  expect(await ensureAdminKey(db, 'the next key of his')).toBeNull();
  expect(await holderOf(db, 'a key of the operator’s own')).toBeUndefined();
  await expect(ensureAdminKey(db, 'a key of the operator’s own')).rejects.toThrow('EXIGIBLE_ADMIN_KEY');
  expect(await holderOf(db, 'the next key of his')).toMatchObject({ role: 'admin' });
});

test('a key belongs to a creditor and a role until it is revoked', async () => {
  const { id, key } = await createKey(db, 'c1', 'operator');
  expect(await holderOf(db, key)).toEqual({
    id,
    creditorId: 'c1',
    creditors: ['c1'],
    role: 'operator',
    name: `key:${id}`,
  });
  expect(await revokeKey(db, id)).toBe(true);
  expect(await revokeKey(db, id)).toBe(false);
  expect(await holderOf(db, key)).toBeUndefined();
});

test('two secrets during a rotation, one after it; without a grace the others end at once, also those that were ending', async () => {
  const add = (secret: string, graceHours: number) =>
    addSecret(db, ring, { creditorId: 'c1', purpose: 'bank', secret, graceHours });
  await add('first', 24);
  await add('second', 24);
  expect(await secretsOf(db, ring, 'c1', 'bank')).toEqual(['first', 'second']);
  await add('third', 0);
  expect(await secretsOf(db, ring, 'c1', 'bank')).toEqual(['third']);
  expect(await secretsOf(db, ring, 'c1', 'billing')).toEqual([]);
});

test('shipped plans can be seeded at every start; a creditor’s own wins', async () => {
  await seedShippedPlans(db, shippedPlans);
  await seedShippedPlans(db, shippedPlans);
  const own: Plan = { ...(shippedPlans[0] as Plan), version: 1, name: 'Le nôtre' };
  await putPlan(db, 'c1', own);
  expect(await planOf(db, 'c1', own.id)).toEqual(own);
  expect(await planOf(db, 'c2', own.id)).toEqual(shippedPlans[0]);
  await expect(putPlan(db, 'c1', { ...own, gap: 'P9D' })).rejects.toThrow('Augmentez « version »');
});

test('feed freshness: the latest over the accounts, never backwards', async () => {
  expect(await feedFreshness(db, 'c1')).toBeNull();
  await moveFeed(db, 'c1', 'a', '2026-11-05');
  await moveFeed(db, 'c1', 'b', '2026-11-07');
  await moveFeed(db, 'c1', 'b', '2026-11-06');
  expect(await feedFreshness(db, 'c1')).toBe('2026-11-07');
});

describe('open invoices', () => {
  const balances = async () =>
    Object.fromEntries((await openInvoices(db, 'c1', ['EUR'])).map((one) => [one.id, one.balanceCents]));
  const allocation = (id: string, invoiceId: string, amountCents: number) => ({
    id: `${id}#1`,
    creditorId: 'c1',
    entryKey: id,
    caseId: `invoice:c1:${invoiceId}`,
    amountCents,
    on: '2026-11-10',
    surplus: false,
  });
  beforeAll(async () => {
    await db.insert(debtors).values({ creditorId: 'c1', id: 'd1', document: { name: 'Aubert' }, version: 1 });
    const document = { number: 'F-1', currency: 'EUR', totalCents: 120000, dueOn: '2026-11-06' };
    const row = (id: string, change = {}) => ({
      creditorId: 'c1',
      id,
      debtorId: 'd1',
      document: { ...document, ...change },
      version: 1,
    });
    await db.insert(invoices).values([row('new'), row('open'), row('closed'), row('francs', { currency: 'CHF' })]);
    const at = '2026-11-10T09:00:00+01:00';
    await putCase(db, { invoiceId: 'open', facts: [{ type: 'payment', id: 'told#1', amountCents: 50000, at, actor: 'bank' }] });
    await putCase(db, { invoiceId: 'closed', facts: [{ type: 'close', reason: 'x', at, actor: 'key:1' }] });
  });

  test('a case without a row counts whole, a closed one not at all', async () => {
    expect(await balances()).toEqual({ new: 120000, open: 70000 });
    expect((await openInvoices(db, 'c1', ['EUR']))[0]).toMatchObject({
      number: 'F-1',
      creditor: 'c1',
      currency: 'EUR',
      dueOn: '2026-11-06',
      debtor: { id: 'd1', name: 'Aubert' },
    });
    expect(await openInvoices(db, 'c2', ['EUR'])).toEqual([]);
  });

  test('what was allocated and not recorded yet is no longer open; a return is', async () => {
    await putAllocations(db, [
      allocation('told', 'open', 50000),
      allocation('e1', 'open', 60000),
      allocation('e2', 'new', 120000),
    ]);
    expect(await balances()).toEqual({ open: 10000 });
    await reverseAllocations(db, 'c1', ['e1', 'e2']);
    expect(await balances()).toEqual({ new: 120000, open: 70000 });
    expect(await reverseAllocations(db, 'c1', ['e1'])).toEqual([]);
    await reverseAllocations(db, 'c1', ['told']);
    expect(await balances()).toEqual({ new: 120000, open: 120000 });
  });
});

describe('inbox', () => {
  const event = (eventId: string, lane: string) => ({ eventId, creditorId: 'c1', caseId: lane, lane, kind: 'signal', body: {} });

  test('an event is kept once; the answer to the first is the answer to all', async () => {
    expect(await receiveEvent(db, event('x', 'case-1'))).toEqual({ caseId: 'case-1', isNew: true });
    expect(await receiveEvent(db, event('x', 'case-2'))).toEqual({ caseId: 'case-1', isNew: false });
    expect(await inboxState(db)).toEqual({ waiting: 1, setAside: 0 });
    await db.delete(inbox);
    expect(await receiveEvent(db, event('x', 'case-1'))).toEqual({ caseId: 'case-1', isNew: false });
    expect(await inboxState(db)).toEqual({ waiting: 0, setAside: 0 });
  });

  test('of the bank’s lanes one row at a time, oldest first, nobody else’s', async () => {
    const booked = (eventId: string, lane: string) => ({ ...event(eventId, lane), caseId: null, kind: 'bank' });
    await enqueue(db, [booked('a1', 'a'), booked('a2', 'a'), booked('b1', 'b'), booked('c1', 'c')]);
    expect((await takeInbox(db, 4, 60_000)).map((row) => row.eventId)).toEqual(['a1', 'b1']);
    expect((await takeInbox(db, 4, 60_000)).map((row) => row.eventId)).toEqual(['c1']);
    expect(await takeInbox(db, 4, 60_000)).toEqual([]);
  });

  test('the mail of a case is announced together; what comes behind its opening waits for it', async () => {
    await enqueue(db, [event('m1', 'm'), event('m2', 'm'), { ...event('n1', 'n'), kind: 'start' }, event('n2', 'n')]);
    expect((await takeInbox(db, 9, 60_000)).map((row) => row.eventId)).toEqual(['m1', 'm2', 'n1']);
    expect(await takeInbox(db, 9, 60_000)).toEqual([]);
  });
});

test('who was spoken to for one invoice was contacted for the others too', async () => {
  const promise = { type: 'promise', amountCents: 1_000, on: '2026-12-01', actor: 'key:1' } as const;
  const at = '2026-11-11T15:00:00+01:00';
  await putCase(db, { invoiceId: 'talk-1', debtorId: 'talked', facts: [{ ...promise, at, spoken: 'forgot' }] });
  await putCase(db, { invoiceId: 'talk-2', debtorId: 'talked', facts: [{ ...promise, at: '2026-11-09T15:00:00+01:00' }] });
  const other = await putCase(db, { invoiceId: 'talk-3', debtorId: 'talked' });
  const contacts = await contactsOf(db, debtorOfCase(other), contactsSince(Date.parse('2026-11-12T09:00:00+01:00')));
  expect(contacts).toEqual([{ on: '2026-11-11', atMs: Date.parse(at), caseId: 'invoice:c1:talk-1', step: 'spoken' }]);
});
