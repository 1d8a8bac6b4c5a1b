import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { allocationsOf } from '../../db/allocations.ts';
import { entryOf, feedFreshness } from '../../db/bank.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { putCase } from './case-row.ts';
import { forgetMoney, type Hear, moneyWorld } from './importing.ts';
import { created, entry, type Webhook, type World } from './world.ts';

let world: World;
let hear: Hear;
let operator: string;
const caseId = 'invoice:c1:inv_1';
const tell = (event: unknown, change: Partial<Webhook> = {}) => hear('bank', event, change);
const invoice = (change: object = {}, debtor: object = {}) => hear('billing', created(change, debtor));

beforeAll(async () => {
  ({ world, hear, operator } = await moneyWorld('2026-11-10T12:00:00+01:00'));
});
afterAll(() => world.close());
beforeEach(async () => {
  await forgetMoney(world);
  await invoice();
  await invoice({ id: 'inv_2', number: 'F2026-0413', totalCents: 30000, vatCents: 5000 });
  await world.drain();
  world.engine.calls.length = 0;
});

const told = () =>
  world.engine.calls.map((call) => (call.call === 'signal' ? { caseId: call.caseId, name: call.name, ...call.payload } : call));

describe('booked', () => {
  test('a payment that names its invoice is allocated and told once', async () => {
    const answer = await tell(entry(), { id: 'evt_bank' });
    expect(answer).toMatchObject({ status: 202, body: { eventId: 'evt_bank', caseId: null } });
    await world.drain();
    expect(told()).toEqual([
      {
        caseId,
        name: 'paymentReceived',
        id: 'e1#1',
        entry: 'e1',
        amountCents: 120000,
        on: '2026-11-10',
        at: '2026-11-10T12:00:00+01:00',
        actor: 'bank',
        cause: 'evt_bank',
      },
    ]);
    expect(await entryOf(world.db, 'c1', 'e1')).toMatchObject({ verdict: 'allocated', account: 'main' });
    await tell(entry(), { id: 'evt_again' });
    await tell(entry(), { id: 'evt_bank' });
    await world.drain();
    expect(told()).toHaveLength(1);
    expect(await allocationsOf(world.db, 'c1', 'e1')).toHaveLength(1);
  });

  test('money that came before its invoices finds them once they open, to the cent or not at all', async () => {
    await tell(entry({ key: 'alone', amountCents: 45000, label: 'VIR F2026-0501' }));
    await tell(entry({ key: 'both', amountCents: 70000, label: 'F2026-0502 F2026-0503' }));
    await tell(entry({ key: 'more', amountCents: 90100, label: 'VIR F2026-0504' }));
    await world.drain();
    expect(
      (await Promise.all(['alone', 'both', 'more'].map((key) => entryOf(world.db, 'c1', key)))).map((row) => row?.verdict),
    ).toEqual(['unmatched', 'unmatched', 'unmatched']);
    const sums = { '0501': 45000, '0502': 30000, '0503': 40000, '0504': 90000 };
    for (const [number, totalCents] of Object.entries(sums)) {
      await invoice({ id: `inv_${number}`, number: `F2026-${number}`, totalCents, vatCents: 0 });
      await world.drain();
    }
    const sharesOf = async (key: string) =>
      (await allocationsOf(world.db, 'c1', key)).map((row) => [row.caseId.slice(-4), row.amountCents]);
    expect(await sharesOf('alone')).toEqual([['0501', 45000]]);
    expect(await sharesOf('both')).toEqual([
      ['0502', 30000],
      ['0503', 40000],
    ]);
    expect(await sharesOf('more')).toEqual([]);
    expect(await entryOf(world.db, 'c1', 'more')).toMatchObject({ verdict: 'unmatched', openCents: 90100 });
  });

  test('one transfer for two invoices gives each its part', async () => {
    await tell(entry({ amountCents: 150000, label: 'F2026-0412 F2026-0413' }));
    await world.drain();
    expect(told()).toMatchObject([
      { caseId, id: 'e1#1', amountCents: 120000 },
      { caseId: 'invoice:c1:inv_2', id: 'e1#2', amountCents: 30000 },
    ]);
  });

  test('two transfers for one invoice, told before its workflow recorded the first: what is too much is a surplus of the case', async () => {
    await tell(entry({ key: 'e1', amountCents: 100000 }));
    await tell(entry({ key: 'e2', amountCents: 100000 }));
    await world.drain();
    expect(told()).toMatchObject([
      { id: 'e1#1', amountCents: 100000 },
      { id: 'e2#1', amountCents: 20000 },
      { id: 'e2#2', amountCents: 80000 },
    ]);
    expect(await allocationsOf(world.db, 'c1', 'e2')).toMatchObject([{ surplus: false }, { surplus: true }]);
  });

  test('a payment for an unknown invoice is kept, visible, and placed by a hand', async () => {
    await tell(entry({ label: 'VIR F1999-0001', amountCents: 7000 }));
    await world.drain();
    expect(told()).toEqual([]);
    const listed = await world.call('GET', '/unmatched', operator);
    expect(listed.body).toMatchObject({
      entries: [{ key: 'e1', amountCents: 7000, account: 'main', reasons: expect.any(Array) }],
      next: null,
    });
    await putCase(world.db, { invoiceId: 'inv_1' });
    const placed = await world.call('POST', '/unmatched/e1/allocate', operator, { allocations: [{ caseId, amountCents: 6000 }] });
    expect(placed.status).toBe(200);
    await world.drain();
    expect(told()).toMatchObject([
      { caseId, name: 'paymentReceived', id: 'e1#1', amountCents: 6000, actor: expect.stringMatching(/^key:\d+$/) },
    ]);
    expect((await world.call('GET', '/unmatched', operator)).body.entries).toMatchObject([{ key: 'e1', openCents: 1000 }]);
    const rest = { allocations: [{ caseId, amountCents: 1000 }] };
    expect((await world.call('POST', '/unmatched/e1/allocate', operator, rest)).status).toBe(200);
    const again = await world.call('POST', '/unmatched/e1/allocate', operator, rest);
    expect(again).toMatchObject({ status: 409, body: { detail: expect.stringContaining('n’attend pas d’affectation') } });
    await world.drain();
    expect(told().at(-1)).toMatchObject({ id: 'e1#2', amountCents: 1000 });
    expect((await world.call('GET', '/unmatched', operator)).body.entries).toEqual([]);
  });

  test.each([
    ['too much', [{ caseId, amountCents: 7001 }], 409, 'detail', 'Les affectations font 70,01'],
    ['another creditor’s case', [{ caseId: 'invoice:c2:inv_1', amountCents: 1 }], 400, 'errors', '$.allocations[0].caseId'],
    ['a case that is not there', [{ caseId: 'invoice:c1:zz', amountCents: 1 }], 400, 'errors', '$.allocations[0].caseId'],
    ['nothing', [], 400, 'errors', '$.allocations'],
    ['a negative amount', [{ caseId, amountCents: -1 }], 400, 'errors', '$.allocations[0].amountCents'],
  ])('a hand cannot allocate %s', async (_, shares, status, field, text) => {
    await putCase(world.db, { invoiceId: 'inv_1' });
    await putCase(world.db, { invoiceId: 'inv_1', creditorId: 'c2' });
    await tell(entry({ label: 'VIR', amountCents: 7000 }));
    await world.drain();
    const answer = await world.call('POST', '/unmatched/e1/allocate', operator, { allocations: shares });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(field === 'errors' ? answer.body.errors : answer.body.detail)).toContain(text);
    expect(told()).toEqual([]);
  });

  test.each([
    ['outgoing money', { amountCents: -5000 }, 'not-a-payment'],
    ['money in another currency', { currency: 'CHF' }, 'unmatched'],
  ])('%s pays nothing', async (_, change, verdict) => {
    await tell(entry(change));
    await world.drain();
    expect(told()).toEqual([]);
    expect(await entryOf(world.db, 'c1', 'e1')).toMatchObject({ verdict });
  });

  test('pending pays nothing until it is booked', async () => {
    await tell(entry({}, 'bank.transaction.pending'));
    await world.drain();
    expect(told()).toEqual([]);
    expect(await entryOf(world.db, 'c1', 'e1')).toMatchObject({ verdict: 'pending' });
    await tell(entry());
    await tell(entry({}, 'bank.transaction.pending'));
    await world.drain();
    expect(told()).toHaveLength(1);
    expect(await entryOf(world.db, 'c1', 'e1')).toMatchObject({ verdict: 'allocated' });
  });
});

