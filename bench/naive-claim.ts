import Big from 'big.js';
import { addDays, addMonths, type CivilDate } from '../domain/calendar/civil-date.ts';
import type { ClaimInput, ClaimInvoice } from '../domain/claim/claim.ts';

/** What the naive computation finds, in cents. */
export interface NaiveClaim {
  principalCents: number;
  interestCents: number;
  indemnityCents: number;
  lineCents: number[];
}

/** Rates by first month of the semester, in percent, written a second time from the orders: central bank, professional, private. */
const RATES: Record<string, readonly [string, string, string]> = {
  '2019-01': ['0.00', '0.86', '3.40'],
  '2019-07': ['0.00', '0.87', '3.26'],
  '2020-01': ['0.00', '0.87', '3.15'],
  '2020-07': ['0.00', '0.84', '3.11'],
  '2021-01': ['0.00', '0.79', '3.14'],
  '2021-07': ['0.00', '0.76', '3.12'],
  '2022-01': ['0.00', '0.76', '3.13'],
  '2022-07': ['0.00', '0.77', '3.15'],
  '2023-01': ['2.50', '2.06', '4.47'],
  '2023-07': ['4.00', '4.22', '6.82'],
  '2024-01': ['4.50', '5.07', '8.01'],
  '2024-07': ['4.25', '4.92', '8.16'],
  '2025-01': ['3.15', '3.71', '7.21'],
  '2025-07': ['2.15', '2.76', '6.65'],
  '2026-01': ['2.15', '2.62', '6.67'],
  '2026-07': ['2.40', '2.75', '6.84'],
};

const HALF_UP = 1;

interface Slice {
  key: string;
  percent: Big;
  base: Big;
  days: number;
  year: number;
}

interface Walk {
  principal: Big;
  interest: Big;
  indemnity: Big;
  lines: Big[];
  slice: Slice | null;
}

const ORDERS = {
  'interest-first': ['interest', 'principal', 'indemnity'],
  'principal-first': ['principal', 'interest', 'indemnity'],
} as const;

/**
 * One invoice, walked day by day with decimals: another computation of the same law, slow on purpose. Knows payments, credit notes, both orders
 * of allocation, both day counts, contract and default rates, public bodies, consumers with a notice, judgments. Not capitalisation nor insolvency.
 */
export function naiveClaim(input: ClaimInput): NaiveClaim {
  const invoice = input.invoices[0];
  if (!invoice) return { principalCents: 0, interestCents: 0, indemnityCents: 0, lineCents: [] };
  const walk: Walk = { principal: priceOf(input, invoice), interest: new Big(0), indemnity: new Big(0), lines: [], slice: null };
  const firstOn = [invoice.dueOn, ...(input.payments ?? []).map(({ on }) => on)].toSorted()[0] ?? invoice.dueOn;
  for (let on: CivilDate = firstOn; on <= input.asOf; on = addDays(on, 1)) walkDay(walk, on, input, invoice);
  closeSlice(walk, input);
  return {
    principalCents: cents(walk.principal),
    interestCents: cents(walk.interest),
    indemnityCents: cents(walk.indemnity),
    lineCents: walk.lines.map(cents),
  };
}

/** The day counts on the balance of the morning; payments come in the evening. */
function walkDay(walk: Walk, on: CivilDate, input: ClaimInput, invoice: ClaimInvoice): void {
  if (on === addDays(invoice.dueOn, 1) && walk.principal.gt(0) && bearsIndemnity(input)) walk.indemnity = new Big(40);
  const rate = walk.principal.gt(0) ? rateOn(input, invoice, on) : null;
  if (walk.slice && walk.slice.key !== rate?.key) closeSlice(walk, input);
  if (rate) {
    walk.slice ??= { ...rate, base: walk.principal, days: 0, year: Number(on.slice(0, 4)) };
    walk.slice.days += 1;
  }
  for (const payment of paymentsOn(input, on)) pay(walk, new Big(payment.amountCents).div(100), input);
}

function pay(walk: Walk, amount: Big, input: ClaimInput): void {
  closeSlice(walk, input);
  let left = amount;
  for (const bucket of ORDERS[input.terms?.allocation ?? 'interest-first']) {
    const part = left.lt(walk[bucket]) ? left : walk[bucket];
    walk[bucket] = walk[bucket].minus(part);
    left = left.minus(part);
  }
}

function closeSlice(walk: Walk, { terms }: ClaimInput): void {
  if (!walk.slice) return;
  const { percent, base, days, year } = walk.slice;
  const divisor = terms?.dayCount === 'ACT/ACT' && isLeap(year) ? 366 : 365;
  const amount = base.times(percent).times(days).div(100).div(divisor).round(2, HALF_UP);
  walk.lines.push(amount);
  walk.interest = walk.interest.plus(amount);
  walk.slice = null;
}

function cents(amount: Big): number {
  return Number(amount.times(100).toFixed(0));
}

function priceOf(input: ClaimInput, invoice: ClaimInvoice): Big {
  const credited = (input.creditNotes ?? [])
    .filter(({ on }) => on <= input.asOf)
    .reduce((sum, note) => sum + note.amountCents, 0);
  return new Big(Math.max(0, invoice.totalCents - credited)).div(100);
}

function paymentsOn(input: ClaimInput, on: CivilDate) {
  return (input.payments ?? []).filter((payment) => payment.on === on).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function bearsIndemnity({ creditor, debtor }: ClaimInput): boolean {
  return debtor.kind === 'public' || (debtor.kind === 'business' && creditor.kind === 'company');
}

function rateOn(input: ClaimInput, invoice: ClaimInvoice, on: CivilDate): { key: string; percent: Big } | null {
  if (on <= invoice.dueOn) return null;
  const half = halfOf(on);
  if (input.debtor.kind === 'public')
    return { key: half, percent: new Big(columnOf(halfOf(addDays(invoice.dueOn, 1)), 0)).plus(8) };
  if (bearsIndemnity(input)) return businessRate(input, half);
  return legalRate(input, invoice, on, half);
}

function businessRate({ terms }: ClaimInput, half: string): { key: string; percent: Big } {
  if (terms?.contractRateBasisPoints !== undefined)
    return { key: half, percent: new Big(terms.contractRateBasisPoints).div(100) };
  return { key: half, percent: new Big(columnOf(half, 0)).plus(10) };
}

function legalRate(input: ClaimInput, invoice: ClaimInvoice, on: CivilDate, half: string): { key: string; percent: Big } | null {
  const noticed = input.formalNotice && input.formalNotice.effectiveOn >= invoice.dueOn && on > input.formalNotice.effectiveOn;
  const servedOn = input.judgment && invoice.dueOn < input.judgment.servedOn ? input.judgment.servedOn : null;
  const judged = servedOn !== null && on > servedOn;
  if (!noticed && !judged) return null;
  const percent = new Big(columnOf(half, input.creditor.kind === 'individual' ? 2 : 1));
  const raised = servedOn !== null && on > addMonths(servedOn, 2);
  return raised ? { key: `${half}+5`, percent: percent.plus(5) } : { key: half, percent };
}

function halfOf(on: CivilDate): string {
  return `${on.slice(0, 4)}-${on.slice(5, 7) < '07' ? '01' : '07'}`;
}

function columnOf(half: string, column: 0 | 1 | 2): string {
  const row = RATES[half];
  if (!row) throw new Error(`no rate for ${half}`);
  return row[column];
}

function isLeap(year: number): boolean {
  return new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
}
