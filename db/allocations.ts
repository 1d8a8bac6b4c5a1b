import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { allocations, cases } from './schema.ts';

/** Money of an entry that a case was given; the id is the payment id that the case knows. */
export type AllocationRow = typeof allocations.$inferSelect;

const ROWS_AT_ONCE = 1000;

/** The allocations of an entry, in order. */
export function allocationsOf(db: Queries, creditorId: string, entryKey: string): Promise<AllocationRow[]> {
  return db
    .select()
    .from(allocations)
    .where(and(eq(allocations.creditorId, creditorId), eq(allocations.entryKey, entryKey)))
    .orderBy(asc(allocations.id));
}

/** Of these entries, those that ever gave something. */
export async function allocatedKeys(db: Queries, creditorId: string, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db
    .selectDistinct({ key: allocations.entryKey })
    .from(allocations)
    .where(and(eq(allocations.creditorId, creditorId), inArray(allocations.entryKey, [...keys])));
  return new Set(rows.map(({ key }) => key));
}

/** What several entries gave, with the number of the invoice that got it. */
export function allocationsOfEntries(db: Queries, creditorId: string, entryKeys: readonly string[]) {
  const { entryKey, caseId, amountCents, reversed } = allocations;
  return db
    .select({ entryKey, caseId, invoiceNumber: cases.invoiceNumber, amountCents, reversed })
    .from(allocations)
    .leftJoin(cases, eq(cases.id, allocations.caseId))
    .where(and(eq(allocations.creditorId, creditorId), inArray(allocations.entryKey, [...entryKeys])))
    .orderBy(asc(allocations.id));
}

/** Writes allocations; one that is known stays as it is. */
export async function putAllocations(tx: Queries, rows: readonly Omit<AllocationRow, 'reversed'>[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await tx
      .insert(allocations)
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .onConflictDoNothing();
}

/** Marks allocations as returned; answers with those that were not yet. */
export function reverseAllocations(tx: Queries, creditorId: string, entryKeys: readonly string[]): Promise<AllocationRow[]> {
  return tx
    .update(allocations)
    .set({ reversed: true })
    .where(
      and(eq(allocations.creditorId, creditorId), inArray(allocations.entryKey, [...entryKeys]), eq(allocations.reversed, false)),
    )
    .returning();
}
