import { addMonths, epochDay, fromEpochDay } from '../calendar/civil-date.ts';
import { nameOfDay } from '../calendar/day-names.ts';
import { LEGAL_VALUES } from '../law/data/values.ts';
import { entryOn } from '../law/dated-value.ts';
import { firstDayAt, indexAt, type SemesterIndex } from '../law/semester.ts';
import { partOfCents } from '../money/cents.ts';
import type { ClaimInvoice, ClaimLine, PaymentPart } from './claim.ts';
import type { KnownFacts } from './known-facts.ts';
import { type RateRules, runsByItself, type Span, spansOf } from './regimes.ts';

/** The running account of one invoice. Days are counted from 1970-01-01; the account knows everything before `nextDay`. */
export interface Account {
  readonly invoice: ClaimInvoice;
  readonly dueDay: number;
  readonly spans: readonly Span[];
  /** First day of the first year whose interest may be capitalised, then each anniversary (C. civ. 1343-2). */
  readonly yearDays: readonly number[];
  readonly indemnityWhenLateCents: number;
  lines: ClaimLine[];
  /** What payments paid, the last one last, less what went back. */
  readonly paid: Omit<PaymentPart, 'invoice'>[];
  nextDay: number;
  late: boolean;
  principalCents: number;
  indemnityCents: number;
  accruedCents: number;
  paidInterestCents: number;
  /** Interest accrued before the first capitalised year, and until the last anniversary. */
  uncountedCents: number;
  countedCents: number;
}

/** What the accounts of one statement share; semesters without a rate are collected in `missing`. */
export interface Book {
  readonly rules: RateRules;
  readonly actualYears: boolean;
  readonly missing: Set<SemesterIndex>;
  /** What the debtor has to his credit: no debt took it. */
  creditCents: number;
}

/** Opens the account of an invoice: its price less the credit notes, nothing accrued. */
export function openAccount(invoice: ClaimInvoice, facts: KnownFacts): Account {
  const spans = spansOf(invoice, facts);
  const firstDay = spans[0]?.firstDay ?? Number.POSITIVE_INFINITY;
  return {
    invoice,
    spans,
    dueDay: epochDay(invoice.dueOn),
    yearDays: yearDaysOf(firstDay, facts),
    indemnityWhenLateCents: indemnityOf(invoice, facts),
    lines: [],
    paid: [],
    nextDay: firstDay,
    late: false,
    principalCents: Math.max(0, invoice.totalCents - (facts.creditedCents.get(invoice.number) ?? 0)),
    indemnityCents: 0,
    accruedCents: 0,
    paidInterestCents: 0,
    uncountedCents: 0,
    countedCents: 0,
  };
}

/** Counts interest up to a day included, in slices cut at each semester, change of regime and anniversary. */
export function runTo(account: Account, day: number, book: Book): void {
  becomeLate(account, day);
  while (account.nextDay <= day) {
    if (account.yearDays.includes(account.nextDay)) countYear(account);
    const lastDay = Math.min(day, lastDayOfSlice(account));
    if (baseOf(account) > 0) addLine(account, lastDay, book);
    account.nextDay = lastDay + 1;
  }
}

/** Interest that is still owed on what the account knows. */
export function owedInterest(account: Account): number {
  return account.accruedCents - account.paidInterestCents;
}

/** The rate on a day in basis points, 0 while no interest runs. */
export function rateOn({ spans }: Account, day: number, { rules }: Book): number {
  const span = spans.findLast(({ firstDay }) => firstDay <= day);
  return span ? (rules[span.regime](span.semester ?? indexAt(day)) ?? 0) : 0;
}

/** The flat indemnity is owed once something of the price is unpaid at the end of the due date (C. com. L441-10 II, D441-5). */
export function becomeLate(account: Account, day: number): void {
  if (account.late || day <= account.dueDay) return;
  account.late = true;
  if (account.principalCents > 0) account.indemnityCents = account.indemnityWhenLateCents;
}

/** Forty euros, a sum that no text converts: a claim in another currency has none. */
function indemnityOf({ dueOn }: ClaimInvoice, facts: KnownFacts): number {
  const stayed = facts.insolvency !== undefined && dueOn >= facts.insolvency.openedOn;
  if (facts.waived || stayed || !runsByItself(facts) || facts.currency !== 'EUR') return 0;
  return entryOn(LEGAL_VALUES, 'recovery-indemnity-cents', dueOn)?.value ?? 0;
}

function yearDaysOf(firstDay: number, { terms, asOf }: KnownFacts): readonly number[] {
  if (terms.capitaliseFrom === undefined || firstDay > epochDay(asOf)) return [];
  const start = fromEpochDay(Math.max(firstDay, epochDay(terms.capitaliseFrom)));
  const years = Math.max(0, Number(asOf.slice(0, 4)) - Number(start.slice(0, 4)));
  return Array.from({ length: years + 1 }, (_, year) => epochDay(addMonths(start, 12 * year)));
}

function countYear(account: Account): void {
  if (account.nextDay === account.yearDays[0]) account.uncountedCents = account.accruedCents;
  account.countedCents = account.accruedCents;
}

/** What bears interest: the principal, and the interest of complete years that is still unpaid; payments take the oldest interest first. */
function baseOf(account: Account): number {
  const { principalCents, countedCents, uncountedCents, paidInterestCents } = account;
  return principalCents + Math.max(0, countedCents - Math.max(uncountedCents, paidInterestCents));
}

function lastDayOfSlice({ nextDay, spans, yearDays }: Account): number {
  const nextSpan = spans.find(({ firstDay }) => firstDay > nextDay)?.firstDay ?? Number.POSITIVE_INFINITY;
  const nextYear = yearDays.find((day) => day > nextDay) ?? Number.POSITIVE_INFINITY;
  return Math.min(firstDayAt(indexAt(nextDay) + 1), nextSpan, nextYear) - 1;
}

function addLine(account: Account, lastDay: number, book: Book): void {
  const span = account.spans.findLast(({ firstDay }) => firstDay <= account.nextDay);
  if (!span) return;
  const semester = span.semester ?? indexAt(account.nextDay);
  const rateBasisPoints = book.rules[span.regime](semester);
  if (rateBasisPoints === undefined) book.missing.add(semester);
  else account.lines.push(lineOf(account, lastDay, span, rateBasisPoints, book));
  account.accruedCents += rateBasisPoints === undefined ? 0 : (account.lines.at(-1)?.amountCents ?? 0);
}

function lineOf(account: Account, lastDay: number, { regime }: Span, rateBasisPoints: number, book: Book): ClaimLine {
  const from = nameOfDay(account.nextDay);
  const days = lastDay - account.nextDay + 1;
  const baseCents = baseOf(account);
  const divisor = book.actualYears && isLeap(Number(from.slice(0, 4))) ? 366 : 365;
  const amountCents = partOfCents(baseCents, BigInt(rateBasisPoints * days), BigInt(10_000 * divisor));
  return { from, to: nameOfDay(lastDay), days, baseCents, rateBasisPoints, regime, divisor, amountCents };
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
