import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageCases, messages } from '../../db/schema.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import type { Channel } from '../../domain/plan/plan.ts';
import { putCase } from './case-row.ts';
import { type MoneyWorld, moneyWorld } from './importing.ts';
import { created, entry } from './world.ts';

const at = (on: string) => ({ at: `${on}T10:00:00+01:00`, actor: 'test' });
const paid = (amountCents: number, on: string, id = 'p1'): Fact => ({ type: 'payment', id, amountCents, on, ...at(on) });
const promised = (amountCents: number, on: string): Fact => ({ type: 'promise', amountCents, on: '2026-11-20', ...at(on) });
const broken: Fact = { type: 'promise-broken', promisedCents: 1, paidCents: 0, ...at('2026-11-23') };
const kept: Fact = { type: 'hold-ended', hold: 'promise', reason: { code: 'promise-kept' }, ...at('2026-11-21') };

let money: MoneyWorld;
beforeAll(async () => {
  money = await moneyWorld('2026-11-30T12:00:00+01:00');
  await money.world.creditor('c2');
});
afterAll(() => money.world.close());

interface Lines {
  readonly receipts: readonly Record<string, unknown>[];
  readonly recovery: readonly Record<string, unknown>[];
  readonly promises: readonly Record<string, unknown>[];
}

async function figures(query: string, key = money.operator): Promise<Lines> {
  const { status, body } = await money.world.call('GET', `/figures/period?${query}`, key);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as unknown as Lines;
}
const NOVEMBER = 'from=2026-11-01&to=2026-11-30';

