import { randomBytes } from 'node:crypto';
import { and, asc, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type { Role } from '../domain/role.ts';
import { oneTimeTokens, passkeys, people, savedViews, sessions, type tokenPurposes } from './access-schema.ts';
import type { Queries } from './database.ts';
import { type KeyHolder, sha256 } from './keys.ts';
import { apiKeys, creditors } from './schema.ts';

/** A person who may sign in. `creditors` null: every one of them, which only an admin has. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly creditors: readonly string[] | null;
}

/** The public half of a key that a person's device keeps. */
export type Passkey = Omit<typeof passkeys.$inferSelect, 'createdAt' | 'usedAt' | 'transports'> & {
  readonly transports: readonly string[];
};

export type TokenPurpose = (typeof tokenPurposes)[number];

/** How long a session lives: a working day. */
export const SESSION_HOURS = 12;

/** Makes a person. */
export async function addPerson(db: Queries, { name, role, creditors }: Omit<Person, 'id'>): Promise<Person> {
  const [row] = await db
    .insert(people)
    .values({ name, role, creditors: creditors === null ? null : [...creditors] })
    .returning();
  if (!row) throw new Error('the person was not written');
  return personOf(row);
}

/** Everyone who may still come in. */
export async function listPeople(db: Queries): Promise<Person[]> {
  return (await db.select().from(people).where(isNull(people.endedAt)).orderBy(asc(people.id))).map(personOf);
}

/**
 * The names of all people and keys that share a creditor with somebody (null: of all), those whose door is closed too, by how acts name
 * them: `person:3`, `key:4`. A key without a name is not among them.
 */
export async function namesBeside(db: Queries, creditors: readonly string[] | null): Promise<Record<string, string>> {
  const isBeside = (ofOne: readonly string[] | null) =>
    creditors === null || ofOne === null || ofOne.some((id) => creditors.includes(id));
  const [persons, keys] = await Promise.all([
    db.select({ id: people.id, name: people.name, creditors: people.creditors }).from(people),
    db.select({ id: apiKeys.id, name: apiKeys.name, creditorId: apiKeys.creditorId }).from(apiKeys),
  ]);
  return Object.fromEntries([
    ...persons.filter((one) => isBeside(one.creditors)).map(({ id, name }) => [`person:${id}`, name]),
    ...keys
      .filter(({ name, creditorId }) => name !== null && isBeside(creditorId === null ? null : [creditorId]))
      .map(({ id, name }) => [`key:${id}`, `clé «\u00a0${name}\u00a0»`]),
  ]);
}

/** A person who may still come in. */
export async function findPerson(db: Queries, id: number): Promise<Person | undefined> {
  const [row] = await db
    .select()
    .from(people)
    .where(and(eq(people.id, id), isNull(people.endedAt)));
  return row && personOf(row);
}

/** Changes what a person may do; open sessions follow at once. */
export async function changePerson(db: Queries, id: number, change: Partial<Omit<Person, 'id'>>): Promise<Person | undefined> {
  const { creditors, ...rest } = change;
  const [row] = await db
    .update(people)
    .set({ ...rest, ...(creditors === undefined ? {} : { creditors: creditors === null ? null : [...creditors] }) })
    .where(and(eq(people.id, id), isNull(people.endedAt)))
    .returning();
  return row && personOf(row);
}

/** Shuts a person out: sessions, links, passkeys and kept views end with it. False when there is none of that id. */
export async function endPerson(tx: Queries, id: number): Promise<boolean> {
  const ended = await tx
    .update(people)
    .set({ endedAt: sql`now()`, morningTo: null })
    .where(and(eq(people.id, id), isNull(people.endedAt)))
    .returning({ id: people.id });
  for (const table of [sessions, oneTimeTokens, passkeys, savedViews]) await tx.delete(table).where(eq(table.personId, id));
  return ended.length > 0;
}

/** A token that opens one door once, for `minutes`; the answer is the one time it can be read. */
export async function giveToken(
  db: Queries,
  { purpose, personId, minutes, token = newToken() }: NewToken,
): Promise<{ token: string; expiresAt: string }> {
  await db.delete(oneTimeTokens).where(lt(oneTimeTokens.expiresAt, sql`now()`));
  const [row] = await db
    .insert(oneTimeTokens)
    .values({ tokenSha256: sha256(token), purpose, personId, expiresAt: sql`now() + make_interval(mins => ${minutes})` })
    .returning({ expiresAt: oneTimeTokens.expiresAt });
  return { token, expiresAt: row?.expiresAt ?? '' };
}

export interface NewToken {
  readonly purpose: TokenPurpose;
  readonly personId: number | null;
  readonly minutes: number;
  /** Given when somebody else made it. */
  readonly token?: string;
}

/** Uses a token up; undefined when it opens nothing, or nothing any more. */
export async function takeToken(
  db: Queries,
  purpose: TokenPurpose,
  token: string,
): Promise<{ personId: number | null } | undefined> {
  const [row] = await db.delete(oneTimeTokens).where(isToken(purpose, token)).returning({ personId: oneTimeTokens.personId });
  return row;
}

/** Looks at a token and leaves it. */
export async function lookAtToken(
  db: Queries,
  purpose: TokenPurpose,
  token: string,
): Promise<{ personId: number | null } | undefined> {
  const [row] = await db.select({ personId: oneTimeTokens.personId }).from(oneTimeTokens).where(isToken(purpose, token));
  return row;
}

function isToken(purpose: TokenPurpose, token: string) {
  return and(
    eq(oneTimeTokens.tokenSha256, sha256(token)),
    eq(oneTimeTokens.purpose, purpose),
    gt(oneTimeTokens.expiresAt, sql`now()`),
  );
}

/** Opens a session; only the digest of its token is kept. */
export async function openSession(db: Queries, { id, creditors }: Person): Promise<string> {
  await db.delete(sessions).where(lt(sessions.expiresAt, sql`now()`));
  const token = newToken();
  const expiresAt = sql`now() + make_interval(hours => ${SESSION_HOURS})`;
  await db.insert(sessions).values({ tokenSha256: sha256(token), personId: id, creditorId: creditors?.[0] ?? null, expiresAt });
  return token;
}

/** Where there is one creditor alone nobody has to choose it. */
const onlyCreditor = sql<string | null>`(select min(${creditors.id}) from ${creditors} having count(*) = 1)`;

/** The person of a session, and the creditor in whose name he acts now. */
export async function sessionOf(db: Queries, token: string): Promise<KeyHolder | undefined> {
  const [row] = await db
    .select({ person: people, creditorId: sql<string | null>`coalesce(${sessions.creditorId}, ${onlyCreditor})` })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(and(eq(sessions.tokenSha256, sha256(token)), gt(sessions.expiresAt, sql`now()`), isNull(people.endedAt)));
  return row && holder(personOf(row.person), row.creditorId);
}

/** A person by his name in evidence (`person:1`), acting for that creditor; undefined for every other name, and for who may not come in any more. */
export async function personNamed(db: Queries, name: string, creditorId: string | null): Promise<KeyHolder | undefined> {
  const id = NAMED.exec(name)?.[1];
  const person = id === undefined ? undefined : await findPerson(db, Number(id));
  return person && holder(person, creditorId);
}

const NAMED = /^person:(\d{1,9})$/;

/** Without a creditor of his a person has no place here; who has several, as an admin, may look at all of them at once. */
function holder({ id, role, creditors }: Person, chosen: string | null): KeyHolder | undefined {
  if (role !== 'admin' && (creditors === null || creditors.length === 0)) return undefined;
  const isTheirs = chosen !== null && (creditors === null || creditors.includes(chosen));
  return { id, creditorId: isTheirs ? chosen : placeAmong(creditors, chosen), creditors, role, name: `person:${id}` };
}

/** Where somebody stands who chose nobody, or somebody who is no longer his: at all of his creditors, or at the only one. */
function placeAmong(creditors: Person['creditors'], chosen: string | null): string | null {
  if (creditors === null) return null;
  return chosen === null && creditors.length > 1 ? null : (creditors[0] ?? null);
}

/** From now on the person of a session acts in the name of another of his creditors. */
export async function chooseCreditor(db: Queries, token: string, creditorId: string | null): Promise<void> {
  await db
    .update(sessions)
    .set({ creditorId })
    .where(eq(sessions.tokenSha256, sha256(token)));
}

/** What was typed in a session and is kept nowhere else; nothing when nothing was. */
export async function draftIn(db: Queries, token: string): Promise<Readonly<Record<string, string>>> {
  const [row] = await db
    .select({ draft: sessions.draft })
    .from(sessions)
    .where(eq(sessions.tokenSha256, sha256(token)));
  return row?.draft ?? {};
}

/** Keeps it in place of what was kept before; it ends with the session. */
export async function keepDraft(db: Queries, token: string, draft: Readonly<Record<string, string>>): Promise<void> {
  await db
    .update(sessions)
    .set({ draft })
    .where(eq(sessions.tokenSha256, sha256(token)));
}

/** Ends a session. */
export async function endSession(db: Queries, token: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.tokenSha256, sha256(token)));
}

