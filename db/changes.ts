import { and, inArray, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { bankEntries, cases } from './schema.ts';

/**
 * A text that differs once a case of these creditors (null: of any) was written since, or money waits that did not: cheap enough to be
 * asked every second by everybody who looks.
 */
export async function stampOf(db: Queries, creditors: readonly string[] | null): Promise<string> {
  const ids = creditors === null ? null : [...creditors];
  const latest = db
    .select({ at: sql<string>`max(${cases.updatedAt})` })
    .from(cases)
    .where(ids === null ? undefined : inArray(cases.creditorId, ids));
  const waiting = db
    .select({ count: sql<number>`count(*)::int`, cents: sql<string>`coalesce(sum(${bankEntries.openCents}), 0)` })
    .from(bankEntries)
    .where(
      and(
        ids === null ? undefined : inArray(bankEntries.creditorId, ids),
        inArray(bankEntries.verdict, ['unmatched', 'unknown-account']),
      ),
    );
  const [[written], [money]] = await Promise.all([latest, waiting]);
  return [written?.at ?? '', money?.count ?? 0, money?.cents ?? 0].join('/');
}
