import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putDebtor } from '../../db/debtors.ts';
import { putMovementsTogether, writeMovementsAnew } from '../../db/movements.ts';
import { addPerson, openSession } from '../../db/people.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { putCase, type RowRequest } from './case-row.ts';
import { debtorDocument, openWorld, type World } from './world.ts';

const at = (on: string) => ({ at: `${on}T10:00:00+01:00`, actor: 'test' });
const paid = (amountCents: number, on: string, id = 'p1'): Fact => ({ type: 'payment', id, amountCents, on, ...at(on) });
const posted: Fact = {
  type: 'sent',
  step: 'formal-notice',
  channel: 'registered-letter',
  template: 'formal-notice',
  askedCents: 200_000,
  message: '',
  provider: '',
  providerId: '',
  sha256: '',
  ...at('2026-10-05'),
};

/** Each invoice with what it owes on 15 October and on 30 November, counted by hand. */
const base: readonly (readonly [issuedOn: string, dueOn: string, totalCents: number, more?: Partial<RowRequest>])[] = [
  // Nothing happened. In October not due; in November 24 days late.
  ['2026-10-07', '2026-11-06', 120_000],
  // 300,00 of 500,00 are left on both days: 45 days late, then 91.
  ['2026-08-01', '2026-08-31', 50_000, { facts: [paid(20_000, '2026-10-10')] }],
  // 44 days late, then 90 to the day.
  ['2026-08-02', '2026-09-01', 30_000],
  // 5 days late, then paid and closed.
  [
    '2026-09-10',
    '2026-10-10',
    100_000,
    { facts: [paid(100_000, '2026-11-05'), { type: 'closed', reason: 'paid', ...at('2026-11-05') }] },
  ],
  // The payment was returned: as if it had never come. 14 days late, then 60.
  [
    '2026-09-01',
    '2026-10-01',
    80_000,
    { facts: [paid(80_000, '2026-10-12'), { type: 'payment-reversed', payment: 'p1', ...at('2026-10-20') }] },
  ],
  // Due on the day itself; then a credit note, and 46 days late.
  [
    '2026-09-15',
    '2026-10-15',
    60_000,
    { facts: [{ type: 'credit-note', id: 'a1', amountCents: 10_000, on: '2026-10-20', ...at('2026-10-20') }] },
  ],
  // Its notice was received before both days: 76 days late, then 122.
  [
    '2026-07-01',
    '2026-07-31',
    200_000,
    { facts: [posted, { type: 'notice-event', outcome: 'received', on: '2026-10-08', ...at('2026-10-08') }] },
  ],
  // Cancelled: it never was.
  ['2026-10-01', '2026-10-31', 70_000, { facts: [{ type: 'invoice-cancelled', ...at('2026-11-10') }] }],
  // Issued after the first day, not due on the second.
  ['2026-11-20', '2026-12-20', 90_000],
  // Another currency is another sum: not due, then 30 days late.
  ['2026-10-01', '2026-10-31', 40_000, { currency: 'CHF' }],
  // Of another creditor: not due, then 1 000,00 of 1 500,00 for 30 days, paid on the day itself.
  ['2026-10-01', '2026-10-31', 150_000, { creditorId: 'c2', facts: [paid(50_000, '2026-11-30')] }],
  // 26 days late, then given up.
  [
    '2026-08-20',
    '2026-09-19',
    25_000,
    { creditorId: 'c2', facts: [{ type: 'closed', reason: 'irrecoverable', ...at('2026-11-15') }] },
  ],
];

let world: World;
const keys: Record<string, string> = {};
beforeAll(async () => {
  world = await openWorld();
  world.clock = () => Date.parse('2026-11-30T18:00:00+01:00');
  for (const id of ['c1', 'c2', 'c3']) {
    await world.creditor(id);
    keys[id] = await world.key(id, 'viewer');
  }
  keys.all = world.adminKey;
  for (const [index, [issuedOn, dueOn, totalCents, more]] of base.entries())
    await putCase(world.db, { invoiceId: `inv_${index}`, issuedOn, dueOn, totalCents, ...more });
});
afterAll(() => world.close());

