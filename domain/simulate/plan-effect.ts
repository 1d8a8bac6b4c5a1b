import { balanceCents } from '../case/balance.ts';
import type { Case } from '../case/case.ts';
import { type Sum, sumsByCurrency } from '../money/cents.ts';
import { type Posted, postedOf } from '../party/postage.ts';
import type { AgendaLine } from './agenda.ts';

/** How far two plans are compared, in days, today among them: as far as one looks at what leaves. */
export const COMPARED_DAYS = 31;

/** What leaves for some cases in the days that are compared. */
export interface PlanEffect {
  /** What is not posted: the copy of a formal notice by e-mail too. */
  readonly messages: number;
  /** What is posted, or would be once its accord is given. */
  readonly letters: number;
  /** What the letters claim at least: the balance of each of their invoices, once. */
  readonly letterSums: readonly Sum[];
  readonly posted: readonly Posted[];
}

/** How much of what comes is about some cases. */
export function planEffect(lines: readonly AgendaLine[], cases: readonly Case[]): PlanEffect {
  const known = new Map(cases.map((each) => [each.invoice.number, each]));
  const own = lines.filter(({ invoices }) => invoices.some((number) => known.has(number)));
  const leaving = own.filter(({ act, posted }) => posted.length === 0 && (act === 'message' || act === 'letter'));
  const posting = own.filter(({ posted }) => posted.length > 0);
  const claimed = new Set(posting.flatMap(({ invoices }) => invoices.flatMap((number) => known.get(number) ?? [])));
  const posted = postedOf(posting.flatMap((line) => line.posted));
  return {
    messages: leaving.length,
    letters: posting.reduce((sum, line) => sum + line.posted.length, 0),
    letterSums: sumsByCurrency(
      [...claimed].map((one) => ({ currency: one.invoice.currency, cents: Math.max(0, balanceCents(one)) })),
    ),
    posted,
  };
}
