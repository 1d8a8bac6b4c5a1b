import fc from 'fast-check';
import { addDays, type CivilDate } from '../../../domain/calendar/civil-date.ts';
import { instantAt, momentAt } from '../../../domain/calendar/clock.ts';
import { anyFact, anyPlan, diligence } from './random-story.ts';

/** Who is chased, under which plan, in which segment. */
const debtors = [
  { kind: 'business', plan: 'default-b2b' },
  { kind: 'business', plan: 'new-customer', segment: 'new' },
  { kind: 'business', plan: 'regular-late-payer', segment: 'late-payer' },
  { kind: 'business', plan: 'strategic-customer', segment: 'strategic' },
  { kind: 'consumer', plan: 'consumer' },
  { kind: 'public', plan: 'public-body' },
] as const;

interface Owed {
  readonly id: string;
  readonly dueOn: CivilDate;
  readonly totalCents: number;
}

/** Something that happens to an invoice, told as facts; `days` after its due date, and chance for what it still needs. */
type Fate = (owed: Owed, days: number, chance: number) => readonly object[];

const at = (on: CivilDate, hour = 18) => instantAt(momentAt(on, hour * 3600));
const part = ({ totalCents }: Owed, chance: number) => Math.max(1, Math.floor((totalCents * ((chance % 90) + 5)) / 100));

function pays(owed: Owed, days: number, amountCents: number, name = 'a'): object {
  return { at: at(addDays(owed.dueOn, days)), type: 'payment', id: `${owed.id}-${name}`, invoice: owed.id, amountCents };
}

function agreed({ id, dueOn }: Owed, days: number, totalCents: number): object[] {
  const halves = [Math.ceil(totalCents / 2), Math.floor(totalCents / 2)];
  const schedule = halves.map((amountCents, index) => ({ on: addDays(dueOn, days + 15 + 30 * index), amountCents }));
  const on = addDays(dueOn, days);
  const signed = {
    at: at(addDays(on, 1)),
    type: 'signature',
    invoice: id,
    on: addDays(on, 1),
    by: 'M. Aubert',
    capacity: 'gérant',
  };
  return [{ at: at(on), type: 'instalments', invoice: id, schedule }, signed];
}

const fates: readonly Fate[] = [
  () => [],
  (owed, days) => [pays(owed, days, owed.totalCents)],
  (owed, days, chance) => [pays(owed, days, part(owed, chance))],
  (owed, days, chance) => [
    pays(owed, days, part(owed, chance)),
    pays(owed, days + (chance % 60), owed.totalCents - part(owed, chance), 'b'),
  ],
  (owed, days, chance) => [pays(owed, days, owed.totalCents + chance * 100)],
  (owed, days, chance) => [
    pays(owed, days, chance % 2 ? owed.totalCents : part(owed, chance)),
    { at: at(addDays(owed.dueOn, days + 1 + (chance % 12)), chance % 24), type: 'payment-reversed', payment: `${owed.id}-a` },
  ],
  ({ id, dueOn, totalCents }, days, chance) => [
    {
      at: at(addDays(dueOn, days)),
      type: 'promise',
      invoice: id,
      amountCents: totalCents,
      on: addDays(dueOn, days + 1 + (chance % 20)),
    },
  ],
  (owed, days, chance) => [
    {
      at: at(addDays(owed.dueOn, days)),
      type: 'promise',
      invoice: owed.id,
      amountCents: part(owed, chance),
      on: addDays(owed.dueOn, days + 8),
    },
    pays(owed, days + (chance % 12), part(owed, chance)),
  ],
  (owed, days) => agreed(owed, days, owed.totalCents),
  (owed, days) => [...agreed(owed, days, owed.totalCents), pays(owed, days + 14, Math.ceil(owed.totalCents / 2))],
  (owed, days, chance) => [pays(owed, days - 1, part(owed, chance)), ...agreed(owed, days, owed.totalCents - part(owed, chance))],
  (owed, days, chance) => [
    { at: at(addDays(owed.dueOn, days)), type: 'dispute-opened', invoice: owed.id, amountCents: part(owed, chance) },
    {
      at: at(addDays(owed.dueOn, days + 1 + (chance % 25))),
      type: 'dispute-resolved',
      invoice: owed.id,
      outcome: ['rejected', 'upheld', 'credited'][chance % 3],
    },
    {
      at: at(addDays(owed.dueOn, days + 30)),
      type: 'credit-note',
      id: `${owed.id}-av`,
      invoice: owed.id,
      amountCents: part(owed, chance),
    },
  ],
  ({ id, dueOn }, days, chance) => [
    { at: at(addDays(dueOn, days)), type: 'dispute-opened', invoice: id },
    { at: at(addDays(dueOn, days + (chance % 30))), type: 'dispute-resolved', invoice: id, outcome: 'rejected' },
  ],
  (owed, days, chance) => [
    {
      at: at(addDays(owed.dueOn, days)),
      type: 'credit-note',
      id: `${owed.id}-av`,
      invoice: owed.id,
      amountCents: part(owed, chance),
    },
  ],
  ({ id, dueOn }, days) => [{ at: at(addDays(dueOn, days)), type: 'invoice-cancelled', invoice: id }],
  ({ id, dueOn }, days, chance) => [
    { at: at(addDays(dueOn, days)), type: 'invoice-changed', invoice: id, dueOn: addDays(dueOn, chance % 90) },
  ],
  (owed, days, chance) => [
    pays(owed, days, owed.totalCents),
    { at: at(addDays(owed.dueOn, days + 3)), type: 'claim-late-charges', invoice: owed.id },
    pays(owed, days + 8 + (chance % 9), 2_000 + chance, 'b'),
  ],
  (_owed, days, chance) => [
    { at: at(addDays(FIRST, 40 + days), chance % 24), type: 'insolvency', debtor: 'd1', openedOn: addDays(FIRST, 35 + days) },
  ],
];

