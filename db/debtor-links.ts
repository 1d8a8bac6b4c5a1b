import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gte, isNull, lt, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { debtorLinks } from './debtor-schema.ts';

/** Whose page a link opens. `id` names the link in what is written of it, and opens nothing. */
export interface DebtorLink {
  readonly id: string;
  readonly creditorId: string;
  readonly debtorId: string;
}

/** 128 random bits: nobody guesses it, and it is short enough for an SMS. */
const TOKEN_BYTES = 16;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;
/** As long as the last letter of a ladder may be read, and no longer. */
const LIVES_DAYS = 180;
const ID_LENGTH = 12;
const REPLY_LENGTH = 24;
const REPLY_NAME = /^[0-9a-f]{24}$/;

/** Makes a link for a message to that debtor; answers with its token, which is kept nowhere. */
export async function makeDebtorLink(db: Queries, creditorId: string, debtorId: string): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const expiresAt = sql`now() + ${LIVES_DAYS} * interval '1 day'`;
  await db.insert(debtorLinks).values({ tokenSha256: sha256(token), creditorId, debtorId, expiresAt });
  return token;
}

/** Whose page a token opens; undefined for one that is wrong, over or revoked, without saying which. */
export async function findDebtorLink(db: Queries, token: string): Promise<DebtorLink | undefined> {
  if (!TOKEN.test(token)) return undefined;
  const [row] = await db
    .select()
    .from(debtorLinks)
    .where(and(eq(debtorLinks.tokenSha256, sha256(token)), isNull(debtorLinks.revokedAt), sql`expires_at > now()`));
  return row && { id: row.tokenSha256.slice(0, ID_LENGTH), creditorId: row.creditorId, debtorId: row.debtorId };
}

/** The name under which an answer to a message is told from others: it opens nothing, and says nothing of the link. */
export function replyNameOf(token: string): string {
  return sha256(token).slice(0, REPLY_LENGTH);
}

/** Whose messages an address of answers belongs to, also when its link is over. */
export async function findReplyName(db: Queries, name: string): Promise<Omit<DebtorLink, 'id'> | undefined> {
  if (!REPLY_NAME.test(name)) return undefined;
  const [row] = await db
    .select({ creditorId: debtorLinks.creditorId, debtorId: debtorLinks.debtorId })
    .from(debtorLinks)
    .where(and(gte(debtorLinks.tokenSha256, name), lt(debtorLinks.tokenSha256, `${name}g`)))
    .limit(1);
  return row;
}

/** Ends every link of a debtor; answers with how many there were. New messages bring new ones. */
export async function revokeDebtorLinks(db: Queries, creditorId: string, debtorId: string): Promise<number> {
  const ended = await db
    .update(debtorLinks)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(debtorLinks.creditorId, creditorId), eq(debtorLinks.debtorId, debtorId), isNull(debtorLinks.revokedAt)))
    .returning({ tokenSha256: debtorLinks.tokenSha256 });
  return ended.length;
}

/** How many links of a debtor open his page today. */
export async function liveLinksOf(db: Queries, creditorId: string, debtorId: string): Promise<number> {
  const live = and(isNull(debtorLinks.revokedAt), sql`expires_at > now()`);
  return db.$count(debtorLinks, and(eq(debtorLinks.creditorId, creditorId), eq(debtorLinks.debtorId, debtorId), live));
}

function sha256(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
