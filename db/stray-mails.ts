import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { retentions } from '../domain/retention.ts';
import type { Queries } from './database.ts';
import { strayMails } from './debtor-schema.ts';
import { before } from './erasure.ts';
import { rowsOf } from './rows.ts';
import { creditors } from './schema.ts';

export type StrayMail = typeof strayMails.$inferSelect;

/** Keeps a mail that belongs to no open case, once. Where only one creditor is served it is his. */
export async function keepStray(
  db: Queries,
  { sha256, creditorId, sender, subject }: Pick<StrayMail, 'sha256' | 'creditorId' | 'sender' | 'subject'>,
): Promise<void> {
  const known = await db.select({ id: creditors.id }).from(creditors).limit(2);
  const only = known.length === 1 ? (known[0]?.id ?? null) : null;
  await db
    .insert(strayMails)
    .values({ sha256, creditorId: creditorId ?? only, sender, subject })
    .onConflictDoNothing();
}

/** Those that wait for a person, the oldest first. `creditors`: of whom; null: of everybody, and of nobody. */
export async function strayMailsOf(db: Queries, creditorIds: readonly string[] | null, limit: number): Promise<StrayMail[]> {
  return db
    .select()
    .from(strayMails)
    .where(and(isNull(strayMails.endedAt), of(creditorIds)))
    .orderBy(asc(strayMails.receivedAt), asc(strayMails.sha256))
    .limit(limit);
}

/** One of them, waiting or not. */
export async function strayMailOf(
  db: Queries,
  creditorIds: readonly string[] | null,
  sha256: string,
): Promise<StrayMail | undefined> {
  const [row] = await db
    .select()
    .from(strayMails)
    .where(and(eq(strayMails.sha256, sha256), of(creditorIds)));
  return row;
}

/** Writes down who gave it to which case, or put it aside (`caseId` null). False: somebody already did. */
export async function endStray(tx: Queries, sha256: string, endedBy: string, caseId: string | null): Promise<boolean> {
  const ended = await tx
    .update(strayMails)
    .set({ endedAt: sql`now()`, endedBy, caseId })
    .where(and(eq(strayMails.sha256, sha256), isNull(strayMails.endedAt)))
    .returning({ sha256: strayMails.sha256 });
  return ended.length > 0;
}

/** Those that are kept long enough at `at` (ISO 8601); `isKept`: a case has it among its documents. */
export function strayMailsOver(db: Queries, at: string): Promise<{ readonly sha256: string; readonly isKept: boolean }[]> {
  return rowsOf(
    db,
    sql`select sha256, exists (select 1 from documents d where d.sha256 = m.sha256) as "isKept" from stray_mails m
      where ${before(sql`m.received_at`, at, retentions['stray-mails'].months)} limit ${AT_ONCE}`,
  );
}

/** Takes it out of the list, its file being gone or a case's. */
export async function forgetStray(db: Queries, sha256: string): Promise<void> {
  await db.delete(strayMails).where(eq(strayMails.sha256, sha256));
}

const AT_ONCE = 1000;

function of(creditorIds: readonly string[] | null): SQL | undefined {
  return creditorIds === null ? undefined : sql`${strayMails.creditorId} = any(${sql.param([...creditorIds])}::text[])`;
}
