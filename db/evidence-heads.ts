import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { evidenceHeads, evidenceLeaves, evidenceWitnesses } from './access-schema.ts';
import { canonicalDigest } from './canonical.ts';
import type { Database, Queries } from './database.ts';
import { GENESIS } from './evidence-chain.ts';
import { type Head, type HeadProof, hashOfLeaf, headFault, type Leaf, pathOf, rootOf, type Witness } from './head-proof.ts';
import { evidence } from './schema.ts';

/** Why a head was made. */
export type HeadReason = 'day' | 'formal-notice' | 'handoff' | 'asked';

/** Who signs, and when. */
export interface HeadOrder {
  readonly key: KeyObject;
  readonly at: string;
  readonly reason: HeadReason;
}

/** What a check of the heads found. `intactSince` is the instant of the last head: what was recorded until then cannot have been changed. */
export interface HeadsVerdict {
  readonly heads: number;
  readonly intactSince: string | null;
  readonly fault: string | null;
}

/** Any constant of ours: two processes make their heads one after the other. */
const HEAD_LOCK = 7_405_110_319;
const LEAVES_AT_ONCE = 1000;

/**
 * Signs a head over the chains that grew since they were last signed, and names the head before: so each head stands for all of them. The
 * head of a day takes every chain, that of a notice or a file those alone in which one left. Durable when it returns.
 */