/** What the API answers, each line as short as it is counted by hand. */
async function figures(who: string, on: string) {
  const { status, body } = await world.call('GET', `/figures?on=${on}`, keys[who] ?? '');
  expect(status).toBe(200);
  const { ageing, phases, months, totals } = body as unknown as Record<string, Record<string, string | number>[]>;
  const lines = (of: typeof ageing, ...names: string[]) =>
    (of ?? []).map((line) => names.map((name) => line[name]).join(' ')).sort();
  return {
    ageing: lines(ageing, 'currency', 'band', 'openCents', 'invoices'),
    phases: lines(phases, 'currency', 'phase', 'openCents', 'cases'),
    months: lines(months, 'currency', 'month', 'invoicedCents', 'collectedCents'),
    totals: lines(
      totals,
      'currency',
      'openCents',
      'invoices',
      'overdueCents',
      'atRiskCents',
      'invoicedCents',
      'collectedCents',
      'dsoDays',
    ),
  };
}

const frankToday = {
  ageing: ['CHF 1-30 40000 1'],
  phases: ['CHF reminding 40000 1'],
  months: ['CHF 2026-10 40000 0'],
  // Nothing was sold in November: its 30 days count, then the 31 of October.
  totals: ['CHF 40000 1 40000 0 40000 0 61'],
};
const frankThen = {
  ageing: ['CHF not-due 40000 1'],
  phases: ['CHF not-due 40000 1'],
  months: ['CHF 2026-10 40000 0'],
  totals: ['CHF 40000 1 0 0 40000 0 15'],
};
type Lines = typeof frankToday;
const besides = (frank: Lines, own: Lines): Lines => ({
  ageing: [...frank.ageing, ...own.ageing],
  phases: [...frank.phases, ...own.phases],
  months: [...frank.months, ...own.months],
  totals: [...frank.totals, ...own.totals],
});

