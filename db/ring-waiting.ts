import { sql } from 'drizzle-orm';
import type { Queries } from './database.ts';

/** What kept cases waiting and ends now. `creditorId` null: those of everybody; `since`: when it began, so that each end rings once. */
export interface Waited {
  readonly creditorId: string | null;
  readonly since: string;
  readonly cause: string;
}

/** Whoever is kept looks again by himself within this time: what is due later waits for something else. */
const LOOKS_WITHIN = sql`interval '2 hours'`;

/**
 * Rings the cases that waited, in the transaction that ends what they waited for: they look again at once. One that is at the gate this
 * moment is overdue, and rung too: it may have read what is true no more.
 */
export async function ringWaiting(tx: Queries, { creditorId, since, cause }: Waited): Promise<void> {
  const ofCreditor = creditorId === null ? sql`true` : sql`creditor_id = ${creditorId}`;
  await tx.execute(sql`with waiting as (select id, creditor_id from cases
      where ${ofCreditor} and run > 0 and next_act_at <= now() + ${LOOKS_WITHIN}),
    fresh as (insert into received_events (event_id, case_id)
      select ${`${cause}:${since}:`}::text || id, id from waiting on conflict do nothing returning event_id, case_id)
    insert into inbox (event_id, creditor_id, case_id, lane, kind, body)
      select fresh.event_id, waiting.creditor_id, waiting.id, waiting.id, 'ring', '{}'::jsonb from fresh join waiting on waiting.id = fresh.case_id`);
}
