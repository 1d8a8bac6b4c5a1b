import { createHash, randomBytes } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { apiKeys } from './schema.ts';

/** Weakest first: each may do what those before it may. The admin belongs to no creditor. */
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Whom a key speaks for. `name` is what evidence says: never the key itself. */
export interface KeyHolder {
  readonly id: number;
  readonly creditorId: string | null;
  readonly role: Role;
  readonly name: string;
}

export interface NewKey {
  readonly id: number;
  readonly key: string;
}

/** The holder of a key that was not revoked. */
export async function holderOf(db: Queries, key: string): Promise<KeyHolder | undefined> {
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.keySha256, sha256(key)), isNull(apiKeys.revokedAt)));
  return row && { id: row.id, creditorId: row.creditorId, role: row.role as Role, name: `key:${row.id}` };
}

/** Makes a key; only its SHA-256 is kept, so the answer is the one time it can be read. */
export async function createKey(db: Queries, creditorId: string | null, role: Role, key = newKey()): Promise<NewKey> {
  const [row] = await db
    .insert(apiKeys)
    .values({ keySha256: sha256(key), creditorId, role })
    .returning({ id: apiKeys.id });
  if (!row) throw new Error('the key was not written');
  return { id: row.id, key };
}

/** Revokes a key; false when there is none of that id still valid. */
export async function revokeKey(db: Queries, id: number): Promise<boolean> {
  const revoked = await db
    .update(apiKeys)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return revoked.length > 0;
}

/**
 * Makes sure an admin key exists: the `given` one, or a new one at the very first start.
 * Answers with a key only when it was made here and must now be shown, once.
 */
export async function ensureAdminKey(db: Queries, given?: string): Promise<string | null> {
  if (given !== undefined) {
    await db
      .insert(apiKeys)
      .values({ keySha256: sha256(given), creditorId: null, role: 'admin' })
      .onConflictDoNothing();
    return null;
  }
  const [known] = await db.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.role, 'admin')).limit(1);
  return known ? null : (await createKey(db, null, 'admin')).key;
}

function newKey(): string {
  return `exk_${randomBytes(24).toString('base64url')}`;
}

function sha256(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
