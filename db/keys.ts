import { createHash, randomBytes } from 'node:crypto';
import { and, desc, eq, gt, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { refuse } from '../domain/fault.ts';
import type { Role } from '../domain/role.ts';
import type { Queries } from './database.ts';
import { apiKeys } from './schema.ts';

/** Whom a request speaks for: a machine by its key, or a person by his session. `name` is what evidence says: never the key itself. */
export interface KeyHolder {
  readonly id: number;
  /** The creditor in whose name he acts now; null: none is chosen, he looks at all of his. */
  readonly creditorId: string | null;
  /** Every creditor whose cases he may see; null: all of them. */
  readonly creditors: readonly string[] | null;
  readonly role: Role;
  readonly name: string;
}

export interface NewKey {
  readonly id: number;
  readonly key: string;
}

/** What is written beside a key. */
export interface KeyLabel {
  readonly name?: string;
  /** The instant from which it opens nothing any more. */
  readonly expiresAt?: string;
}

/** A key as it is listed: what it opens, never what it is. */
export type ListedKey = Omit<typeof apiKeys.$inferSelect, 'keySha256'>;

/** The holder of a key that was neither revoked nor has expired. */
export async function holderOf(db: Queries, key: string): Promise<KeyHolder | undefined> {
  return validKey(db, eq(apiKeys.keySha256, sha256(key)));
}

/** The holder of a key by its name (`key:1`), while it is valid; undefined for every other name. */
export async function keyHolderNamed(db: Queries, name: string): Promise<KeyHolder | undefined> {
  const id = NAMED.exec(name)?.[1];
  return id === undefined ? undefined : validKey(db, eq(apiKeys.id, Number(id)));
}

const NAMED = /^key:(\d{1,9})$/;

async function validKey(db: Queries, which: SQL): Promise<KeyHolder | undefined> {
  const [row] = await db.select().from(apiKeys).where(and(which, isValid));
  if (!row) return undefined;
  const { id, creditorId, role } = row;
  return { id, creditorId, creditors: creditorId === null ? null : [creditorId], role, name: `key:${id}` };
}

const isValid = and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)));

/** Makes a key; only its SHA-256 is kept, so the answer is the one time it can be read. */
export async function createKey(
  db: Queries,
  creditorId: string | null,
  role: Role,
  { name, expiresAt }: KeyLabel = {},
): Promise<NewKey> {
  const key = newKey();
  const label = { name: name ?? null, expiresAt: expiresAt ?? null };
  const [row] = await db
    .insert(apiKeys)
    .values({ keySha256: sha256(key), creditorId, role, ...label })
    .returning({ id: apiKeys.id });
  if (!row) throw new Error('the key was not written');
  return { id: row.id, key };
}

/** Every key that was ever made, the newest first. */
export async function listKeys(db: Queries): Promise<ListedKey[]> {
  const rows = await db.select().from(apiKeys).orderBy(desc(apiKeys.id));
  return rows.map(({ keySha256: _, ...row }) => row);
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
 * Makes sure an admin key exists: the `given` one, which retires every admin key before it, or a new one where none is valid.
 * Answers with a key only when it was made here and must now be shown, once. Throws `BadInput` for a given key that was revoked.
 */
export async function ensureAdminKey(db: Queries, given?: string): Promise<string | null> {
  if (given !== undefined) return db.transaction((tx) => installAdminKey(tx, given));
  const [known] = await db
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(and(eq(apiKeys.role, 'admin'), isValid))
    .limit(1);
  return known ? null : (await createKey(db, null, 'admin', { name: 'premier démarrage' })).key;
}

async function installAdminKey(tx: Queries, given: string): Promise<null> {
  const keySha256 = sha256(given);
  await tx
    .insert(apiKeys)
    .values({ keySha256, creditorId: null, role: 'admin', name: 'EXIGIBLE_ADMIN_KEY' })
    .onConflictDoNothing();
  const [mine] = await tx.select().from(apiKeys).where(eq(apiKeys.keySha256, keySha256));
  if (mine?.revokedAt != null || mine?.role !== 'admin')
    return refuse('EXIGIBLE_ADMIN_KEY', 'got a key that was retired, expected a new one (openssl rand -base64 24)');
  await tx
    .update(apiKeys)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiKeys.role, 'admin'), ne(apiKeys.keySha256, keySha256), isNull(apiKeys.revokedAt)));
  return null;
}

function newKey(): string {
  return `exk_${randomBytes(24).toString('base64url')}`;
}

/** SHA-256 of a token, in hexadecimal: what is kept of it. */
export function sha256(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Revokes the keys of those digests that are valid yet; answers how many. */
export async function revokeKeysOf(db: Queries, digests: readonly string[]): Promise<number> {
  const revoked = await db
    .update(apiKeys)
    .set({ revokedAt: sql`now()` })
    .where(and(inArray(apiKeys.keySha256, [...digests]), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return revoked.length;
}