export function makeHead(db: Database, { key, at, reason }: HeadOrder): Promise<Head> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${HEAD_LOCK})`);
    const before = await lastHead(tx);
    const leaves = await grownChains(tx, grave[reason]);
    const sequence = (before?.sequence ?? 0) + 1;
    const body = { sequence, at, reason, chains: leaves.length, root: rootOf(leaves), previousDigest: before?.digest ?? GENESIS };
    const digest = canonicalDigest(body);
    const signature = sign(null, Buffer.from(digest, 'hex'), key).toString('base64');
    const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
    const head = { ...body, digest, publicKey, signature };
    await tx.insert(evidenceHeads).values(head);
    const rows = leaves.map((leaf, position) => ({ head: sequence, position, ...leaf }));
    for (let from = 0; from < rows.length; from += LEAVES_AT_ONCE)
      await tx.insert(evidenceLeaves).values(rows.slice(from, from + LEAVES_AT_ONCE));
    return head;
  });
}

/** What is signed within the minute, not within the day. */
const grave: Readonly<Record<HeadReason, SQL | undefined>> = {
  day: undefined,
  asked: undefined,
  'formal-notice': sql`grave.type = 'sent' and grave.fact ->> 'template' = 'formal-notice'`,
  handoff: sql`grave.type = 'handed-over'`,
};

/** Why a head is due after the last: none of today (a day in Paris), or a notice or a file that no head has under it. Null: none is. */
export async function reasonToSeal(db: Queries, last: Head | undefined, today: CivilDate): Promise<HeadReason | null> {
  if (!last || parisDay(Date.parse(last.at)) !== today) return 'day';
  for (const reason of ['handoff', 'formal-notice'] as const)
    if ((await grownChains(db, grave[reason], 1)).length > 0) return reason;
  return null;
}

/** The newest head. */
export async function lastHead(db: Queries): Promise<Head | undefined> {
  const [head] = await db.select().from(evidenceHeads).orderBy(desc(evidenceHeads.sequence)).limit(1);
  return head;
}

/** Every head, the oldest first. */
function listHeads(db: Queries): Promise<Head[]> {
  return db.select().from(evidenceHeads).orderBy(asc(evidenceHeads.sequence));
}

/** Remembers where a head was left. */
export async function noteWitness(db: Queries, head: number, witness: Witness): Promise<void> {
  await db
    .insert(evidenceWitnesses)
    .values({ head, ...witness })
    .onConflictDoNothing();
}

/** Who has a head besides this database. */
export async function witnessesOf(db: Queries, head: number): Promise<Witness[]> {
  const { kind, witness, token } = evidenceWitnesses;
  return db.select({ kind, witness, token }).from(evidenceWitnesses).where(eq(evidenceWitnesses.head, head)).orderBy(asc(kind));
}

/** Recomputes every head from the evidence as it now is. `publicKey`: the key that is known from elsewhere, base64 DER; else that of the first head. */
export async function verifyHeads(db: Queries, publicKey?: string): Promise<HeadsVerdict> {
  const heads = await listHeads(db);
  let previous = GENESIS;
  for (const head of heads) {
    const fault = headFault(head, previous, publicKey ?? heads[0]?.publicKey ?? '') ?? (await leavesFault(db, head));
    if (fault !== null) return { heads: heads.length, intactSince: null, fault: `tête n° ${head.sequence}\u00a0: ${fault}` };
    previous = head.digest;
  }
  return { heads: heads.length, intactSince: heads.at(-1)?.at ?? null, fault: null };
}

async function leavesFault(db: Queries, head: Head): Promise<string | null> {
  const leaves = await leavesOf(db, head.sequence);
  if (rootOf(leaves) !== head.root) return 'ses feuilles ont été changées';
  const [lost] = await db
    .select({ caseId: evidenceLeaves.caseId, sequence: evidenceLeaves.sequence })
    .from(evidenceLeaves)
    .leftJoin(evidence, and(eq(evidence.caseId, evidenceLeaves.caseId), eq(evidence.sequence, evidenceLeaves.sequence)))
    .where(and(eq(evidenceLeaves.head, head.sequence), sql`${evidence.digest} is distinct from ${evidenceLeaves.digest}`))
    .limit(1);
  return lost ? `la preuve n° ${lost.sequence} du dossier ${lost.caseId} n’est plus celle qui fut signée` : null;
}

function leavesOf(db: Queries, head: number): Promise<Leaf[]> {
  const { caseId, sequence, digest } = evidenceLeaves;
  return db
    .select({ caseId, sequence, digest })
    .from(evidenceLeaves)
    .where(eq(evidenceLeaves.head, head))
    .orderBy(asc(evidenceLeaves.position));
}

/** The last link of each chain that is longer than the heads know it, by case; with `which`, of those alone where such a fact is not under a head. */
async function grownChains(tx: Queries, which?: SQL, most?: number): Promise<Leaf[]> {
  const { caseId, sequence, digest } = evidence;
  const isSigned = (row: 'evidence' | 'grave') => sql`exists (select 1 from evidence_leaves known
    where known.case_id = ${sql.raw(row)}.case_id and known.sequence >= ${sql.raw(row)}.sequence)`;
  const grown = which
    ? sql`evidence.case_id in (select grave.case_id from evidence grave where ${which} and not ${isSigned('grave')})`
    : sql`not ${isSigned('evidence')}`;
  const found = tx
    .select({ caseId, sequence, digest })
    .from(evidence)
    .where(
      sql`${grown} and not exists (select 1 from evidence later where later.case_id = evidence.case_id and later.sequence > evidence.sequence)`,
    )
    .orderBy(asc(caseId));
  return most === undefined ? found : found.limit(most);
}

/** The newest head that has the chain of a case under it; undefined when none has yet. */
export async function headProofOf(db: Queries, caseId: string): Promise<HeadProof | undefined> {
  const [own] = await db
    .select({ head: evidenceHeads, position: evidenceLeaves.position })
    .from(evidenceLeaves)
    .innerJoin(evidenceHeads, eq(evidenceHeads.sequence, evidenceLeaves.head))
    .where(eq(evidenceLeaves.caseId, caseId))
    .orderBy(desc(evidenceLeaves.head))
    .limit(1);
  if (!own) return undefined;
  const leaves = await leavesOf(db, own.head.sequence);
  const leaf = leaves[own.position];
  if (!leaf) return undefined;
  return {
    head: own.head,
    leaf,
    path: pathOf(leaves.map(hashOfLeaf), own.position),
    witnesses: await witnessesOf(db, own.head.sequence),
  };
}
