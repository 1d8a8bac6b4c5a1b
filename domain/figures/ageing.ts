/** How old a debt is, counted from its due date; the last one is what is called at risk. */
export const ageBands = ['not-due', '1-30', '31-60', '61-90', 'over-90'] as const;
export type AgeBand = (typeof ageBands)[number];

/** One month of sales, in cents: what was invoiced in it. */
export interface MonthOfSales {
  /** Days of the month that had passed on the day of the figure. */
  readonly days: number;
  readonly invoicedCents: number;
}

/**
 * Days sales outstanding by counting back: the open sum is laid against the sales of the latest month, then of the one before, until
 * nothing is left of it; each month counts its days, the last one in proportion. Null: there were no sales to count against, or the sum
 * is older than all the months that are known.
 */
export function daysOfSalesOutstanding(openCents: number, latestFirst: readonly MonthOfSales[]): number | null {
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
