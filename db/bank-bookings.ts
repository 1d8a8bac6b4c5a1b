import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { CountedBooking, KnownBooking, KnownBookings } from '../domain/statement/new-entries.ts';
import type { Queries } from './database.ts';
import { bankBookings } from './schema.ts';

const ROWS_AT_ONCE = 1000;

/** The name of a booking in the rows of its entries. */
export function bookingName({ fingerprint, ordinal }: Pick<CountedBooking, 'fingerprint' | 'ordinal'>): string {
  return `${fingerprint}#${ordinal}`;
}

/** What is known of the bookings with these fingerprints. */
export async function knownBookings(tx: Queries, creditorId: string, fingerprints: readonly string[]): Promise<KnownBookings> {
  const known = new Map<string, KnownBooking[]>();
  if (fingerprints.length === 0) return known;
  const rows = await tx
    .select({ fingerprint: bankBookings.fingerprint, said: bankBookings.said })
    .from(bankBookings)
    .where(and(eq(bankBookings.creditorId, creditorId), inArray(bankBookings.fingerprint, [...fingerprints])))
    .orderBy(asc(bankBookings.fingerprint), asc(bankBookings.ordinal));
  for (const { fingerprint, said } of rows) known.set(fingerprint, [...(known.get(fingerprint) ?? []), said]);
  return known;
}

/** Keeps what is now known of bookings. */
export async function putBookings(tx: Queries, creditorId: string, bookings: readonly CountedBooking[]): Promise<void> {
  const rows = bookings.map(({ fingerprint, ordinal, said }) => ({ creditorId, fingerprint, ordinal, said }));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await tx
      .insert(bankBookings)
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .onConflictDoUpdate({
        target: [bankBookings.creditorId, bankBookings.fingerprint, bankBookings.ordinal],
        set: { said: sql`excluded.said` },
      });
}
