import { and, eq, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { debtorSegments } from './debtor-schema.ts';

/** A segment that a person gave. */
export type DecidedSegment = Pick<typeof debtorSegments.$inferSelect, 'segment' | 'decidedBy' | 'decidedAt'>;

/** The segment that a person gave a debtor, if one did. */
export async function decidedSegmentOf(db: Queries, creditorId: string, debtorId: string): Promise<DecidedSegment | undefined> {
  const { segment, decidedBy, decidedAt } = debtorSegments;
  const [row] = await db.select({ segment, decidedBy, decidedAt }).from(debtorSegments).where(of(creditorId, debtorId));
  return row;
}

/** Writes down the segment that a person gives a debtor; null takes it back. */
export async function decideSegment(
  tx: Queries,
  told: { readonly creditorId: string; readonly debtorId: string; readonly segment: string | null; readonly decidedBy: string },
): Promise<void> {
  const { creditorId, debtorId, segment, decidedBy } = told;
  if (segment === null) {
    await tx.delete(debtorSegments).where(of(creditorId, debtorId));
    return;
  }
  await tx
    .insert(debtorSegments)
    .values({ creditorId, debtorId, segment, decidedBy })
    .onConflictDoUpdate({
      target: [debtorSegments.creditorId, debtorSegments.debtorId],
      set: { segment, decidedBy, decidedAt: sql`now()` },
    });
}

/** Every segment that people gave debtors of a creditor, by debtor. */
export async function decidedSegments(db: Queries, creditorId: string): Promise<ReadonlyMap<string, string>> {
  const { debtorId, segment } = debtorSegments;
  const rows = await db.select({ debtorId, segment }).from(debtorSegments).where(eq(debtorSegments.creditorId, creditorId));
  return new Map(rows.map((row) => [row.debtorId, row.segment]));
}

function of(creditorId: string, debtorId: string) {
  return and(eq(debtorSegments.creditorId, creditorId), eq(debtorSegments.debtorId, debtorId));
}
