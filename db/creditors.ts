import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { WebhookPurpose } from '../domain/known-providers.ts';
import type { Creditor } from '../domain/party/party-schema.ts';
import type { Queries } from './database.ts';
import { isCurrent, type KeyRing, openText, sealText } from './key-ring.ts';
import { creditors, PRODUCT, webhookSecrets } from './schema.ts';

/** The creditor of that id. */
export async function creditorOf(db: Queries, id: string): Promise<Creditor | undefined> {
  const [row] = await db.select({ document: creditors.document }).from(creditors).where(eq(creditors.id, id));
  return row?.document as Creditor | undefined;
}

/** Id and name of creditors, by name: all of them, or those of a list. */
export function creditorNames(db: Queries, ids: readonly string[] | null): Promise<{ id: string; name: string }[]> {
  const name = sql<string>`${creditors.document}->>'name'`;
  return db
    .select({ id: creditors.id, name })
    .from(creditors)
    .where(ids === null ? undefined : inArray(creditors.id, [...ids]))
    .orderBy(asc(name), asc(creditors.id));
}

/**
 * Writes a creditor as `toldBy` tells it; answers with its version, 1 when it is new. Where a second person is needed what he must confirm
 * stays as it was (db/amendments.ts).
 */
export async function putCreditor(tx: Queries, creditor: Creditor, toldBy = PRODUCT): Promise<number> {
  const [row] = await tx
    .insert(creditors)
    .values({ id: creditor.id, document: creditor, version: 1, toldBy })
    .onConflictDoUpdate({
      target: creditors.id,
      set: { document: creditor, version: sql`${creditors.version} + 1`, updatedAt: sql`now()`, toldBy },
    })
    .returning({ version: creditors.version });
  return row?.version ?? 1;
}

/** The secrets that may sign a webhook now; two during a rotation, none for an unknown creditor. */
export async function secretsOf(db: Queries, ring: KeyRing, creditorId: string, purpose: WebhookPurpose): Promise<string[]> {
  const rows = await db
    .select({ secret: webhookSecrets.secret })
    .from(webhookSecrets)
    .where(and(isOf(creditorId, purpose), or(isNull(webhookSecrets.expiresAt), gt(webhookSecrets.expiresAt, sql`now()`))))
    .orderBy(webhookSecrets.id);
  return rows.map((row) => openText(ring, row.secret, aboutOf(creditorId, purpose)));
}

/** Adds a secret; each one before it stays valid for at most `graceHours` more, with 0 for not one request more. */
export async function addSecret(
  tx: Queries,
  ring: KeyRing,
  { creditorId, purpose, secret, graceHours }: NewSecret,
): Promise<void> {
  const end = sql`now() + make_interval(hours => ${graceHours})`;
  await tx
    .update(webhookSecrets)
    .set({ expiresAt: sql`least(${webhookSecrets.expiresAt}, ${end})` })
    .where(isOf(creditorId, purpose));
  await tx.insert(webhookSecrets).values({ creditorId, purpose, secret: sealText(ring, secret, aboutOf(creditorId, purpose)) });
}

export interface NewSecret {
  readonly creditorId: string;
  readonly purpose: WebhookPurpose;
  readonly secret: string;
  readonly graceHours: number;
}

/** Seals again what lies open, or under an older key of the ring; answers how many. Run at every start: so a new key is in force everywhere. */
export async function sealSecrets(db: Queries, ring: KeyRing): Promise<number> {
  const stale = (await db.select().from(webhookSecrets)).filter(({ secret }) => !isCurrent(ring, secret));
  for (const { id, creditorId, purpose, secret } of stale) {
    const about = aboutOf(creditorId, purpose);
    const sealed = sealText(ring, openText(ring, secret, about), about);
    await db.update(webhookSecrets).set({ secret: sealed }).where(eq(webhookSecrets.id, id));
  }
  return stale.length;
}

/** A sealed secret opens for its creditor and its purpose alone: copied to another row it is worth nothing. */
function aboutOf(creditorId: string, purpose: string): string {
  return `webhook-secret\n${creditorId}\n${purpose}`;
}

function isOf(creditorId: string, purpose: WebhookPurpose) {
  return and(eq(webhookSecrets.creditorId, creditorId), eq(webhookSecrets.purpose, purpose));
}