/** Keeps a passkey of a person. */
export async function addPasskey(db: Queries, passkey: Passkey): Promise<void> {
  await db.insert(passkeys).values({ ...passkey, transports: [...passkey.transports] });
}

/** The passkeys of a person. */
export async function passkeysOf(db: Queries, personId: number): Promise<Passkey[]> {
  return (await db.select().from(passkeys).where(eq(passkeys.personId, personId))).map(passkeyOf);
}

/** The passkey of that credential. */
export async function findPasskey(db: Queries, credentialId: string): Promise<Passkey | undefined> {
  const [row] = await db.select().from(passkeys).where(eq(passkeys.credentialId, credentialId));
  return row && passkeyOf(row);
}

/** Remembers how often a passkey has signed: a copy of it would count from less. */
export async function countPasskey(db: Queries, credentialId: string, counter: number): Promise<void> {
  await db.update(passkeys).set({ counter, usedAt: sql`now()` }).where(eq(passkeys.credentialId, credentialId));
}

function passkeyOf({ createdAt: _, usedAt: __, transports, ...row }: typeof passkeys.$inferSelect): Passkey {
  return { ...row, transports };
}

/** Whoever was told a creditor twice has him once. */
function personOf({ id, name, role, creditors }: typeof people.$inferSelect): Person {
  return { id, name, role, creditors: creditors && [...new Set(creditors)] };
}

/** 32 random bytes. */
function newToken(): string {
  return randomBytes(32).toString('base64url');
}
