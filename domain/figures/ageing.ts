import { addDays, addMonths, type CivilDate, daysBetween } from '../calendar/civil-date.ts';
import { sumCents } from '../money/cents.ts';

/** How old a debt is, counted from its due date; the last one is what is called at risk. */
export const ageBands = ['not-due', '1-30', '31-60', '61-90', 'over-90'] as const;
export type AgeBand = (typeof ageBands)[number];

/** One month of sales, in cents: what was invoiced in it. */
export interface MonthOfSales {
  /** Days of the month that had passed on the day of the figure. */
  readonly days: number;
  readonly invoicedCents: number;
}

/** Days after the due date, both within; null: without end. */
const lateness: Readonly<Record<AgeBand, readonly [from: number | null, to: number | null]>> = {
  'not-due': [null, 0],
  '1-30': [1, 30],
  '31-60': [31, 60],
  '61-90': [61, 90],
  'over-90': [91, null],
};

/** Between which days an invoice was due that has that age on a day, both within; null: without end. */
export function dueWithin(band: AgeBand, on: CivilDate): readonly [from: CivilDate | null, to: CivilDate | null] {
  const [least, most] = lateness[band];
  return [most === null ? null : addDays(on, -most), least === null ? null : addDays(on, -least)];
}

/** What was open on a day, by currency and by how late it was. */
export interface AgeLine {
  readonly currency: string;
  readonly band: AgeBand;
  readonly openCents: number;
  readonly invoices: number;
}

/** The same of one creditor. */
export interface CreditorAgeLine extends AgeLine {
  readonly creditorId: string;
}

/** The same of the debtors of one segment; `none`: of those without. */
export interface SegmentAgeLine extends AgeLine {
  readonly segment: string;
}

/** Invoices that bear a day to come, by currency: owed from that day on. */
export interface ToIssueLine {
  readonly currency: string;
  readonly openCents: number;
  readonly invoices: number;
}

/** One month: what was invoiced in it, and what came in. */
export interface MonthLine {
  readonly currency: string;
  /** `2026-11` */
  readonly month: string;
  readonly invoicedCents: number;
  readonly collectedCents: number;
}

/** What is said of one currency as a whole. */
export interface FigureTotals {
  readonly currency: string;
  readonly openCents: number;
  readonly invoices: number;
  readonly overdueCents: number;
  /** Overdue for more than 90 days. */
  readonly atRiskCents: number;
  /** Of the months that are known. */
  readonly invoicedCents: number;
  readonly collectedCents: number;
  readonly dsoDays: number | null;
}

/** How many months back sales count: the month of the day, and the twelve before. */
const MONTHS = 13;

/** The figures of each currency as a whole: sums of several are no sum. */
export function totalsOf(on: CivilDate, ageing: readonly AgeLine[], months: readonly MonthLine[]): FigureTotals[] {
  const currencies = [...new Set([...ageing, ...months].map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const open = ageing.filter((each) => each.currency === currency);
    const own = months.filter((each) => each.currency === currency);
    const openCents = sumCents(open.map((each) => each.openCents));
    return {
      currency,
      openCents,
      invoices: open.reduce((sum, each) => sum + each.invoices, 0),
      overdueCents: sumCents(open.filter(({ band }) => band !== 'not-due').map((each) => each.openCents)),
      atRiskCents: sumCents(open.filter(({ band }) => band === 'over-90').map((each) => each.openCents)),
      invoicedCents: sumCents(own.map((each) => each.invoicedCents)),
      collectedCents: sumCents(own.map((each) => each.collectedCents)),
      dsoDays: daysOfSalesOutstanding(openCents, salesUntil(on, own)),
    };
  });
}

/** Every month until a day, the latest first: one without a sale counts its days too. */
function salesUntil(on: CivilDate, months: readonly MonthLine[]): MonthOfSales[] {
  const first = `${on.slice(0, 7)}-01`;
  return Array.from({ length: MONTHS }, (_, ago) => {
    const start = addMonths(first, -ago);
    const sold = months.find(({ month }) => start.startsWith(month));
    const days = ago === 0 ? Number(on.slice(8, 10)) : daysBetween(start, addMonths(start, 1));
    return { days, invoicedCents: sold?.invoicedCents ?? 0 };
  });
}

/**
 * Days sales outstanding by counting back: the open sum is laid against the sales of the latest month, then of the one before, until
 * nothing is left of it; each month counts its days, the last one in proportion. Null: there were no sales to count against, or the sum
 * is older than all the months that are known.
 */
function daysOfSalesOutstanding(openCents: number, latestFirst: readonly MonthOfSales[]): number | null {
  let left = openCents;
  let days = 0;
  for (const { days: length, invoicedCents } of latestFirst) {
    if (left <= invoicedCents)
      return invoicedCents === 0 ? (left === 0 ? days : null) : Math.round(days + (length * left) / invoicedCents);
    left -= invoicedCents;
    days += length;
  }
  return null;
}