describe('undone', () => {
  test.each([
    ['reversed, by its key', entry({}, 'bank.transaction.reversed')],
    ['deleted, by its key', entry({}, 'bank.transaction.deleted')],
    [
      'reversed, by its end-to-end id',
      entry({ key: 'r1', amountCents: -120000, endToEndId: 'E2E-7' }, 'bank.transaction.reversed'),
    ],
    ['a booked return, by its end-to-end id', entry({ key: 'r1', amountCents: -120000, endToEndId: 'E2E-7', reversal: true })],
  ])('%s: the case hears it once, after the payment', async (_, undone) => {
    await tell(entry({ endToEndId: 'E2E-7' }));
    await tell(undone);
    await tell(undone);
    await world.drain();
    expect(told()).toMatchObject([
      { caseId, name: 'paymentReceived', id: 'e1#1' },
      { caseId, name: 'paymentReversed', payment: 'e1#1', actor: 'bank' },
    ]);
    expect(told()).toHaveLength(2);
    expect(await entryOf(world.db, 'c1', 'e1')).toMatchObject({ verdict: 'reversed' });
  });

  test('after a return the money is owed again: the next transfer pays it', async () => {
    await tell(entry());
    await tell(entry({}, 'bank.transaction.reversed'));
    await tell(entry({ key: 'e2' }));
    await world.drain();
    expect(told().at(-1)).toMatchObject({ name: 'paymentReceived', id: 'e2#1', amountCents: 120000 });
  });

  test('undone before it was told, it pays nothing when it comes', async () => {
    await tell(entry({}, 'bank.transaction.deleted'));
    await tell(entry());
    await world.drain();
    expect(told()).toEqual([]);
  });

  test('a return whose payment is not sure waits for a human', async () => {
    await tell(entry({ key: 'r1', amountCents: -120000, endToEndId: 'other', reversal: true }));
    await world.drain();
    expect((await world.call('GET', '/unmatched', operator)).body.entries).toMatchObject([{ key: 'r1', reversal: true }]);
  });
});

