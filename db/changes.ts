import { and, inArray, sql } from 'drizzle-orm';
import { eachCreditor } from './creditors-asked.ts';
import type { Queries } from './database.ts';
import { jobs } from './job-schema.ts';
import { rowsOf } from './rows.ts';
import { bankEntries } from './schema.ts';

/**
 * A text that differs once a case of these creditors (null: of any) was written since, money waits that did not, or work for many of theirs
 * went on: cheap enough to be asked every second by everybody who looks.
 */
export async function stampOf(db: Queries, creditors: readonly string[] | null): Promise<string> {
  const ids = creditors === null ? null : [...creditors];
  const latest = sql`(select max(latest.at)::text from ${eachCreditor(creditors)} cross join lateral
    (select updated_at as at from cases where creditor_id = asked.id order by updated_at desc limit 1) latest)`;
  const waiting = db
    .select({ told: sql`concat(count(*), '/', coalesce(sum(${bankEntries.openCents}), 0))` })
    .from(bankEntries)
    .where(
      and(
        ids === null ? undefined : inArray(bankEntries.creditorId, ids),
        // In the words of the index that this is read from.
        sql`verdict in ('unmatched', 'unknown-account')`,
      ),
    );
  const working = db
    .select({ told: sql`concat(coalesce(sum(${jobs.done} + ${jobs.same} + ${jobs.refused}), 0), '/', count(${jobs.endedAt}))` })
    .from(jobs)
    .where(ids === null ? undefined : sql`${jobs.creditors} <@ ${JSON.stringify(ids)}::jsonb`);
  const [row] = await rowsOf<{ stamp: string }>(
    db,
    sql`select concat(coalesce(${latest}, ''), '/', ${waiting}, '/', ${working}) as stamp`,
  );
  return row?.stamp ?? '';
}
