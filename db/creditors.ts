import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import type { Creditor } from './party-schema.ts';
import { creditors, webhookSecrets } from './schema.ts';

export type WebhookPurpose = 'billing' | 'bank' | 'post' | 'email' | 'sms';

/** The creditor of that id. */
export async function creditorOf(db: Queries, id: string): Promise<Creditor | undefined> {
  const [row] = await db.select({ document: creditors.document }).from(creditors).where(eq(creditors.id, id));
  return row?.document as Creditor | undefined;
}

/** Writes a creditor; answers with its version, 1 when it is new. */
export async function putCreditor(tx: Queries, creditor: Creditor): Promise<number> {
  const [row] = await tx
    .insert(creditors)
    .values({ id: creditor.id, document: creditor, version: 1 })
    .onConflictDoUpdate({
      target: creditors.id,
      set: { document: creditor, version: sql`${creditors.version} + 1`, updatedAt: sql`now()` },
    })
    .returning({ version: creditors.version });
  return row?.version ?? 1;
}

/** The secrets that may sign a webhook now; two during a rotation, none for an unknown creditor. */
export async function secretsOf(db: Queries, creditorId: string, purpose: WebhookPurpose): Promise<string[]> {
  const rows = await db
    .select({ secret: webhookSecrets.secret })
    .from(webhookSecrets)
    .where(and(isOf(creditorId, purpose), or(isNull(webhookSecrets.expiresAt), gt(webhookSecrets.expiresAt, sql`now()`))));
  return rows.map((row) => row.secret);
}

/** Adds a secret; those before it stay valid for `graceHours` more. */
export async function addSecret(
  tx: Queries,
  creditorId: string,
  purpose: WebhookPurpose,
  secret: string,
  graceHours: number,
): Promise<void> {
  await tx
    .update(webhookSecrets)
    .set({ expiresAt: sql`now() + make_interval(hours => ${graceHours})` })
    .where(and(isOf(creditorId, purpose), isNull(webhookSecrets.expiresAt)));
  await tx.insert(webhookSecrets).values({ creditorId, purpose, secret });
}

function isOf(creditorId: string, purpose: WebhookPurpose) {
  return and(eq(webhookSecrets.creditorId, creditorId), eq(webhookSecrets.purpose, purpose));
}
