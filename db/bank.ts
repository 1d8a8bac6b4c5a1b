import { and, asc, eq, gt, inArray, max, sql } from 'drizzle-orm';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { structuredReference } from '../domain/matching/creditor-reference.ts';
import type { OpenInvoice } from '../domain/matching/open-invoice.ts';
import type { BankEntry } from '../domain/statement/bank-entry.ts';
import type { Page } from './cases.ts';
import type { Queries } from './database.ts';
import { allocations, bankAccounts, bankEntries } from './schema.ts';

export type EntryVerdict = 'allocated' | 'unmatched' | 'not-a-payment' | 'pending' | 'reversed';
export type AllocationRow = typeof allocations.$inferSelect;

/** A bank entry as it was told, with what came of it. */
export interface EntryRow {
  readonly key: string;
  readonly account: string;
  readonly verdict: EntryVerdict;
  readonly document: BankEntry;
  readonly reasons: readonly string[];
}

/** The day through which the feed of a creditor is known, over all accounts that ever spoke; null when none did. */
export async function feedFreshness(db: Queries, creditorId: string): Promise<CivilDate | null> {
  const [row] = await db
    .select({ throughOn: max(bankAccounts.throughOn) })
    .from(bankAccounts)
    .where(eq(bankAccounts.creditorId, creditorId));
  return row?.throughOn ?? null;
}

/** Serialises a feed that moves and a case that is held by it, until the transaction ends: one of the two sees the other. */
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
  const [row] = await db.select().from(bankEntries).where(isEntry(creditorId, key));
  return row && entryRow(row);
}

/** Writes an entry and what came of it, over what was known of it. */
export async function putEntry(tx: Queries, creditorId: string, entry: EntryRow): Promise<void> {
  const { amountCents, currency, bookedOn, status } = entry.document;
  const row = { ...entry, amountCents, currency, bookedOn, status };
  await tx
    .insert(bankEntries)
    .values({ creditorId, ...row })
    .onConflictDoUpdate({ target: [bankEntries.creditorId, bankEntries.key], set: row });
}

/** Changes what came of an entry. */
export async function setVerdict(
  tx: Queries,
  creditorId: string,
  key: string,
  verdict: EntryVerdict,
  reasons: readonly string[],
): Promise<void> {
  await tx.update(bankEntries).set({ verdict, reasons }).where(isEntry(creditorId, key));
}

/** Credit entries of that end-to-end id and amount that gave money to cases: what a returned payment undoes. */
export async function entriesOfTransfer(
  db: Queries,
  creditorId: string,
  endToEndId: string,
  amountCents: number,
): Promise<EntryRow[]> {
  const rows = await db
    .select()
    .from(bankEntries)
    .where(
      and(
        eq(bankEntries.creditorId, creditorId),
        eq(bankEntries.verdict, 'allocated'),
        eq(bankEntries.amountCents, amountCents),
        sql`${bankEntries.document} ->> 'endToEndId' = ${endToEndId}`,
      ),
    );
  return rows.map(entryRow);
}

/** Entries that no rule could place, in order of key after `cursor`. */
export async function listUnmatched(db: Queries, creditorId: string, limit: number, cursor?: string): Promise<Page<EntryRow>> {
  const rows = await db
    .select()
    .from(bankEntries)
    .where(
      and(
        eq(bankEntries.creditorId, creditorId),
        eq(bankEntries.verdict, 'unmatched'),
        cursor === undefined ? undefined : gt(bankEntries.key, cursor),
      ),
    )
    .orderBy(asc(bankEntries.key))
    .limit(limit + 1);
  const page = rows.slice(0, limit).map(entryRow);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.key ?? null) : null };
}

/** The allocations of an entry, in order. */
export function allocationsOf(db: Queries, creditorId: string, entryKey: string): Promise<AllocationRow[]> {
  return db
    .select()
    .from(allocations)
    .where(and(eq(allocations.creditorId, creditorId), eq(allocations.entryKey, entryKey)))
    .orderBy(asc(allocations.id));
}

/** Writes allocations; one that is known stays as it is. */
export async function putAllocations(tx: Queries, rows: readonly Omit<AllocationRow, 'reversed'>[]): Promise<void> {
  if (rows.length > 0)
    await tx
      .insert(allocations)
      .values([...rows])
      .onConflictDoNothing();
}

/** Marks allocations as returned; answers with those that were not yet. */
export function reverseAllocations(tx: Queries, creditorId: string, entryKeys: readonly string[]): Promise<AllocationRow[]> {
  return tx
    .update(allocations)
    .set({ reversed: true })
    .where(
      and(eq(allocations.creditorId, creditorId), inArray(allocations.entryKey, [...entryKeys]), eq(allocations.reversed, false)),
    )
    .returning();
}

/**
 * What is open in a currency, as matching needs it. The balance is that of the case less what was allocated and its workflow has not
 * recorded yet; an invoice whose case has no row yet counts whole.
 */
export async function openInvoices(db: Queries, creditorId: string, currency: string): Promise<OpenInvoice[]> {
  const { rows } = (await db.execute(sql`
    select open.id, open.number, open.due_on as "dueOn", open.debtor_id as "debtorId", coalesce(debtors.document ->> 'name', '') as "name",
      (open.balance_cents - coalesce((select sum(a.amount_cents) from allocations a where a.creditor_id = ${creditorId} and a.case_id = open.case_id
        and not a.reversed and not open.known @> jsonb_build_array(jsonb_build_object('id', a.id))), 0))::float8 as "balanceCents"
    from (
      select i.id, i.document ->> 'number' as number, i.debtor_id, 'invoice:' || i.creditor_id || ':' || i.id as case_id,
        coalesce(c.due_on::text, i.document ->> 'dueOn') as due_on,
        coalesce(c.balance_cents, (i.document ->> 'totalCents')::bigint) as balance_cents,
        coalesce(c.state -> 'payments', '[]'::jsonb) as known
      from invoices i left join cases c on c.id = 'invoice:' || i.creditor_id || ':' || i.id
      where i.creditor_id = ${creditorId} and i.document ->> 'currency' = ${currency} and c.closed_at is null) open
    left join debtors on debtors.creditor_id = ${creditorId} and debtors.id = open.debtor_id`)) as { rows: OpenRow[] };
  return rows
    .filter((row) => row.balanceCents > 0)
    .map(({ debtorId, name, ...row }) => ({
      ...row,
      creditor: creditorId,
      currency,
      debtor: { id: debtorId, name },
      structuredReference: structuredReference(row.number),
    }));
}

interface OpenRow {
  readonly id: string;
  readonly number: string;
  readonly dueOn: string;
  readonly debtorId: string;
  readonly name: string;
  readonly balanceCents: number;
}

function isEntry(creditorId: string, key: string) {
  return and(eq(bankEntries.creditorId, creditorId), eq(bankEntries.key, key));
}

function entryRow(row: typeof bankEntries.$inferSelect): EntryRow {
  const { key, account } = row;
  const verdict = row.verdict as EntryVerdict;
  return { key, account, verdict, document: row.document as BankEntry, reasons: row.reasons as string[] };
}
