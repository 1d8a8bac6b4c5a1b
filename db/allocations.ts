import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { allocations } from './schema.ts';

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
