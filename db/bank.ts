import { and, asc, desc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { BankEntry } from '../domain/statement/bank-entry.ts';
import type { Queries } from './database.ts';
import { cursorText, type Page, pageOf } from './page.ts';
import { rowsOf } from './rows.ts';
import { bankAccounts, bankEntries, type entryVerdicts } from './schema.ts';

/**
 * `repeated`: another name for money that counts under the key of its booking. `unknown-account`: nobody said whose account it is on.
 * `not-ours`: a person said that it is for no invoice of ours.
 */
export type EntryVerdict = (typeof entryVerdicts)[number];

/** A bank entry as it was told, with what came of it. */
export interface EntryRow {
  readonly key: string;
  readonly account: string;
  readonly verdict: EntryVerdict;
  readonly document: BankEntry;
  readonly reasons: readonly string[];
  /** What waits for a human. */
  readonly openCents: number;
  /** The booking that it is of; null until it is booked. */
  readonly booking: string | null;
}

/** What came of an entry. */
export type Outcome = Pick<EntryRow, 'verdict' | 'reasons' | 'openCents'>;

/** Verdicts of entries that wait for a human. */
const WAITING: EntryVerdict[] = ['unmatched', 'unknown-account'];

/** Verdicts of money that is on the account: what a returned payment may undo. */
const COUNTING: EntryVerdict[] = ['allocated', 'unmatched', 'not-ours'];

/** Rows that one statement may hold without too many parameters. */
const ROWS_AT_ONCE = 1000;

/** How far an account of a creditor is known. */
export interface AccountFreshness {
  readonly account: string;
  readonly throughOn: CivilDate;
}

/** Every account of a creditor that ever spoke, and the day through which it is known. */
export function accountsOf(db: Queries, creditorId: string): Promise<AccountFreshness[]> {
  return db
    .select({ account: bankAccounts.account, throughOn: bankAccounts.throughOn })
    .from(bankAccounts)
    .where(eq(bankAccounts.creditorId, creditorId))
    .orderBy(asc(bankAccounts.account));
}

/** The day through which the feed of a creditor is known, over all accounts that ever spoke; null when none did. */
export async function feedFreshness(db: Queries, creditorId: string): Promise<CivilDate | null> {
  const [row] = await rowsOf<FreshnessRow>(db, freshnessAsked(creditorId));
  return row?.throughOn ?? null;
}

/** The day through which a feed is known. */
export interface FreshnessRow {
  readonly throughOn: CivilDate | null;
}

/** What `feedFreshness` asks: one row. */
export function freshnessAsked(creditorId: string): SQL {
  return sql`select max(${bankAccounts.throughOn})::text as "throughOn" from ${bankAccounts} where ${bankAccounts.creditorId} = ${creditorId}`;
}

/**
 * Until the transaction ends, nobody else settles money of this creditor or moves his feed: no balance is given twice, and a feed that
 * moves and a case that is held by it see each other.
 */
export async function lockFeed(tx: Queries, creditorId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`feed:${creditorId}`}, 0))`);
}

/** Moves the feed of an account forward; it never goes back. */
export async function moveFeed(tx: Queries, creditorId: string, account: string, throughOn: CivilDate): Promise<void> {
  await tx
    .insert(bankAccounts)
    .values({ creditorId, account, throughOn })
    .onConflictDoUpdate({
      target: [bankAccounts.creditorId, bankAccounts.account],
      set: { throughOn: sql`greatest(${bankAccounts.throughOn}, excluded.through_on)` },
    });
}

/** The entry of that key. */
export async function entryOf(db: Queries, creditorId: string, key: string): Promise<EntryRow | undefined> {
  const [row] = await entriesOf(db, creditorId, [key]);
  return row;
}

/** The entries of these keys that are known. */
export function entriesOf(db: Queries, creditorId: string, keys: readonly string[]): Promise<EntryRow[]> {
  return keys.length === 0 ? Promise.resolve([]) : entriesWhere(db, creditorId, inArray(bankEntries.key, [...keys]));
}

/** The entries of these bookings. */
export function entriesOfBookings(db: Queries, creditorId: string, bookings: readonly string[]): Promise<EntryRow[]> {
  return bookings.length === 0 ? Promise.resolve([]) : entriesWhere(db, creditorId, inArray(bankEntries.booking, [...bookings]));
}

/** Credit entries of one of these amounts that count: what a returned payment may undo. */
export function creditsOfAmounts(db: Queries, creditorId: string, amounts: readonly number[]): Promise<EntryRow[]> {
  if (amounts.length === 0) return Promise.resolve([]);
  const isCounting = inArray(bankEntries.verdict, COUNTING);
  return entriesWhere(db, creditorId, and(inArray(bankEntries.amountCents, [...amounts]), isCounting));
}

/** True for money that is on the account, whatever became of it. */
export function counts({ verdict }: Pick<EntryRow, 'verdict'>): boolean {
  return COUNTING.includes(verdict);
}

/** True for an entry that waits for a human. */
export function waits({ verdict }: Pick<EntryRow, 'verdict'>): boolean {
  return WAITING.includes(verdict);
}

/** Returned payments that wait for the payment which they undo. */
export function waitingReturns(db: Queries, creditorId: string): Promise<EntryRow[]> {
  const isReturn = sql`${bankEntries.amountCents} < 0`;
  return entriesWhere(db, creditorId, and(eq(bankEntries.verdict, 'unmatched'), isReturn));
}

/** Writes entries and what came of them, over what was known of them; none is aside any more. */
export async function putEntries(tx: Queries, creditorId: string, entries: readonly EntryRow[]): Promise<void> {
  const rows = entries.map((entry) => {
    const { amountCents, currency, bookedOn, status } = entry.document;
    return { creditorId, ...entry, amountCents, currency, bookedOn, status };
  });
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await tx
      .insert(bankEntries)
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .onConflictDoUpdate({ target: [bankEntries.creditorId, bankEntries.key], set: excluded });
}

const excluded = Object.fromEntries(
  (
    [
      'account',
      'verdict',
      'document',
      'reasons',
      'openCents',
      'booking',
      'amountCents',
      'currency',
      'bookedOn',
      'status',
      'aside',
    ] as const
  ).map((name) => [name, sql.raw(`excluded.${bankEntries[name].name}`)]),
);

/** Changes what came of an entry; it is not aside any more. */
export async function setOutcome(tx: Queries, creditorId: string, key: string, outcome: Outcome): Promise<void> {
  await tx
    .update(bankEntries)
    .set({ ...outcome, aside: null })
    .where(and(eq(bankEntries.creditorId, creditorId), eq(bankEntries.key, key)));
}

/** Entries that wait for a human, in order of key after `cursor`. */
export async function listUnmatched(db: Queries, creditorId: string, limit: number, cursor?: string): Promise<Page<EntryRow>> {
  const after = cursor === undefined ? undefined : gt(bankEntries.key, cursor);
  const rows = await entriesWhere(db, creditorId, and(inArray(bankEntries.verdict, WAITING), after), limit + 1);
  return pageOf(rows, limit, ({ key }) => key);
}

/** Where a page of entries by day ended. */
export type EntryCursor = readonly [on: string, key: string];

const bookedDay = sql`coalesce(${bankEntries.bookedOn}, date '1970-01-01')`;

/** Entries of which that came, the latest first. */
export async function listEntries(
  db: Queries,
  creditorId: string,
  verdict: EntryVerdict,
  limit: number,
  after?: EntryCursor,
): Promise<Page<EntryRow>> {
  const beyond = after && sql`(${bookedDay}, ${bankEntries.key}) < (${after[0]}::date, ${after[1]})`;
  const rows = await db
    .select()
    .from(bankEntries)
    .where(and(eq(bankEntries.creditorId, creditorId), eq(bankEntries.verdict, verdict), beyond))
    .orderBy(desc(bookedDay), desc(bankEntries.key))
    .limit(limit + 1);
  const page = pageOf(rows, limit, ({ bookedOn, key }) => cursorText([bookedOn ?? '1970-01-01', key] satisfies EntryCursor));
  return { ...page, rows: page.rows.map(entryRow) };
}

/** An invoice that opens after money for it may have come. */
export interface LateInvoice {
  readonly number: string;
  readonly totalCents: number;
  readonly currency: string;
}

/** How many entries are looked at when an invoice opens, and how short a number says nothing. */
const [MOST_WAITING, SHORTEST_NUMBER] = [100, 3];

/** Whole credits that wait for a human, were never placed, and are of the amount of an invoice or write its number. */
export function waitingFor(db: Queries, creditorId: string, { number, totalCents, currency }: LateInvoice): Promise<EntryRow[]> {
  const written = number.toLowerCase().replace(/[^a-z0-9]/g, '');
  const names = sql`strpos(regexp_replace(lower(${bankEntries.document}::text), '[^a-z0-9]', '', 'g'), ${written}) > 0`;
  const fits = written.length < SHORTEST_NUMBER ? sql`false` : names;
  const untouched = sql`not exists (select 1 from allocations a where a.creditor_id = ${creditorId} and a.entry_key = ${bankEntries.key})`;
  const condition = sql`${bankEntries.verdict} = 'unmatched' and ${bankEntries.amountCents} > 0 and ${bankEntries.openCents} = ${bankEntries.amountCents}
    and ${bankEntries.currency} = ${currency} and (${bankEntries.amountCents} = ${totalCents} or ${fits}) and ${untouched}`;
  return entriesWhere(db, creditorId, condition, MOST_WAITING);
}

async function entriesWhere(
  db: Queries,
  creditorId: string,
  condition: SQL | undefined,
  limit = Number.MAX_SAFE_INTEGER,
): Promise<EntryRow[]> {
  const rows = await db
    .select()
    .from(bankEntries)
    .where(and(eq(bankEntries.creditorId, creditorId), condition))
    .orderBy(asc(bankEntries.key))
    .limit(limit);
  return rows.map(entryRow);
}

/** Takes entries out of the books, in order of key. */
export async function takeEntries(tx: Queries, creditorId: string, condition: SQL | undefined): Promise<EntryRow[]> {
  const rows = await tx
    .delete(bankEntries)
    .where(and(eq(bankEntries.creditorId, creditorId), condition))
    .returning();
  return rows.map(entryRow).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function entryRow({ key, account, verdict, document, reasons, openCents, booking }: typeof bankEntries.$inferSelect): EntryRow {
  return { key, account, verdict, document, reasons, openCents, booking };
}