describe('GET /figures of a base that was counted by hand', () => {
  test.each<[who: string, on: string, Lines]>([
    [
      'c1',
      '2026-11-30',
      besides(frankToday, {
        ageing: ['EUR 1-30 120000 1', 'EUR 31-60 130000 2', 'EUR 61-90 30000 1', 'EUR not-due 90000 1', 'EUR over-90 230000 2'],
        phases: ['EUR not-due 90000 1', 'EUR notice-received 200000 1', 'EUR reminding 310000 5'],
        months: [
          'EUR 2026-07 200000 0',
          'EUR 2026-08 80000 0',
          'EUR 2026-09 240000 0',
          'EUR 2026-10 120000 20000',
          'EUR 2026-11 90000 100000',
        ],
        // 600 000 = 90 000 (30 days) + 120 000 (31) + 240 000 (30) + 80 000 (31) + 70 000 of 200 000 (10,85 of 31).
        totals: ['EUR 600000 7 510000 230000 730000 120000 133'],
      }),
    ],
    [
      'c1',
      '2026-10-15',
      besides(frankThen, {
        ageing: ['EUR 1-30 180000 2', 'EUR 31-60 60000 2', 'EUR 61-90 200000 1', 'EUR not-due 180000 2'],
        phases: ['EUR not-due 180000 2', 'EUR notice-received 200000 1', 'EUR reminding 240000 4'],
        months: ['EUR 2026-07 200000 0', 'EUR 2026-08 80000 0', 'EUR 2026-09 240000 0', 'EUR 2026-10 120000 20000'],
        // 620 000 = 120 000 (15 days) + 240 000 (30) + 80 000 (31) + 180 000 of 200 000 (27,9 of 31).
        totals: ['EUR 620000 7 440000 0 640000 20000 104'],
      }),
    ],
    [
      'c2',
      '2026-10-15',
      {
        ageing: ['EUR 1-30 25000 1', 'EUR not-due 150000 1'],
        phases: ['EUR not-due 150000 1', 'EUR reminding 25000 1'],
        months: ['EUR 2026-08 25000 0', 'EUR 2026-10 150000 0'],
        // 150 000 (15 days) + nothing in September (30) + 25 000 of 25 000 (31).
        totals: ['EUR 175000 2 25000 0 175000 0 76'],
      },
    ],
    [
      'all',
      '2026-11-30',
      besides(frankToday, {
        ageing: ['EUR 1-30 220000 2', 'EUR 31-60 130000 2', 'EUR 61-90 30000 1', 'EUR not-due 90000 1', 'EUR over-90 230000 2'],
        phases: ['EUR not-due 90000 1', 'EUR notice-received 200000 1', 'EUR reminding 410000 6'],
        months: [
          'EUR 2026-07 200000 0',
          'EUR 2026-08 105000 0',
          'EUR 2026-09 240000 0',
          'EUR 2026-10 270000 20000',
          'EUR 2026-11 90000 150000',
        ],
        // 700 000 = 90 000 (30 days) + 270 000 (31) + 240 000 (30) + 100 000 of 105 000 (29,5 of 31).
        totals: ['EUR 700000 8 610000 230000 905000 170000 121'],
      }),
    ],
    ['c3', '2026-11-30', { ageing: [], phases: [], months: [], totals: [] }],
    ['all', '2025-01-01', { ageing: [], phases: [], months: [], totals: [] }],
  ])('%s on %s', async (who, on, counted) => {
    expect(await figures(who, on)).toEqual(counted);
  });

  test('by age at each creditor, for who sees several', async () => {
    const { body } = await world.call('GET', '/figures?on=2026-11-30&all=true', world.adminKey);
    const { byCreditor } = body as unknown as { byCreditor: Record<string, string | number>[] };
    const lines = byCreditor.map((line) =>
      ['creditorId', 'currency', 'band', 'openCents', 'invoices'].map((name) => line[name]).join(' '),
    );
    expect(lines.sort()).toEqual([
      'c1 CHF 1-30 40000 1',
      'c1 EUR 1-30 120000 1',
      'c1 EUR 31-60 130000 2',
      'c1 EUR 61-90 30000 1',
      'c1 EUR not-due 90000 1',
      'c1 EUR over-90 230000 2',
      'c2 EUR 1-30 100000 1',
    ]);
  });

  test('each age leads to the cases that it counts', async () => {
    const { body } = await world.call('GET', '/figures', keys.c1 ?? '');
    const { ageing } = body as unknown as { ageing: { band: string; currency: string; openCents: number; invoices: number }[] };
    for (const band of ['not-due', '1-30', '31-60', '61-90', 'over-90']) {
      const { cases } = (await world.call('GET', `/search?late=${band}`, keys.c1 ?? '')).body as unknown as {
        cases: { balanceCents: number }[];
      };
      const counted = ageing.filter((line) => line.band === band);
      expect([band, cases.length]).toEqual([band, counted.reduce((sum, line) => sum + line.invoices, 0)]);
      const owed = cases.reduce((sum, { balanceCents }) => sum + balanceCents, 0);
      expect([band, owed]).toEqual([band, counted.reduce((sum, line) => sum + line.openCents, 0)]);
    }
  });

  test('a person of several creditors sees those together, and no other', async () => {
    const person = await addPerson(world.db, { name: 'Anne', role: 'viewer', creditors: ['c2', 'c3'] });
    const headers = { cookie: `exigible=${await openSession(world.db, person)}` };
    for (const query of ['all=true', 'all=true&creditor=c1']) {
      const answer = await fetch(`${world.url}/figures?on=2026-11-30&${query}`, { headers });
      expect(await answer.json()).toMatchObject({ byCreditor: [{ creditorId: 'c2', openCents: 100_000 }] });
    }
  });

  test('a creditor sees nothing of another, and no day to come', async () => {
    const own = await world.call('GET', '/figures?on=2026-11-30', keys.c1 ?? '');
    const other = await world.call('GET', '/figures?creditor=c2&on=2026-11-30', keys.c1 ?? '');
    const all = await world.call('GET', '/figures?all=true&on=2026-11-30', keys.c1 ?? '');
    expect([other.status, all.body]).toEqual([404, own.body]);
    expect((await world.call('GET', '/figures?on=2026-12-01', keys.c1 ?? '')).status).toBe(400);
  });
});

