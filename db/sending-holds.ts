import { inArray, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { sendingHolds } from './schema.ts';

/** Stands for every creditor. */
export const EVERYBODY = '*';

/** Why nothing of a creditor leaves; null when it may. */
export async function heldBy(db: Queries, creditorId: string): Promise<string | null> {
  const [row] = await db
    .select({ reason: sendingHolds.reason })
    .from(sendingHolds)
    .where(inArray(sendingHolds.creditorId, [EVERYBODY, creditorId]))
    .limit(1);
  return row?.reason ?? null;
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
  const ofCreditor = creditorId === EVERYBODY ? sql`true` : sql`creditor_id = ${creditorId}`;
  await db.execute(sql`with waiting as (select id, creditor_id from cases
      where ${ofCreditor} and run > 0 and next_act_at between ${hold.heldAt}::timestamptz and now() + interval '2 hours'),
    fresh as (insert into received_events (event_id, case_id)
      select 'released:' || ${hold.heldAt}::text || ':' || id, id from waiting on conflict do nothing returning event_id, case_id)
    insert into inbox (event_id, creditor_id, case_id, lane, kind, body)
      select fresh.event_id, waiting.creditor_id, waiting.id, waiting.id, 'ring', '{}'::jsonb from fresh join waiting on waiting.id = fresh.case_id`);
  return true;
}
