import { and, asc, desc, eq, gt, inArray, lte, max, sql } from 'drizzle-orm';
import type { AmendmentKind, AmendmentState } from '../domain/amendment.ts';
import { type AmendedFields, amendments } from './amendment-schema.ts';
import type { Queries } from './database.ts';
import { creditors, debtors } from './schema.ts';

/** A change of what is known of a creditor or debtor, of a plan or of a template; by field what was and what is to be. */
export interface Amendment {
  readonly id: number;
  readonly creditorId: string;
  readonly kind: AmendmentKind;
  readonly subject: string;
  readonly version: number | null;
  readonly state: AmendmentState;
  readonly fields: AmendedFields;
  readonly actor: string;
  readonly at: string;
  readonly expiresAt: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

/** Which amendments: of one creditor, and what narrows them. */
export interface AmendmentQuery {
  readonly creditorId: string;
  readonly kind?: AmendmentKind | undefined;
  readonly subject?: string | undefined;
  readonly state?: AmendmentState | undefined;
  readonly limit: number;
}

/** Under this creditor lies what the product ships. */
const SHIPPED = '*';
const WORDINGS = 'templates';

const isWaiting = and(eq(amendments.state, 'waiting'), gt(amendments.expiresAt, sql`now()`));
const isExpired = and(eq(amendments.state, 'waiting'), lte(amendments.expiresAt, sql`now()`));

/** The newest first; what the product ships is everybody's. */
export async function listAmendments(db: Queries, query: AmendmentQuery): Promise<Amendment[]> {
  const { creditorId, kind, subject, state, limit } = query;
  return db
    .select(columns)
    .from(amendments)
    .where(
      and(
        inArray(amendments.creditorId, [creditorId, SHIPPED]),
        kind && eq(amendments.kind, kind),
        subject === undefined ? undefined : eq(amendments.subject, subject),
        state && inState(state),
      ),
    )
    .orderBy(desc(amendments.id))
    .limit(limit);
}

/** Locked until the caller's transaction ends. */
export async function amendmentForUpdate(tx: Queries, id: number): Promise<Amendment | undefined> {
  const [row] = await tx.select(columns).from(amendments).where(eq(amendments.id, id)).for('update');
  return row;
}

/** Ends one that waits. */
export async function decideAmendment(
  tx: Queries,
  id: number,
  { state, decidedBy, version }: { state: 'confirmed' | 'refused'; decidedBy: string; version: number | null },
): Promise<void> {
  await tx.update(amendments).set({ state, decidedBy, version, decidedAt: sql`now()` }).where(eq(amendments.id, id));
}

/** Puts a document in force that an amendment made of it; answers with its version. The trigger lets it pass: a second person confirmed it. */
export async function putAmended(tx: Queries, { id, kind, creditorId, subject }: Amendment, document: object): Promise<number> {
  const table = kind === 'creditor' ? creditors : debtors;
  const isIt = kind === 'creditor' ? eq(creditors.id, subject) : and(eq(debtors.creditorId, creditorId), eq(debtors.id, subject));
  const [row] = await tx
    .update(table)
    .set({ document, version: sql`${table.version} + 1`, updatedAt: sql`now()`, toldBy: `amendment:${id}` })
    .where(isIt)
    .returning({ version: table.version });
  if (!row) throw new Error(`${kind} ${subject} is gone`);
  return row.version;
}

/** What was amended of an erased debtor holds his addresses: that it happened stays, what it said goes. */
export async function blankAmendments(
  tx: Queries,
  { creditorId, debtorId }: { creditorId: string; debtorId: string },
): Promise<void> {
  await tx
    .update(amendments)
    .set({ fields: {} })
    .where(and(eq(amendments.creditorId, creditorId), eq(amendments.kind, 'debtor'), eq(amendments.subject, debtorId)));
}

/** Writes down which files of the wordings are new, other or gone since they were last looked at; `digests`: the SHA-256 of each. */
export async function noteTemplates(tx: Queries, digests: Readonly<Record<string, string>>, actor: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('wordings'))`);
  const rows = await tx.select({ fields: amendments.fields }).from(amendments).where(isOfWordings).orderBy(asc(amendments.id));
  const known = new Map<string, unknown>();
  for (const row of rows) for (const [file, [, after]] of Object.entries(row.fields)) known.set(file, after ?? undefined);
  const files = [...new Set([...known.keys(), ...Object.keys(digests)])].filter((file) => known.get(file) !== digests[file]);
  if (files.length === 0) return;
  const fields = Object.fromEntries(files.map((file) => [file, [known.get(file) ?? null, digests[file] ?? null] as const]));
  await tx.insert(amendments).values({ creditorId: SHIPPED, kind: 'template', subject: WORDINGS, state: 'made', fields, actor });
}

/** A number that grows whenever a wording changed; null before any was looked at. */
export async function wordingsSince(db: Queries): Promise<number | null> {
  const [row] = await db
    .select({ id: max(amendments.id) })
    .from(amendments)
    .where(isOfWordings);
  return row?.id ?? null;
}

const isOfWordings = and(eq(amendments.kind, 'template'), eq(amendments.subject, WORDINGS));

function inState(state: AmendmentState) {
  if (state === 'expired') return isExpired;
  return state === 'waiting' ? isWaiting : eq(amendments.state, state);
}

const { id, creditorId, kind, subject, version, fields, actor, at, expiresAt, decidedBy, decidedAt } = amendments;
const state = sql`case when ${isExpired} then 'expired' else ${amendments.state} end`.mapWith(amendments.state);
const columns = { id, creditorId, kind, subject, version, state, fields, actor, at, expiresAt, decidedBy, decidedAt };
