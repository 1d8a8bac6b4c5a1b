import { addDays, type CivilDate } from '../../domain/calendar/civil-date.ts';
import { instantAt, momentAt } from '../../domain/calendar/clock.ts';
import type { Language } from '../../domain/party/language.ts';

/** One life to read: under which plan, of how many invoices, what happens, in which language. */
export interface Reading {
  readonly plan: string;
  readonly count: number;
  readonly situation: string;
  readonly language: Language;
  readonly story: object;
}

const plans = [
  { plan: 'default-b2b', kind: 'business' },
  { plan: 'new-customer', kind: 'business', segment: 'new' },
  { plan: 'regular-late-payer', kind: 'business', segment: 'late-payer' },
  { plan: 'strategic-customer', kind: 'business', segment: 'strategic' },
  { plan: 'consumer', kind: 'consumer' },
  { plan: 'public-body', kind: 'public' },
] as const;

/** Numbers as they come: slashes, ampersands; the third falls due when the first two are late. */
const invoices = [
  { id: 'i1', number: 'F-2026/0411', debtor: 'd1', totalCents: 500_000, issuedOn: '2026-01-05', dueOn: '2026-02-04' },
  { id: 'i2', number: 'F-2026/0412', debtor: 'd1', totalCents: 123_456, issuedOn: '2026-01-05', dueOn: '2026-02-10' },
  { id: 'i3', number: 'F&B-2026/0413', debtor: 'd1', totalCents: 90_000, issuedOn: '2026-01-05', dueOn: '2026-03-20' },
];

const at = (on: CivilDate) => instantAt(momentAt(on, 18 * 3600));
const of = (on: CivilDate, type: string, more: object, invoice = 'i1') => ({ at: at(on), type, invoice, ...more });
const pays = (on: CivilDate, id: string, amountCents: number) => of(on, 'payment', { id, amountCents });
const schedule = [
  { on: '2026-03-02', amountCents: 250_000 },
  { on: '2026-04-02', amountCents: 250_000 },
];

/** What happens to the first invoice, or the second. */
const situations: Readonly<Record<string, readonly object[]>> = {
  silence: [],
  'part payment': [pays('2026-02-15', 'p1', 200_000)],
  'paid late': [pays('2026-02-20', 'p1', 500_000)],
  'paid too much': [pays('2026-02-20', 'p1', 520_000)],
  'part disputed': [of('2026-02-13', 'dispute-opened', { amountCents: 100_000 })],
  'all but the disputed sum paid': [
    of('2026-02-13', 'dispute-opened', { amountCents: 100_000 }),
    pays('2026-02-20', 'p1', 400_000),
  ],
  'dispute upheld': [
    of('2026-02-13', 'dispute-opened', { amountCents: 100_000 }),
    of('2026-02-16', 'dispute-resolved', { outcome: 'upheld' }),
    pays('2026-02-20', 'p1', 400_000),
  ],
  'disputed after the notice': [of('2026-05-18', 'dispute-opened', { amountCents: 100_000 }), pays('2026-05-20', 'p1', 400_000)],
  'wholly disputed': [of('2026-02-13', 'dispute-opened', {}), of('2026-02-26', 'dispute-resolved', { outcome: 'rejected' })],
  'promise broken': [of('2026-02-13', 'promise', { amountCents: 500_000, on: '2026-02-27' })],
  'plan missed': [
    of('2026-02-13', 'instalments', { schedule }),
    of('2026-02-16', 'signature', { on: '2026-02-16', by: 'M. Aubert', capacity: 'gérant' }),
  ],
  'paid after the notice': [
    pays('2026-05-20', 'p1', 200_000),
    of('2026-05-21', 'credit-note', { id: 'A-12', amountCents: 23_456 }, 'i2'),
    pays('2026-06-10', 'p2', 300_000),
  ],
  'late charges': [
    pays('2026-02-20', 'p1', 500_000),
    of('2026-03-02', 'claim-late-charges', {}),
    pays('2026-03-12', 'p2', 5_000),
  ],
  credited: [
    of('2026-02-20', 'credit-note', { id: 'A-12', amountCents: 50_000 }),
    of('2026-02-23', 'invoice-cancelled', {}, 'i2'),
  ],
};

/** Somebody approves whatever waits, every five days. */
const approvals = Array.from({ length: 20 }, (_, index) => addDays('2026-03-10', 5 * index)).flatMap((on) =>
  invoices.map(({ id }) => of(on, 'approve', {}, id)),
);

/** Every shipped plan, for one, two and three invoices, in each situation, in both languages. */
export function readings(): Reading[] {
  return plans.flatMap(({ plan, ...debtor }) =>
    [1, 2, 3].flatMap((count) =>
      Object.keys(situations).flatMap((situation) =>
        (['fr', 'en'] as const).map((language) => ({
          plan,
          count,
          situation,
          language,
          story: storyOf({ plan, count, situation, debtor: { ...debtor, language } }),
        })),
      ),
    ),
  );
}

/** The name of its file. */
export function titleOf({ plan, count, situation, language }: Reading): string {
  return `${plan}, ${count}, ${situation}, ${language}`;
}

interface Asked extends Pick<Reading, 'plan' | 'count' | 'situation'> {
  readonly debtor: object;
}

function storyOf({ plan, count, situation, debtor }: Asked): object {
  const shown = invoices.slice(0, count);
  const ids = new Set(shown.map(({ id }) => id));
  return {
    plan,
    from: '2026-01-20T08:00:00+01:00',
    until: '2026-08-30',
    creditor: { id: 'c1' },
    debtors: [{ id: 'd1', ...debtor, department: '75', email: 'a@b.example', mobile: '+33612345678' }],
    invoices: shown,
    facts: [...(situations[situation] ?? []), ...approvals].filter((fact) => 'invoice' in fact && ids.has(String(fact.invoice))),
  };
}