describe('invoices that bear a day to come', () => {
  beforeAll(async () => {
    await world.creditor('c5');
    keys.c5 = await world.key('c5', 'viewer');
    const invoices: readonly Partial<RowRequest>[] = [
      { issuedOn: '2026-11-30', dueOn: '2026-12-30', totalCents: 10_000 },
      { issuedOn: '2026-12-01', dueOn: '2026-12-31', totalCents: 20_000 },
      // 50,00 of it were paid before its day.
      { issuedOn: '2026-12-02', dueOn: '2026-12-31', totalCents: 30_000, facts: [paid(5_000, '2026-11-20')] },
      // Over already: nothing of it is to come.
      {
        issuedOn: '2026-12-02',
        dueOn: '2026-12-31',
        totalCents: 4_000,
        facts: [paid(4_000, '2026-11-20'), { type: 'closed', reason: 'paid', ...at('2026-11-20') }],
      },
      { issuedOn: '2026-12-01', dueOn: '2026-12-31', totalCents: 7_000, currency: 'CHF' },
    ];
    for (const [index, invoice] of invoices.entries())
      await putCase(world.db, { creditorId: 'c5', invoiceId: `later_${index}`, ...invoice });
  });

  const toIssue = async (on: string) => {
    const { body } = await world.call('GET', `/figures?on=${on}`, keys.c5 ?? '');
    return (body as unknown as { toIssue: { currency: string; openCents: number; invoices: number }[] }).toIssue;
  };

  test('stand beside what is owed today, and make it the cases that the list shows', async () => {
    expect(await toIssue('2026-11-30')).toEqual([
      { currency: 'CHF', openCents: 7_000, invoices: 1 },
      { currency: 'EUR', openCents: 45_000, invoices: 2 },
    ]);
    const { body } = await world.call('GET', '/search?late=not-due&open=true', keys.c5 ?? '');
    const { cases } = body as unknown as { cases: { balanceCents: number }[] };
    expect(cases.reduce((sum, { balanceCents }) => sum + balanceCents, 0)).toBe(10_000 + 45_000 + 7_000);
    expect(cases).toHaveLength(4);
    expect((await figures('c5', '2026-11-30')).ageing).toEqual(['EUR not-due 10000 1']);
  });

  test('are none of a past day, and none of another creditor', async () => {
    expect(await toIssue('2026-11-29')).toEqual([]);
    const { body } = await world.call('GET', '/figures', keys.c1 ?? '');
    expect(body).toMatchObject({ toIssue: [] });
  });
});

