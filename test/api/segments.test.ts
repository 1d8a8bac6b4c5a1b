import { afterAll, beforeAll, expect, test } from 'vitest';
import { cases } from '../../db/schema.ts';
import type { Case } from '../../domain/case/case.ts';
import type { Fact, InsideFact, OutsideFact } from '../../domain/case/facts/fact.ts';
import { putCase } from './case-row.ts';
import { created, debtorDocument, openWorld, type Secrets, type World } from './world.ts';

let world: World;
let secrets: Secrets;
let operator: string;
const rule = { decides: 'rule', lateFromDays: 10, strategicFrom: { EUR: 90_000_000 } };
const on = (day: string, fact: OutsideFact | InsideFact): Fact => ({ ...fact, at: `${day}T10:00:00+01:00`, actor: 'test' });
const paidOn = (day: string) => on(day, { type: 'payment', id: `p-${day}`, amountCents: 120_000, on: day });
const promised = (day: string, until: string) => on(day, { type: 'promise', amountCents: 1_000, on: until });
const kept = (day: string) => on(day, { type: 'hold-ended', hold: 'promise', reason: 'promesse tenue' });
const resolved = (day: string, outcome: 'upheld' | 'rejected') => on(day, { type: 'dispute-resolved', outcome });

beforeAll(async () => {
  world = await openWorld();
  world.clock = () => Date.parse('2026-11-29T12:00:00+01:00');
  secrets = await world.creditor('c1', { segmentRule: rule, planChoices: [{ plan: 'regular-late-payer', segments: ['late'] }] });
  operator = await world.key('c1', 'operator');
  const { segment: _segment, ...untold } = debtorDocument;
  await world.call('PUT', '/debtors/cus_31', operator, untold);
  const lives: readonly [id: string, dueOn: string, facts: readonly Fact[]][] = [
    ['old', '2025-01-10', [promised('2025-01-12', '2025-02-01'), kept('2025-02-02'), paidOn('2025-02-01')]],
    ['early', '2026-02-10', [paidOn('2026-02-08')]],
    ['late', '2026-03-10', [promised('2026-03-15', '2026-03-20'), kept('2026-03-21'), paidOn('2026-03-30')]],
    [
      'settled',
      '2026-04-10',
      [promised('2026-04-15', '2026-05-10'), paidOn('2026-04-20'), on('2026-04-20', { type: 'closed', reason: 'paid' })],
    ],
    [
      'broken',
      '2026-10-30',
      [promised('2026-11-01', '2026-11-10'), on('2026-11-11', { type: 'promise-broken', promisedCents: 1_000, paidCents: 0 })],
    ],
    ['right', '2026-11-20', [on('2026-11-21', { type: 'dispute-opened' }), resolved('2026-11-22', 'upheld')]],
    ['wrong', '2026-12-20', [on('2026-11-21', { type: 'dispute-opened' }), resolved('2026-11-22', 'rejected')]],
    ['returned', '2026-12-21', [paidOn('2026-11-01'), on('2026-11-05', { type: 'payment-reversed', payment: 'p-2026-11-01' })]],
    ['cancelled', '2026-09-01', [paidOn('2026-11-01'), on('2026-11-02', { type: 'invoice-cancelled' })]],
  ];
  for (const [invoiceId, dueOn, facts] of lives) await putCase(world.db, { invoiceId, dueOn, facts });
});
afterAll(() => world.close());

const told = async () => (await world.call('GET', '/debtors/cus_31/payments', operator)).body;
const decide = (segment: unknown, key = operator) => world.call('PUT', '/debtors/cus_31/segment', key, { segment });
const opened = async (id: string, debtor: object = { segment: undefined }) => {
  const event = created({ id, number: `N-${id}`, dueOn: '2026-12-31' }, debtor);
  await world.webhook({ purpose: 'billing', creditorId: 'c1', secret: secrets.billing, atMs: world.clock(), event });
  await world.drain();
  const row = (await world.db.select().from(cases)).find(({ invoiceId }) => invoiceId === id);
  return [(row?.state as Case | undefined)?.debtor.segment, row?.planId];
};

test('a year of payments, promises and disputes is counted from the cases', async () => {
  expect(await told()).toEqual({
    since: '2025-11-29',
    knownSince: '2026-10-07',
    invoicedCents: { EUR: 9 * 120_000 },
    paid: 3,
    overdue: 1,
    meanDelayDays: 15,
    worstDelayDays: 30,
    promisesKept: 2,
    promisesBroken: 1,
    disputes: 2,
    disputesUpheld: 1,
    proposal: { segment: 'new', because: 'première facture le 7 octobre 2026, il y a moins de 180 jours' },
    segment: { segment: 'new', by: 'rule', decidedBy: null, decidedAt: null },
  });
});

test('the rule decides for new invoices, billing comes before it, and a person before both', async () => {
  world.clock = () => Date.parse('2027-05-20T12:00:00+02:00');
  expect(await opened('n1')).toEqual(['late', 'regular-late-payer']);
  expect(await opened('n2', { segment: 'regular' })).toEqual(['regular', 'default-b2b']);
  expect(await decide('strategic')).toMatchObject({ status: 200, body: { id: 'cus_31', segment: 'strategic' } });
  world.clock = () => Date.parse('2027-05-20T12:01:00+02:00');
  expect(await opened('n3', { segment: 'regular' })).toEqual(['strategic', 'default-b2b']);
  expect(await told()).toMatchObject({
    segment: { segment: 'strategic', by: 'person', decidedBy: expect.stringMatching(/^key:/) },
  });
  expect((await decide(null)).status).toBe(200);
  expect(await told()).toMatchObject({ segment: { segment: 'regular', by: 'billing' } });
});

test('a rule that only proposes decides nothing', async () => {
  await world.creditor('c1', { segmentRule: { ...rule, decides: 'person' } });
  world.clock = () => Date.parse('2027-05-20T12:02:00+02:00');
  expect(await opened('n4')).toEqual([null, 'default-b2b']);
  expect(await told()).toMatchObject({ proposal: { segment: 'late' }, segment: null });
});

test('who may not, and what is no segment, is refused; of nobody nothing is known', async () => {
  expect((await decide('late', await world.key('c1', 'viewer'))).status).toBe(403);
  expect((await decide('')).body.errors).toMatchObject([{ path: '$.segment' }]);
  expect((await world.call('GET', '/debtors/nobody/payments', operator)).status).toBe(404);
  expect((await world.call('PUT', '/debtors/nobody/segment', operator, { segment: 'late' })).status).toBe(404);
});
