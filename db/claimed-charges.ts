import { sql } from 'drizzle-orm';
import { CLAIM_LATE_CHARGES } from '../domain/plan/plan.ts';
import type { Queries } from './database.ts';
import type { OfDebtor } from './debtor-world.ts';
import { rowsOf } from './rows.ts';

/** The open cases of a debtor of which something that left asked for the claim, interest and indemnity, the oldest due first. */
export async function casesClaimingCharges(db: Queries, { creditorId, debtorId }: OfDebtor): Promise<string[]> {
  const asking = sql`select step ->> 'id' from jsonb_array_elements(plan -> 'steps') step where step ->> 'asks' = 'claim'
    union all select ${CLAIM_LATE_CHARGES.id}`;
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`select id from cases where creditor_id = ${creditorId} and debtor_id = ${debtorId} and closed_at is null
      and exists (select from jsonb_array_elements(state -> 'steps') record
        where (record ->> 'contact')::boolean and coalesce(record ->> 'as', record ->> 'step') in (${asking})) order by due_on, id`,
  );
  return rows.map(({ id }) => id);
}