describe('by age and segment', () => {
  const owed: readonly (readonly [
    debtor: string,
    issuedOn: string,
    dueOn: string,
    totalCents: number,
    facts?: readonly Fact[],
  ])[] = [
    // Not due, then 24 days late.
    ['told', '2026-10-01', '2026-11-06', 100_000],
    // 45 days late, then 91, and 200,00 paid in between.
    ['told', '2026-08-01', '2026-08-31', 50_000, [paid(20_000, '2026-11-02')]],
    // 14 days late, then 60.
    ['decided', '2026-09-01', '2026-10-01', 30_000],
    // Issued after the first day, not due on the second.
    ['neither', '2026-11-20', '2026-12-20', 70_000],
    // Paid and closed before both days.
    [
      'neither',
      '2026-08-20',
      '2026-09-20',
      5_000,
      [paid(5_000, '2026-10-01'), { type: 'closed', reason: 'paid', ...at('2026-10-01') }],
    ],
  ];
  const decide = (debtor: string, segment: string | null) =>
    world.call('PUT', `/debtors/${debtor}/segment?creditor=c4`, world.adminKey, { segment });
  const segments = async (on: string) => {
    const { body } = await world.call('GET', `/figures?on=${on}`, keys.c4 ?? '');
    const { bySegment } = body as unknown as { bySegment: Record<string, string | number>[] };
    return bySegment
      .map((line) => ['segment', 'currency', 'band', 'openCents', 'invoices'].map((name) => line[name]).join(' '))
      .sort();
  };

  beforeAll(async () => {
    await world.creditor('c4');
    keys.c4 = await world.key('c4', 'viewer');
    const told: Readonly<Record<string, string>> = { told: 'strategic', decided: 'regular' };
    for (const id of ['told', 'decided', 'neither']) {
      const { segment: _, ...document } = debtorDocument;
      const segment = told[id] === undefined ? {} : { segment: told[id] };
      await putDebtor(world.db, 'c4', debtorSchema.parse({ ...document, id, ...segment }));
    }
    await decide('decided', 'late');
    for (const [index, [debtorId, issuedOn, dueOn, totalCents, facts = []]] of owed.entries())
      await putCase(world.db, { creditorId: 'c4', invoiceId: `s${index}`, debtorId, issuedOn, dueOn, totalCents, facts });
  });

  test('counted by hand: the segment that a person decided, else what billing says, else none', async () => {
    expect(await segments('2026-11-30')).toEqual([
      'late EUR 31-60 30000 1',
      'none EUR not-due 70000 1',
      'strategic EUR 1-30 100000 1',
      'strategic EUR over-90 30000 1',
    ]);
    expect(await segments('2026-10-15')).toEqual([
      'late EUR 1-30 30000 1',
      'strategic EUR 31-60 50000 1',
      'strategic EUR not-due 100000 1',
    ]);
  });

  test('each number leads to the cases that it counts', async () => {
    for (const line of await segments('2026-11-30')) {
      const [segment, , band, openCents, invoices] = line.split(' ');
      const { body } = await world.call('GET', `/search?segment=${segment}&late=${band}&open=true`, keys.c4 ?? '');
      const { cases } = body as unknown as { cases: { balanceCents: number }[] };
      const owedCents = cases.reduce((sum, { balanceCents }) => sum + balanceCents, 0);
      expect([line, cases.length, owedCents]).toEqual([line, Number(invoices), Number(openCents)]);
    }
  });

  test('a debtor who has another segment has it on past days too, and gives it back', async () => {
    await decide('told', 'regular');
    await putMovementsTogether(world.db);
    expect(await segments('2026-10-15')).toEqual([
      'late EUR 1-30 30000 1',
      'regular EUR 31-60 50000 1',
      'regular EUR not-due 100000 1',
    ]);
    await decide('told', null);
    await putDebtor(world.db, 'c4', debtorSchema.parse({ ...debtorDocument, id: 'neither', segment: 'new' }));
    expect(await segments('2026-11-30')).toEqual([
      'late EUR 31-60 30000 1',
      'new EUR not-due 70000 1',
      'strategic EUR 1-30 100000 1',
      'strategic EUR over-90 30000 1',
    ]);
  });

  test('the same once the ledger is written anew', async () => {
    const before = await segments('2026-10-15');
    await world.db.execute(sql`alter table cases disable trigger user`);
    await world.db.execute(sql`update cases set segment = 'none'`);
    await world.db.execute(sql`alter table cases enable trigger user`);
    await writeMovementsAnew(world.db);
    expect(await segments('2026-10-15')).toEqual(before);
  });
});