describe('Receipts, each by what became of it', () => {
  beforeAll(async () => {
    const { world, hear, tell, operator } = money;
    await hear('billing', created({ id: 'inv_1', number: 'F2026-0412' }));
    await hear('billing', created({ id: 'inv_2', number: 'F2026-0413' }));
    await world.drain();
    await putCase(world.db, { invoiceId: 'inv_1', number: 'F2026-0412' });
    await putCase(world.db, { invoiceId: 'inv_2', number: 'F2026-0413' });
    const told = [
      entry(),
      // Paid the other invoice, and was taken back by the bank.
      entry({ key: 'e2', bookedOn: '2026-11-12', label: 'VIR F2026-0413' }),
      entry({ key: 'e2', bookedOn: '2026-11-12', label: 'VIR F2026-0413' }, 'bank.transaction.reversed'),
      // A part is placed by hand, the rest waits.
      entry({ key: 'e3', bookedOn: '2026-11-30', amountCents: 70_000, label: 'ACOMPTE', counterparty: 'GROUPE NORD' }),
      // The day before the period.
      entry({ key: 'e4', bookedOn: '2026-10-31', amountCents: 5_000, label: 'VIREMENT', counterparty: 'GROUPE NORD' }),
      // Left the account; announced only; our own transfer that came back; a return of which nobody knows the payment.
      entry({ key: 'e5', amountCents: -4_000, label: 'LOYER' }),
      entry({ key: 'e6', bookedOn: '2026-11-29', amountCents: 9_000, label: 'BIENTOT' }, 'bank.transaction.pending'),
      entry({ key: 'e7', amountCents: 3_100, label: 'RETOUR', reversal: true }),
      entry({ key: 'e8', amountCents: -2_200, label: 'REJET', reversal: true }),
      entry({ key: 'e9', account: 'compte-inconnu', amountCents: 1_300, label: 'VIREMENT' }),
      // A part is placed by hand, the rest is none of ours.
      entry({ key: 'f1', amountCents: 8_000, label: 'TROP LARGE', counterparty: 'GROUPE SUD' }),
    ];
    for (const each of told) await tell('bank', each);
    const share = { allocations: [{ caseId: 'invoice:c1:inv_2', amountCents: 30_000 }] };
    expect((await world.call('POST', '/unmatched/e3/allocate', operator, share)).status).toBe(200);
    const part = { allocations: [{ caseId: 'invoice:c1:inv_2', amountCents: 1_000 }] };
    await world.call('POST', '/unmatched/f1/allocate', operator, part);
    expect((await world.call('POST', '/unmatched/f1/not-ours', operator, { reason: 'caution' })).status).toBe(200);
  });

  test('nothing is left over, month by month and account by account', async () => {
    const common = { creditorId: 'c1', currency: 'EUR', differenceCents: 0 };
    const nothing = {
      allocatedCents: 0,
      waitingCents: 0,
      returnedCents: 0,
      setApartCents: 0,
      notOursCents: 0,
      returnsWaitingCents: 0,
    };
    const { receipts } = await figures('from=2026-10-01&to=2026-11-30');
    const own = receipts[1]?.account;
    expect(receipts).toEqual([
      {
        ...common,
        ...nothing,
        account: 'compte-inconnu',
        month: '2026-11',
        entries: 1,
        receivedCents: 1_300,
        waitingCents: 1_300,
      },
      {
        ...common,
        account: own,
        month: '2026-11',
        entries: 5,
        receivedCents: 120_000 + 120_000 + 70_000 + 3_100 + 8_000,
        allocatedCents: 120_000 + 30_000 + 1_000,
        waitingCents: 40_000,
        returnedCents: 120_000,
        setApartCents: 3_100,
        notOursCents: 7_000,
        returnsWaitingCents: 2_200,
      },
      { ...common, ...nothing, account: own, month: '2026-10', entries: 1, receivedCents: 5_000, waitingCents: 5_000 },
    ]);
    expect((await figures(NOVEMBER)).receipts.map(({ month }) => month)).toEqual(['2026-11', '2026-11']);
  });

  test('are those of one’s own creditor; a period is told the right way round and is a year at most', async () => {
    const { world } = money;
    const stranger = await world.key('c2', 'viewer');
    expect((await world.call('GET', `/figures/period?${NOVEMBER}&creditor=c1`, stranger)).status).toBe(404);
    for (const query of [NOVEMBER, `${NOVEMBER}&all=true`])
      expect(await figures(query, stranger)).toMatchObject({ receipts: [], recovery: [], promises: [] });
    expect((await figures(`${NOVEMBER}&all=true`, world.adminKey)).receipts).toHaveLength(2);
    for (const wrong of ['from=2026-11-30&to=2026-11-01', 'from=2024-01-01&to=2026-01-01', 'from=2026-11-01'])
      expect((await world.call('GET', `/figures/period?${wrong}`, stranger)).status).toBe(400);
  });

  test('what an allocation lacks is said', async () => {
    const { world } = money;
    const lose = (cents: number) =>
      world.db.execute(sql`update allocations set amount_cents = amount_cents - ${cents}::int where entry_key = 'e1'`);
    await lose(7);
    expect((await figures(NOVEMBER)).receipts.map((line) => line.differenceCents)).toEqual([0, 7]);
    await lose(-7);
  });
});

