import { addDays } from '../domain/calendar/civil-date.ts';
import type { ClaimInput } from '../domain/claim/claim.ts';
import { statementOfClaim } from '../domain/claim/statement.ts';
import { naiveClaim } from './naive-claim.ts';
import { type BenchOptions, type BenchResult, peakMemoryMb, rounded } from './result.ts';

const SECONDS = 1;
const NAIVE_CLAIMS = 40;

/** Claims per second on one core beside a day-by-day computation, and the time of one debtor's statement; `size` is his number of invoices. */
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
    details: { debtorInvoices: size, debtorPayments: size, debtorStatementMs: rounded(milliseconds) },
  });
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

function perSecond(
  inputOf: (seed: number) => ClaimInput,
  compute: (input: ClaimInput) => unknown,
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