const FIRST: CivilDate = '2026-01-05';
const fate = fc.tuple(fc.constantFrom(...fates), fc.integer({ min: -8, max: 90 }), fc.integer({ min: 0, max: 97 }));

const anInvoice = fc.record({
  due: fc.integer({ min: 5, max: 45 }),
  totalCents: fc.integer({ min: 150, max: 900_000 }),
  currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'EUR', 'USD'),
  fates: fc.array(fate, { minLength: 1, maxLength: 2 }),
});

/** A debtor of any kind with one to three invoices, each with a fate or two, some noise, and somebody who does the operator's work. */
export const anyLife = fc
  .record({
    debtor: fc.constantFrom(...debtors),
    own: fc.option(anyPlan, { freq: 4 }),
    invoices: fc.array(anInvoice, { minLength: 1, maxLength: 3 }),
    noise: fc.array(anyFact, { maxLength: 3 }),
    diligent: fc.boolean(),
    language: fc.constantFrom('fr', 'fr', 'en'),
  })
  .map(({ debtor: { plan, ...debtor }, own, invoices: drawn, noise, diligent, language }) => {
    const invoices = drawn.map(({ due, totalCents, currency }, index) => ({
      id: `i${index + 1}`,
      number: `F-${index + 1}`,
      debtor: 'd1',
      totalCents,
      currency,
      dueOn: addDays(FIRST, due),
    }));
    const fated = drawn.flatMap((one, index) =>
      one.fates.flatMap(([tell, days, chance]) => tell(invoices[index] ?? { id: '', dueOn: FIRST, totalCents: 0 }, days, chance)),
    );
    const ids = new Set(invoices.map(({ id }) => id));
    const facts = [...fated, ...noise, ...(diligent ? diligence : [])].filter((told) => isAbout(told, ids));
    return {
      plan: own ?? plan,
      from: '2026-01-05T08:00:00+01:00',
      until: '2026-12-31',
      creditor: { id: 'c1' },
      debtors: [{ id: 'd1', ...debtor, department: '75', email: 'a@b.example', mobile: '+33600000000', language }],
      invoices,
      facts: facts.filter((told) => isPaid(told, facts)),
    };
  });

function isAbout(told: object, ids: ReadonlySet<string>): boolean {
  if ('debtor' in told && told.debtor !== 'd1') return false;
  return !('invoice' in told) || ids.has(String(told.invoice));
}

/** A payment that comes back was told one day. */
function isPaid(told: object, facts: readonly object[]): boolean {
  return !('payment' in told) || facts.some((other) => 'id' in other && other.id === told.payment);
}
