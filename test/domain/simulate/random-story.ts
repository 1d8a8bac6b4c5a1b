import fc from 'fast-check';
import { addDays, type CivilDate } from '../../../domain/calendar/civil-date.ts';
import { instantAt, momentAt } from '../../../domain/calendar/clock.ts';

const FIRST: CivilDate = '2026-01-05';
const day = fc.integer({ min: 0, max: 300 }).map((days) => addDays(FIRST, days));
const moment = fc
  .tuple(day, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([on, hour, minute]) => instantAt(momentAt(on, hour * 3600 + minute * 60)));
const cents = fc.integer({ min: 100, max: 150_000 });
const invoice = fc.constantFrom('i1', 'i2', 'i3', 'i4');
const debtor = fc.constantFrom('d1', 'd2');
const channel = fc.constantFrom('email', 'sms');
const fact = <T extends object>(type: string, fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record({ at: moment, type: fc.constant(type), ...fields });

/** One thing that happens, whatever came before it. */
export const anyFact = fc.oneof(
  fact('payment', { id: fc.constantFrom('p1', 'p2', 'p3', 'p4'), invoice, amountCents: fc.oneof(cents, fc.constant(120_000)) }),
  fact('payment', { id: fc.constantFrom('q1', 'q2'), debtor, amountCents: cents }),
  fact('credit-note', { id: fc.constantFrom('a1', 'a2'), invoice, amountCents: cents }),
  fact('invoice-changed', { invoice, dueOn: day }),
  fact('invoice-cancelled', { invoice }),
  fact('dispute-opened', { invoice }),
  fact('dispute-opened', { invoice, amountCents: cents }),
  fact('dispute-resolved', { invoice, outcome: fc.constantFrom('rejected', 'upheld', 'credited') }),
  fact('promise', { invoice, amountCents: cents, on: day }),
  fact('instalments', {
    invoice,
    schedule: fc.constant([
      { on: '2026-06-01', amountCents: 60_000 },
      { on: '2026-07-01', amountCents: 60_000 },
    ]),
  }),
  fact('pause', { debtor, until: day }),
  fact('pause', { invoice, until: day }),
  fact('resume', { debtor }),
  fact('approve', { invoice }),
  fact('approve', { invoice }),
  fact('notice-event', { invoice, outcome: fc.constantFrom('received', 'unclaimed', 'unknown-address'), on: day }),
  fact('choose-route', { invoice, route: fc.constant('assignation') }),
  fact('message-bounced', { debtor, channel }),
  fact('opt-out', { debtor, channel }),
  fact('contact-changed', { debtor, email: fc.constant('a@b.example') }),
  fact('payment-reversed', { payment: fc.constantFrom('p1', 'p2', 'q1') }),
  fact('insolvency', { debtor, openedOn: day }),
  fact('waive', { invoice }),
  fact('feed-stale', {}),
  fact('feed-fresh', {}),
  fact('worker-down', {}),
  fact('worker-up', {}),
);

const channels = fc.constantFrom(['email'], ['email', 'sms'], ['sms', 'email'], ['email', 'sms', 'call'], ['call']);
const messages = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 60 }), channels), { minLength: 1, maxLength: 4, selector: ([days]) => days })
  .map((steps) =>
    steps
      .toSorted(([a], [b]) => a - b)
      .map(([days, used]) => ({
        id: `r${days}`,
        act: 'message',
        anchor: 'after-due',
        delay: `P${days}D`,
        channels: used,
        template: 'reminder',
      })),
  );

const legal = (approval: boolean) => [
  {
    id: 'letter',
    act: 'letter',
    anchor: 'after-previous',
    delay: 'P8D',
    channels: ['registered-letter', 'email'],
    template: 'formal-notice',
    approval,
  },
  { id: 'decision', act: 'decision', anchor: 'after-notice-receipt', delay: 'P8D' },
  { id: 'handoff', act: 'handoff', anchor: 'after-previous', delay: 'P0D' },
];
const courtesy = {
  id: 'courtesy',
  act: 'message',
  anchor: 'before-due',
  delay: 'P5D',
  channels: ['email'],
  template: 'courtesy-note',
};

/** A plan of days with some messages, a letter, a decision and a handoff. */
export const anyPlan = fc
  .record({
    messages,
    approval: fc.boolean(),
    gapDays: fc.integer({ min: 1, max: 6 }),
    contacts: fc.integer({ min: 1, max: 3 }),
    perDays: fc.integer({ min: 2, max: 14 }),
    grouping: fc.constantFrom('same-morning', 'none'),
    lateStart: fc.constantFrom('walk', 'step-of-age'),
    lateCharges: fc.constantFrom('claim', 'waive'),
    lapse: fc.boolean(),
    threshold: fc.constantFrom(0, 1000, 130_000),
  })
  .map(({ messages: steps, approval, gapDays, contacts, perDays, lapse, threshold, ...rest }) => ({
    id: 'any',
    version: 1,
    name: 'Au hasard',
    ...rest,
    gap: `P${gapDays}D`,
    contactCap: { contacts, per: `P${perDays}D` },
    thresholds: { EUR: threshold, USD: threshold },
    instalments: { grace: 'P5D', notice: 'P8D', lapse },
    steps: [courtesy, ...steps, ...legal(approval)],
  }));

/** Close enough for messages to meet. */
const due = fc.integer({ min: 0, max: 60 }).map((days) => addDays(FIRST, days));
const invoices = fc.tuple(due, due, due, due).map((dueOn) =>
  dueOn.map((on, index) => ({
    id: `i${index + 1}`,
    number: `F-${index + 1}`,
    debtor: index < 3 ? 'd1' : 'd2',
    totalCents: 120_000,
    currency: index === 2 ? 'USD' : 'EUR',
    dueOn: on,
  })),
);

const debtors = [
  { id: 'd1', kind: 'business', department: '75', email: 'a@b.example', mobile: '+33600000000' },
  { id: 'd2', kind: 'business', department: '67', email: 'c@d.example' },
];

const ids = ['i1', 'i2', 'i3', 'i4'];

/** An operator who approves, notes receipts and chooses a route every fortnight: what cannot be is refused. */
export const diligence = Array.from({ length: 24 }, (_, index) => addDays(FIRST, 15 * index)).flatMap((on) => {
  const at = instantAt(momentAt(on, 15 * 3600));
  return ids.flatMap((told) => [
    { at, type: 'approve', invoice: told },
    { at, type: 'notice-event', invoice: told, outcome: 'received', on },
    { at, type: 'choose-route', invoice: told, route: 'injonction-de-payer' },
  ]);
});

/** A story of two debtors and four invoices over a year, in the form that people write. */
export const anyStory = fc
  .record({
    plan: anyPlan,
    from: fc.constant('2026-01-05T08:00:00+01:00'),
    until: fc.constant('2026-12-31'),
    creditor: fc.constant({ id: 'c1' }),
    debtors: fc.constant(debtors),
    invoices,
    facts: fc
      .tuple(fc.array(anyFact, { maxLength: 20 }), fc.boolean())
      .map(([facts, diligent]) => (diligent ? [...facts, ...diligence] : facts)),
  })
  .map((story) => ({ ...story, facts: story.facts.filter((told) => isKnown(told, story.facts)) }));

/** A payment that comes back was told one day. */
function isKnown(told: object, facts: readonly object[]): boolean {
  if (!('payment' in told)) return true;
  return facts.some((other) => 'id' in other && other.id === told.payment);
}
