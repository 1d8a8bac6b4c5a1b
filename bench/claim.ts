import { execFileSync } from 'node:child_process';
import { addDays } from '../domain/calendar/civil-date.ts';
import { apply } from '../domain/case/apply/apply.ts';
import { type Case, openCase } from '../domain/case/case.ts';
import type { Fact } from '../domain/case/facts/fact.ts';
import { next } from '../domain/case/next/next.ts';
import type { World } from '../domain/case/world.ts';
import type { ClaimInput } from '../domain/claim/claim.ts';
import { statementOfClaim } from '../domain/claim/statement.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { shippedPlans } from '../domain/plan/shipped.ts';
import { naiveClaim } from './naive-claim.ts';
import { type BenchOptions, type BenchResult, middleOf, peakMemoryMb, rounded } from './result.ts';

const SECONDS = 1;
const NAIVE_CLAIMS = 40;

/** Claims per second on one core beside a day-by-day computation, the time of one debtor's statement (`size` is his number of invoices), and the planner's decisions per second. */
export function bench({ size = 1000 }: BenchOptions): Promise<BenchResult> {
  const ours = perSecond(claimOfTwoYears, statementOfClaim, SECONDS);
  const baseline = perSecond(claimOfTwoYears, naiveClaim, SECONDS, NAIVE_CLAIMS);
  const milliseconds = timeOf(() => statementOfClaim(claimOfDebtor(size)));
  return Promise.resolve({
    name: 'claim',
    ours: Math.round(ours),
    baseline: Math.round(baseline),
    ratio: Math.round(ours / baseline),
    unit: 'claims/s',
    peakMemoryMb: peakMemoryMb(),
    details: {
      debtorInvoices: size,
      debtorPayments: size,
      debtorStatementMs: rounded(milliseconds),
      plannerDecisionsPerSecond: Math.round(decisionsPerSecond()),
      ...coldStarts(),
    },
  });
}

/** The middle time of `exigible claim` from the command to its answer, beside a Node that does nothing. */
function coldStarts() {
  const startOf = (args: readonly string[], input: string) =>
    Array.from({ length: 5 }, () => {
      const fromMs = performance.now();
      execFileSync(process.execPath, args, { input, stdio: ['pipe', 'ignore', 'inherit'] });
      return performance.now() - fromMs;
    });
  const claim = JSON.stringify(claimOfTwoYears(1));
  return {
    coldStartMs: Math.round(middleOf(startOf(['exigible.mjs', 'claim', '-', '--json'], claim))),
    bareNodeMs: Math.round(middleOf(startOf(['-e', '0'], ''))),
  };
}

/** One invoice over two years with three payments; the amounts differ from one to the next. */
function claimOfTwoYears(seed: number): ClaimInput {
  const payment = (id: string, on: string) => ({ id, on, invoice: 'F-1', amountCents: 100_000 + (seed % 997) });
  return {
    asOf: '2026-11-21',
    creditor: { kind: 'company' },
    debtor: { kind: 'business' },
    invoices: [{ number: 'F-1', totalCents: 1_000_000 + seed, dueOn: '2024-11-21' }],
    payments: [payment('P-1', '2025-03-14'), payment('P-2', '2025-11-03'), payment('P-3', '2026-06-09')],
  };
}

/** A debtor with many invoices and as many payments, half of them left to the law's order. */
function claimOfDebtor(size: number): ClaimInput {
  const places = Array.from({ length: size }, (_, index) => index);
  return {
    asOf: '2026-11-21',
    creditor: { kind: 'company' },
    debtor: { kind: 'business' },
    invoices: places.map((index) => ({
      number: `F-${index}`,
      totalCents: 120_000 + index,
      dueOn: addDays('2024-11-21', index % 700),
    })),
    payments: places.map((index) => ({
      id: `P-${index}`,
      amountCents: 40_000 + index,
      on: addDays('2024-12-01', index % 700),
      ...(index % 2 === 0 ? { invoice: `F-${index}` } : {}),
    })),
  };
}

/** How often one core answers « what next? » for a case in the middle of its reminders, whose debtor has other invoices and was written to. */
function decisionsPerSecond(): number {
  const [plan] = shippedPlans;
  if (!plan) throw new Error('no plan is shipped');
  const cases = Array.from({ length: 64 }, (_, index) => caseInReminders(plan, index));
  const fromMs = Date.parse('2026-11-16T09:00:00+01:00');
  const decide = (seed: number) => next(cases[seed % cases.length] as Case, plan, fromMs + seed * 1000, busyDebtor);
  return perSecond((seed) => seed, decide, SECONDS);
}

/** Due a fortnight ago, courtesy and first reminder sent, paid in part. */
function caseInReminders(plan: Plan, index: number): Case {
  const dates = { issuedOn: '2026-10-02', dueOn: '2026-11-02', serviceCompletedOn: null };
  const invoice = {
    id: `i${index}`,
    number: `F-${index}`,
    currency: 'EUR',
    totalCents: 120_000 + index,
    vatCents: null,
    ...dates,
  };
  const debtor = { id: 'd1', kind: 'business', segment: 'regular', department: '69' } as const;
  const opened = openCase(
    { creditorId: 'c1', debtor, invoice, contact: { email: true, mobile: true } },
    '2026-10-05T08:00:00+02:00',
  );
  const trace = { template: 'reminder', askedCents: 120_000, message: 'm', provider: 'p', providerId: 'x', sha256: '' };
  const sent = (step: string, at: string): Fact => ({ type: 'sent', step, channel: 'email', ...trace, at, actor: 'case' });
  const facts: Fact[] = [
    sent('courtesy', '2026-10-28T09:00:00+01:00'),
    sent('reminder-5', '2026-11-09T09:00:00+01:00'),
    { type: 'payment', id: 'p1', amountCents: 20_000, on: '2026-11-10', at: '2026-11-10T09:00:00+01:00', actor: 'bank' },
  ];
  return facts.reduce((theCase, fact) => apply(theCase, fact, plan), opened);
}

const busyDebtor: World = {
  contacts: ['2026-10-28', '2026-11-05', '2026-11-09'].map((on, index) => ({
    on,
    atMs: Date.parse(`${on}T09:00:00+01:00`),
    caseId: `other-${index}`,
    step: 'reminder-5',
  })),
  openAmounts: Array.from({ length: 10 }, (_, index) => ({ dueOn: addDays('2026-09-01', 7 * index), cents: 50_000 + index })),
  lateChargesCents: 5_000,
};

function perSecond<Input>(
  inputOf: (seed: number) => Input,
  compute: (input: Input) => unknown,
  seconds: number,
  most = Infinity,
): number {
  for (let seed = 0; seed < Math.min(most, 2000); seed += 1) compute(inputOf(seed));
  let count = 0;
  const milliseconds = timeOf(() => {
    const end = performance.now() + seconds * 1000;
    while (count < most && performance.now() < end) compute(inputOf(count++));
  });
  return (count * 1000) / milliseconds;
}

function timeOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
