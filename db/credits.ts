import { and, asc, eq, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { cases } from './schema.ts';

/** What a debtor paid too much on an invoice; it waits in the case until a person gives it back or uses it. */
export interface Credit {
  readonly caseId: string;
  readonly debtorId: string;
  readonly invoiceNumber: string;
  readonly currency: string;
  /** More than nothing. */
  readonly creditCents: number;
}

/** The credits of a creditor's debtors, as their cases see them. */
export function creditsOf(db: Queries, creditorId: string): Promise<Credit[]> {
  return db
    .select({
      caseId: cases.id,
      debtorId: cases.debtorId,
      invoiceNumber: cases.invoiceNumber,
      currency: cases.currency,
      creditCents: sql<number>`(-${cases.balanceCents})::float8`,
    })
    .from(cases)
    .where(and(eq(cases.creditorId, creditorId), cases.needsHuman, sql`${cases.tasks} @> '[{"kind":"credit"}]'::jsonb`))
    .orderBy(asc(cases.id));
}