describe('Recovery by step and channel', () => {
  const sent = async (invoice: string, step: string, channel: Channel, on: string, change: object = {}) => {
    const { db } = money.world;
    const creditorId = invoice.startsWith('x') ? 'c2' : 'c1';
    const caseId = `invoice:${creditorId}:${invoice}`;
    const id = `${caseId}/${step}/${channel}/0`;
    const row = { id, creditorId, debtorId: 'cus_31', currency: 'EUR', channel, template: 'reminder', state: 'sent' } as const;
    await db.insert(messages).values({ ...row, sentAt: `${on}T00:30:00+01:00`, ...change });
    await db.insert(messageCases).values({ messageId: id, caseId, step, channel, sequence: 0 });
  };

  beforeAll(async () => {
    const { db } = money.world;
    // 400,00 come three days after J+5, the rest ten days after J+15.
    await putCase(db, {
      invoiceId: 'a',
      totalCents: 100_000,
      facts: [paid(40_000, '2026-11-05'), paid(60_000, '2026-11-20', 'p2')],
    });
    await sent('a', 'reminder-5', 'email', '2026-11-02');
    await sent('a', 'reminder-15', 'email', '2026-11-10');
    await sent('a', 'reminder-15', 'sms', '2026-11-10');
    // A credit note came before, a payment on the day itself is not due to the message, a returned one never came.
    const before: Fact = { type: 'credit-note', id: 'k', amountCents: 10_000, on: '2026-11-01', ...at('2026-11-01') };
    const returned: Fact = { type: 'payment-reversed', payment: 'p2', ...at('2026-11-09') };
    await putCase(db, {
      invoiceId: 'b',
      totalCents: 50_000,
      facts: [before, paid(5_000, '2026-11-03'), paid(35_000, '2026-11-06', 'p2'), returned],
    });
    await sent('b', 'reminder-5', 'email', '2026-11-03');
    // Paid 36 days after: too late to be due to it.
    await putCase(db, { invoiceId: 'c', totalCents: 30_000, facts: [paid(30_000, '2026-12-07')] });
    await sent('c', 'reminder-5', 'email', '2026-11-01');
    // Paid on the day on which the next step left: due to the step before.
    await putCase(db, { invoiceId: 'd', totalCents: 20_000, facts: [paid(20_000, '2026-11-12')] });
    await sent('d', 'reminder-5', 'email', '2026-11-02');
    await sent('d', 'reminder-15', 'email', '2026-11-12', { sentAt: '2026-11-12T08:00:00+01:00' });
    // Thanks ask for nothing; what did not leave brought nothing; the others’ is theirs.
    await sent('d', 'note:payment-thanks', 'email', '2026-11-13');
    await sent('c', 'reminder-15', 'sms', '2026-11-13', { state: 'refused' });
    await putCase(db, { creditorId: 'c2', invoiceId: 'x', totalCents: 10_000, facts: [paid(10_000, '2026-11-04')] });
    await sent('x', 'reminder-5', 'email', '2026-11-02');
  });

  const short = ({ recovery }: Lines) =>
    recovery.map((line) =>
      ['delay', 'tone', 'channel', 'invoices', 'balanceCents', 'paidCents', 'settled', 'medianDays']
        .map((name) => line[name])
        .join(' '),
    );

  test('each payment is due to the last step before it, for thirty days', async () => {
    expect(short(await figures(NOVEMBER))).toEqual([
      // 1 000 + 350 + 300 + 200 owed; 400 after 3 days and 200 after 10 came.
      'P5D friendly email 4 185000 60000 1 6.5',
      // 600 owed by one, nothing by the other.
      'P15D firm email 2 60000 60000 1 10',
      'P15D firm sms 1 60000 60000 1 10',
    ]);
  });

  test('of a day, in Paris; of all creditors together', async () => {
    expect(short(await figures('from=2026-11-03&to=2026-11-03'))).toEqual(['P5D friendly email 1 35000 0 0 ']);
    const all = await figures(`${NOVEMBER}&all=true`, money.world.adminKey);
    expect(short(all)[0]).toBe('P5D friendly email 5 195000 70000 2 3');
  });
});

test('Promises by what became of them', async () => {
  const { db } = money.world;
  await putCase(db, { invoiceId: 'k1', facts: [promised(10_000, '2026-11-03'), paid(10_000, '2026-11-19'), kept] });
  const closed: Fact = { type: 'closed', reason: 'paid', ...at('2026-11-19') };
  await putCase(db, { invoiceId: 'k2', facts: [promised(120_000, '2026-11-04'), paid(120_000, '2026-11-19'), closed] });
  // The first was of October; the second is broken; the third is under way.
  await putCase(db, {
    invoiceId: 'k3',
    facts: [promised(7_000, '2026-10-31'), promised(8_000, '2026-11-02'), broken, promised(9_000, '2026-11-24')],
  });
  await putCase(db, { invoiceId: 'k4', facts: [promised(6_000, '2026-11-30'), promised(6_500, '2026-11-30')] });
  await putCase(db, { creditorId: 'c2', invoiceId: 'k5', facts: [promised(1_000, '2026-11-05'), broken] });
  expect((await figures(NOVEMBER)).promises).toEqual([
    { currency: 'EUR', became: 'broken', promises: 1, promisedCents: 8_000 },
    { currency: 'EUR', became: 'kept', promises: 2, promisedCents: 130_000 },
    { currency: 'EUR', became: 'replaced', promises: 1, promisedCents: 6_000 },
    { currency: 'EUR', became: 'running', promises: 2, promisedCents: 15_500 },
  ]);
});
