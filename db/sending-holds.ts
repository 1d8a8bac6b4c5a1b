import { inArray, type SQL, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { ringWaiting } from './ring-waiting.ts';
import { rowsOf } from './rows.ts';
import { sendingHolds } from './schema.ts';

/** Stands for every creditor. */
export const EVERYBODY = '*';

/** Why nothing of a creditor leaves; null when it may. */
export async function heldBy(db: Queries, creditorId: string): Promise<string | null> {
  const [row] = await rowsOf<HeldRow>(db, heldAsked(creditorId));
  return row?.reason ?? null;
}

/** A stop to what leaves. */
export interface HeldRow {
  readonly reason: string;
}

/** What keeps the messages of a creditor, when anything does. */
export function heldAsked(creditorId: string): SQL {
  return sql`select ${sendingHolds.reason} from ${sendingHolds}
    where ${inArray(sendingHolds.creditorId, [EVERYBODY, creditorId])} limit 1`;
}

/** Every hold there is: of whom, and why. */
export async function sendingHoldsNow(db: Queries): Promise<ReadonlyMap<string, string>> {
  const rows = await db.select({ creditorId: sendingHolds.creditorId, reason: sendingHolds.reason }).from(sendingHolds);
  return new Map(rows.map(({ creditorId, reason }) => [creditorId, reason]));
}

/** From now on nothing of the creditor leaves, until it is released. */
export async function holdSends(db: Queries, creditorId: string, reason: string): Promise<void> {
  await db
    .insert(sendingHolds)
    .values({ creditorId, reason })
    .onConflictDoUpdate({ target: sendingHolds.creditorId, set: { reason } });
}

/** What was held may leave again; false when nothing was. The cases that wait look again at once. */
export async function releaseSends(db: Queries, creditorId: string): Promise<boolean> {
  const released = await db
    .delete(sendingHolds)
    .where(inArray(sendingHolds.creditorId, [creditorId]))
    .returning({ heldAt: sendingHolds.heldAt });
  const [hold] = released;
  if (!hold) return false;
  await ringWaiting(db, { creditorId: creditorId === EVERYBODY ? null : creditorId, since: hold.heldAt, cause: 'released' });
  return true;
}