describe('the feed', () => {
  const stale: Fact = { type: 'feed-stale', at: '2026-11-09T09:00:00+01:00', actor: 'case' };
  const checked = (through: string, account = 'main') => ({
    type: 'bank.feed.checked',
    timestamp: '2026-11-10T09:00:00+01:00',
    data: { account, through },
  });

  test('never spoke: null; then it moves forward only, never beyond today', async () => {
    expect(await feedFreshness(world.db, 'c1')).toBeNull();
    const steps: [string, string][] = [
      ['2026-11-08', '2026-11-08'],
      ['2026-11-05', '2026-11-08'],
      ['2026-11-09T23:30:00Z', '2026-11-10'],
      ['2026-11-11', '2026-11-10'],
    ];
    for (const [through, fresh] of steps) {
      expect((await tell(checked(through))).status).toBe(202);
      await world.drain();
      expect(await feedFreshness(world.db, 'c1')).toBe(fresh);
    }
    expect((await tell(checked('2027-01-01'))).status).toBe(400);
    expect(await feedFreshness(world.db, 'c1')).toBe('2026-11-10');
    expect(await feedFreshness(world.db, 'c2')).toBeNull();
  });

  test('any word of the bank frees the cases that waited for it, each once', async () => {
    await putCase(world.db, { invoiceId: 'inv_1', facts: [stale] });
    await putCase(world.db, { invoiceId: 'inv_2' });
    await tell(checked('2026-11-10'), { id: 'evt_fresh' });
    await world.drain();
    expect(told()).toEqual([
      { caseId, name: 'debtorFact', type: 'feed-fresh', at: '2026-11-10T12:00:00+01:00', actor: 'bank', cause: 'evt_fresh' },
    ]);
    expect(await feedFreshness(world.db, 'c1')).toBe('2026-11-10');
  });
});

test.each([
  ['an amount in euros', entry({ amountCents: 12.5 }), '$.data.amountCents'],
  ['no account', entry({ account: undefined }), '$.data.account'],
  ['an unknown field', entry({ iban: 'FR76' }), '$.data.iban'],
  ['a booked entry that says pending', entry({ status: 'pending' }), '$.data.status'],
  ['an impossible day', entry({ bookedOn: '2026-13-01' }), '$.data.bookedOn'],
  [
    'a feed without its day',
    { type: 'bank.feed.checked', timestamp: '2026-11-10T09:00:00Z', data: { account: 'a', through: 'now' } },
    '$.data.through',
  ],
])('400: %s', async (_, event, path) => {
  const answer = await tell(event);
  expect(answer.status).toBe(400);
  expect(answer.body.errors.map((fault: { path: string }) => fault.path)).toContain(path);
});
