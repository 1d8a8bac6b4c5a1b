import { and, eq, isNull, sql } from 'drizzle-orm';
import { ERASED_NAME, retentions } from '../domain/retention.ts';
import { blankAmendments } from './amendments.ts';
import type { Queries } from './database.ts';
import { debtorLinks, debtorNotes, debtorSegments, type erasureReasons, erasures } from './debtor-schema.ts';
import { lockDebtor, type OfDebtor } from './debtor-world.ts';
import { openCasesOf } from './debtors.ts';
import { putMovementsTogether } from './movements.ts';
import { rowsOf } from './rows.ts';
import { debtors, rememberedPayers } from './schema.ts';

/** Who erases, and why: somebody asked, or the time is over. */
export interface Erasing extends OfDebtor {
  readonly actor: string;
  readonly reason: (typeof erasureReasons)[number];
}

export type Erasure = typeof erasures.$inferSelect;

/**
 * Erases the identity of a debtor, in the caller's transaction: name, addresses, numbers, what they were before, the names under which he paid,
 * the links of his page, his segment, what was noted of him, and what was told of his cases to other systems. Facts, sums and digests stay: no link of a chain names him. While a case is open his
 * identity is needed to recover the claim: answers with those that are, and then erases nothing.
 */
export async function eraseIdentity(tx: Queries, erasing: Erasing): Promise<{ erasure: Erasure } | { open: string[] }> {
  const { creditorId, debtorId } = erasing;
  await lockDebtor(tx, erasing);
  const open = await openCasesOf(tx, erasing);
  if (open.length > 0) return { open };
  const blank = sql`jsonb_build_object('id', ${debtors.id}, 'kind', ${debtors.document}->'kind', 'name', ${ERASED_NAME}::text, 'language', 'fr')`;
  await tx
    .update(debtors)
    .set({ document: blank, version: sql`${debtors.version} + 1`, updatedAt: sql`now()`, toldBy: 'erasure', billed: null })
    .where(and(eq(debtors.creditorId, creditorId), eq(debtors.id, debtorId)));
  await blankAmendments(tx, erasing);
  await tx
    .delete(rememberedPayers)
    .where(and(eq(rememberedPayers.creditorId, creditorId), eq(rememberedPayers.debtorId, debtorId)));
  for (const table of [debtorLinks, debtorSegments, debtorNotes])
    await tx.delete(table).where(and(eq(table.creditorId, creditorId), eq(table.debtorId, debtorId)));
  await tx.execute(sql`delete from webhook_deliveries where state <> 'waiting' and body->'data'->>'caseId' in
    (select id from cases where creditor_id = ${creditorId} and debtor_id = ${debtorId})`);
  // His segment is one that he may be alone in: what moved under its name moved back, and is put together to nothing.
  await putMovementsTogether(tx, creditorId);
  const [erasure] = await tx.insert(erasures).values(erasing).returning();
  if (!erasure) throw new Error(`the erasure of ${debtorId} was not written`);
  return { erasure };
}

/** The erasures of a debtor, the newest first. */
export async function erasuresOf(db: Queries, { creditorId, debtorId }: OfDebtor): Promise<Erasure[]> {
  return db
    .select()
    .from(erasures)
    .where(and(eq(erasures.creditorId, creditorId), eq(erasures.debtorId, debtorId)))
    .orderBy(sql`${erasures.id} desc`);
}

/** Debtors whose last case is closed longer than the law lets their identity be kept, and who have one. */
export async function identitiesOver(db: Queries, at: string, limit: number): Promise<OfDebtor[]> {
  const rows = await rowsOf<OfDebtor>(
    db,
    sql`select d.creditor_id as "creditorId", d.id as "debtorId" from debtors d
    where ${before(sql`d.updated_at`, at, retentions.identity.months)}
      and not exists (select 1 from erasures e where e.creditor_id = d.creditor_id and e.debtor_id = d.id and e.erased_at >= d.updated_at)
      and not exists (select 1 from cases c where c.creditor_id = d.creditor_id and c.debtor_id = d.id
        and (c.closed_at is null or not ${before(sql`c.closed_at`, at, retentions.identity.months)}))
    order by d.updated_at limit ${limit}`,
  );
  return rows;
}

/** Debtors whose identity is erased and whose papers need not be kept any longer: ten years where a case was handed over, else five. */
export async function papersOver(db: Queries, at: string, limit: number): Promise<OfDebtor[]> {
  const [usual, court] = [retentions.papers.months, retentions['court-papers'].months];
  const rows = await rowsOf<OfDebtor>(
    db,
    sql`select distinct e.creditor_id as "creditorId", e.debtor_id as "debtorId" from erasures e
    where e.papers_erased_at is null and not exists (select 1 from cases c
      where c.creditor_id = e.creditor_id and c.debtor_id = e.debtor_id and (c.closed_at is null or not
        case when exists (select 1 from evidence h where h.case_id = c.id and h.type = 'handed-over')
          then ${before(sql`c.closed_at`, at, court)} else ${before(sql`c.closed_at`, at, usual)} end))
    limit ${limit}`,
  );
  return rows;
}

/** The digests of all papers of a debtor that no other debtor's case or message has too. */
export async function papersOf(db: Queries, { creditorId, debtorId }: OfDebtor): Promise<string[]> {
  const rows = await rowsOf<{ sha256: string }>(
    db,
    sql`with own as (
      select id from cases where creditor_id = ${creditorId} and debtor_id = ${debtorId}),
    papers as (
      select sha256 from documents where case_id in (select id from own)
      union select sha256 from messages where creditor_id = ${creditorId} and debtor_id = ${debtorId}
      union select found.hex[1] from evidence, regexp_matches(fact::text, '"([0-9a-f]{64})"', 'g') found(hex) where case_id in (select id from own))
    select sha256 from papers where sha256 is not null
      and not exists (select 1 from documents d where d.sha256 = papers.sha256 and d.case_id not in (select id from own))
      and not exists (select 1 from messages m where m.sha256 = papers.sha256 and not (m.creditor_id = ${creditorId} and m.debtor_id = ${debtorId}))`,
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Writes down that the papers of a debtor are gone. */
export async function notePapersErased(tx: Queries, { creditorId, debtorId }: OfDebtor): Promise<void> {
  await tx
    .update(erasures)
    .set({ papersErasedAt: sql`now()` })
    .where(and(eq(erasures.creditorId, creditorId), eq(erasures.debtorId, debtorId), isNull(erasures.papersErasedAt)));
}

/** True when an instant lies more months before `at`. */
export function before(instant: ReturnType<typeof sql>, at: string, months: number) {
  return sql`${instant} < ${at}::timestamptz - ${months} * interval '1 month'`;
}
