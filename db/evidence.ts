import { and, asc, desc, eq, gte, sql } from 'drizzle-orm';
import type { Fact } from '../domain/case/facts/fact.ts';
import type { Queries } from './database.ts';
import { type EvidenceRow, GENESIS, linkOf } from './evidence-chain.ts';
import { rowsOf } from './rows.ts';
import { evidence } from './schema.ts';

/**
 * Appends the facts of a case from `firstSequence` (1 for the first ever), each linked to the one before.
 * Called again with the same facts it changes nothing; a different fact under a known sequence, or a gap, throws: evidence is never overwritten.
 */
export async function appendEvidence(tx: Queries, caseId: string, firstSequence: number, facts: readonly Fact[]): Promise<void> {
  const known = await knownFrom(tx, caseId, firstSequence - 1);
  const links = chainFrom(caseId, firstSequence, facts, previousDigestOf(known, caseId, firstSequence));
  const fresh = links.filter((link) => !isKnown(known, link));
  if (fresh.length > 0) await tx.insert(evidence).values(fresh.map((link) => ({ ...link })));
}

/** The last facts of a case, the newest first: what the next is linked to, and what people are shown as having happened lately. */
export async function latelyOf(tx: Queries, caseId: string, count: number): Promise<EvidenceRow[]> {
  return tx.select().from(evidence).where(eq(evidence.caseId, caseId)).orderBy(desc(evidence.sequence)).limit(count);
}

/** Appends facts after the last one of a case, whose row the caller holds. Answers with their rows. */
export async function appendAfter(
  tx: Queries,
  caseId: string,
  last: EvidenceRow | undefined,
  facts: readonly Fact[],
): Promise<EvidenceRow[]> {
  const links = chainFrom(caseId, (last?.sequence ?? 0) + 1, facts, last?.digest ?? GENESIS);
  if (links.length > 0) await tx.insert(evidence).values(links.map((link) => ({ ...link })));
  return links;
}

/** The evidence of a case in order. */
export async function evidenceOf(db: Queries, caseId: string): Promise<EvidenceRow[]> {
  return db.select().from(evidence).where(eq(evidence.caseId, caseId)).orderBy(asc(evidence.sequence));
}

type Digests = ReadonlyMap<number, string>;

async function knownFrom(tx: Queries, caseId: string, sequence: number): Promise<Digests> {
  const rows = await tx
    .select({ sequence: evidence.sequence, digest: evidence.digest })
    .from(evidence)
    .where(and(eq(evidence.caseId, caseId), gte(evidence.sequence, sequence)));
  return new Map(rows.map((row) => [row.sequence, row.digest]));
}

function previousDigestOf(known: Digests, caseId: string, firstSequence: number): string {
  const digest = firstSequence === 1 ? GENESIS : known.get(firstSequence - 1);
  if (digest === undefined) throw new Error(`evidence of ${caseId}: nothing recorded before ${firstSequence}`);
  return digest;
}

function chainFrom(caseId: string, firstSequence: number, facts: readonly Fact[], previousDigest: string): EvidenceRow[] {
  let previous = previousDigest;
  return facts.map((fact, index) => {
    const link = linkOf(caseId, firstSequence + index, fact, previous);
    previous = link.digest;
    return link;
  });
}

function isKnown(known: Digests, link: EvidenceRow): boolean {
  const digest = known.get(link.sequence);
  if (digest === undefined || digest === link.digest) return digest !== undefined;
  throw new Error(`evidence of ${link.caseId}: another fact is recorded as ${link.sequence}`);
}

/** True when the role of this connection could change evidence, or lift what protects it; also when nobody can tell. */
export async function mayChangeEvidence(db: Queries): Promise<boolean> {
  const [role] = await rowsOf<{ may: boolean }>(
    db,
    sql`
    select rolsuper or rolcreaterole or rolbypassrls or has_table_privilege(current_user, 'evidence', 'update, delete, truncate') as may
    from pg_roles where rolname = current_user`,
  );
  return role?.may !== false;
}
