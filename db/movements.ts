import { sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { rowsOf } from './rows.ts';

/** Any constant of ours: two processes do not put the same rows together. */
const LOCK = 7_405_110_319;

/**
 * Puts movements of the ledger together that differ in their amounts only: figures stay as they are, and read few rows. Whoever writes or
 * reads meanwhile waits for nothing. Answers with how many rows there are less. `creditorId`: only his; absent: everybody's.
 */
export function putMovementsTogether(db: Queries, creditorId: string | null = null): Promise<number> {
  return db.transaction(async (tx) => {
    const [alone] = await rowsOf<{ isOurs: boolean }>(tx, sql`select pg_try_advisory_xact_lock(${LOCK}) as "isOurs"`);
    if (!alone?.isOurs) return 0;
    const [fewer] = await rowsOf<{ count: number }>(
      tx,
      sql`
      with several as (
        select creditor_id, currency, "on", due_on, phase, segment from movements
        where ${creditorId}::text is null or creditor_id = ${creditorId}::text group by 1, 2, 3, 4, 5, 6 having count(*) > 1),
      gone as (
        delete from movements m using several s
        where (m.creditor_id, m.currency, m."on", m.due_on, m.phase, m.segment) = (s.creditor_id, s.currency, s."on", s.due_on, s.phase, s.segment)
        returning m.*),
      put as (
        insert into movements
        select creditor_id, currency, "on", due_on, phase, sum(open_cents), sum(invoices), sum(invoiced_cents), sum(collected_cents), segment
        from gone group by 1, 2, 3, 4, 5, 10
        having sum(open_cents) <> 0 or sum(invoices) <> 0 or sum(invoiced_cents) <> 0 or sum(collected_cents) <> 0
        returning 1)
      select (select count(*) from gone)::int - (select count(*) from put)::int as count`,
    );
    return fewer?.count ?? 0;
  });
}

/** Writes what triggers keep of the cases (the ledger, segments, tasks beside the state): for rows of a copy that was made before. */
export async function writeMovementsAnew(tx: Queries): Promise<void> {
  await tx.execute(sql`select write_movements_anew()`);
}
