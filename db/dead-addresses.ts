import { type SQL, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import type { OfDebtor } from './debtor-world.ts';
import { rowsOf } from './rows.ts';
import { isBounced } from './schema.ts';

export type Way = 'email' | 'sms';

/** An address of a debtor that does not work: since when, and whether a person is asked for another. */
export interface DeadAddress {
  readonly channel: Way;
  /** ISO 8601 */
  readonly at: string;
  readonly asked: boolean;
  /** What kept the messages back may pass: not dead yet. */
  readonly passing: boolean;
}

/** The field of a debtor's document, and of `contact` of his cases, that a way of writing to him uses. */
const fieldOf = (channel: SQL) => sql`case ${channel} when 'email' then 'email' else 'mobile' end`;

/** The addresses of a debtor that do not work, as any case of his was told, open or closed: what was corrected since, or went to a former one, is not dead. */
export function deadAddressesOf(db: Queries, { creditorId, debtorId }: OfDebtor): Promise<DeadAddress[]> {
  return rowsOf(
    db,
    sql`select bounce ->> 'channel' as channel, max((bounce ->> 'at')::timestamptz)::text as at,
        bool_or(state -> 'tasks' @> jsonb_build_array(jsonb_build_object('kind', 'bounce', 'channel', bounce -> 'channel'))) as asked,
        bool_and(coalesce((bounce -> 'passing')::boolean, false)) as passing
      from cases, jsonb_array_elements(state -> 'bounces') bounce
      where creditor_id = ${creditorId} and debtor_id = ${debtorId} and ${isBounced}
        and not coalesce((bounce -> 'former')::boolean, false)
        and not coalesce((state -> 'contact' -> ${fieldOf(sql`bounce ->> 'channel'`)})::boolean, true)
        and not ${correctedSince({ creditorId, debtorId }, fieldOf(sql`bounce ->> 'channel'`), sql`(bounce ->> 'at')::timestamptz`)}
      group by channel`,
  );
}

/** True when the address that a message went to was corrected after it left. */
export async function wentToFormer(db: Queries, message: string, channel: Way): Promise<boolean> {
  const of = { creditorId: sql`m.creditor_id`, debtorId: sql`m.debtor_id` };
  const [row] = await rowsOf<{ former: boolean }>(
    db,
    sql`select ${correctedSince(of, fieldOf(sql`${channel}::text`), sql`coalesce(m.sent_at, m.reserved_at)`)} as former
      from messages m where m.id = ${message}`,
  );
  return row?.former === true;
}

/** What a return says of the address to each case of its message, the first of which asks a person. */
export function ofAddress(former: boolean, place: number): { former?: true; shared?: true } {
  return { ...(former ? { former: true } : {}), ...(place > 0 ? { shared: true } : {}) };
}

interface Named {
  readonly creditorId: string | SQL;
  readonly debtorId: string | SQL;
}

/** Another value was written there after that instant. */
function correctedSince({ creditorId, debtorId }: Named, field: SQL, instant: SQL) {
  return sql`exists (select 1 from amendments a where a.kind = 'debtor' and a.creditor_id = ${creditorId} and a.subject = ${debtorId}
    and a.state in ('made', 'confirmed') and a.fields ? (${field}) and coalesce(a.decided_at, a.at) > ${instant})`;
}
