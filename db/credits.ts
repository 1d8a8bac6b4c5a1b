import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { creditCents } from '../domain/case/next/credit.ts';
import { upcastCase } from '../domain/case/upcast.ts';
import type { Queries } from './database.ts';
import { cases } from './schema.ts';

/** What a debtor paid too much on an invoice; it waits in the case until a person gives it back or uses it. */
export interface Credit {
  readonly caseId: string;
  readonly debtorId: string;
  readonly invoiceNumber: string;
  readonly currency: string;
  /** More than nothing: what may be given back, less what late charges took of the money above the price. */
  readonly creditCents: number;
}

const isTold = sql`cases.tasks @> '[{"kind":"credit"}]'::jsonb`;

/** Beside the columns of a line of `cases`: the case, where it may have a credit. */
export const inCredit: SQL = sql`case when cases.balance_cents < 0 and ${isTold} then cases.state end as "inCredit"`;

/** A line that was read with `inCredit`. */
export interface InCredit {
  readonly inCredit: unknown;
}

/** The same with what its case has to the debtor's credit, in cents. */
export function withCredit<Line extends InCredit>({ inCredit: state, ...line }: Line) {
  return { ...line, creditCents: state === null ? 0 : creditCents(upcastCase(state)) };
}

/** The credits of a creditor's debtors, or of one of them, as their cases see them. */
export async function creditsOf(db: Queries, creditorId: string, debtorId?: string): Promise<Credit[]> {
  const ofDebtor = debtorId === undefined ? undefined : eq(cases.debtorId, debtorId);
  const rows = await db
    .select({
      caseId: cases.id,
      debtorId: cases.debtorId,
      invoiceNumber: cases.invoiceNumber,
      currency: cases.currency,
      inCredit: cases.state,
    })
    .from(cases)
    .where(and(eq(cases.creditorId, creditorId), ofDebtor, cases.needsHuman, isTold))
    .orderBy(asc(cases.id));
  return rows.map(withCredit).filter((credit) => credit.creditCents > 0);
}
