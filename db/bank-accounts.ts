import { and, asc, eq, sql } from 'drizzle-orm';
import { comparableAccount } from '../domain/statement/account.ts';
import { type EntryRow, takeEntries } from './bank.ts';
import type { Queries } from './database.ts';
import { rowsOf } from './rows.ts';
import { bankAccountNames, bankAccounts, bankBookings, bankEntries } from './schema.ts';

/** Under which account the money of a name counts; null for a name that nobody knows. */
export type AccountBook = (name: string) => string | null;

/** A name of an account, as it was given or heard. */
export type AccountName = Pick<typeof bankAccountNames.$inferSelect, 'name' | 'account' | 'namedBy' | 'namedAt'>;

/** The accounts of a creditor (his own, and those that spoke) and the other names that people gave them. */
export async function accountBook(db: Queries, creditorId: string): Promise<AccountBook> {
  const rows = await rowsOf<{ name: string; account: string }>(
    db,
    sql`
    select account as name, account, 1 as rank from bank_accounts where creditor_id = ${creditorId}
    union all select own, own, 2 from creditors, jsonb_array_elements_text(coalesce(document -> 'bankAccounts', '[]')) own where id = ${creditorId}
    union all select document ->> 'iban', document ->> 'iban', 3 from creditors where id = ${creditorId}
    union all select document -> 'mandate' ->> 'dedicatedAccount', document -> 'mandate' ->> 'dedicatedAccount', 4 from creditors where id = ${creditorId} and document -> 'mandate' ->> 'dedicatedAccount' is not null
    union all select name, account, 5 from bank_account_names where creditor_id = ${creditorId} and account is not null
    order by rank`,
  );
  const known = new Map(rows.map(({ name, account }) => [comparableAccount(name), account]));
  return (name) => known.get(comparableAccount(name)) ?? null;
}

/** Every name that a creditor's accounts were given, and those that wait to be. */
export function accountNames(db: Queries, creditorId: string): Promise<AccountName[]> {
  const { name, account, namedBy, namedAt } = bankAccountNames;
  return db
    .select({ name, account, namedBy, namedAt })
    .from(bankAccountNames)
    .where(eq(bankAccountNames.creditorId, creditorId))
    .orderBy(asc(name));
}

/** Keeps a name that a bank spoke of and nobody knows. */
export async function hearOfName(tx: Queries, creditorId: string, name: string): Promise<void> {
  await tx.insert(bankAccountNames).values({ creditorId, name }).onConflictDoNothing();
}

/** Keeps of which account a name is. */
export async function putAccountName(
  tx: Queries,
  creditorId: string,
  { name, account }: { readonly name: string; readonly account: string },
  namedBy: string,
): Promise<void> {
  await tx
    .insert(bankAccountNames)
    .values({ creditorId, name, account, namedBy })
    .onConflictDoUpdate({
      target: [bankAccountNames.creditorId, bankAccountNames.name],
      set: { account, namedBy, namedAt: sql`now()` },
    });
}

/** Takes the entries that wait under a name out of the books. */
export function takeWaiting(tx: Queries, creditorId: string, name: string): Promise<EntryRow[]> {
  return takeEntries(tx, creditorId, and(eq(bankEntries.account, name), eq(bankEntries.verdict, 'unknown-account')));
}

/**
 * What counted under a name counts under its account from now on: its feed, its entries, and its bookings, behind those of the same
 * amount and day that the account has.
 */
export async function joinAccounts(tx: Queries, creditorId: string, name: string, account: string): Promise<void> {
  const [from, to] = [`${comparableAccount(name)}|`, `${comparableAccount(account)}|`];
  if (from === to) return;
  const target = sql`${to} || substr(b.fingerprint, ${from.length + 1})`;
  const behind = sql`(select count(*)::int from ${bankBookings} known where known.creditor_id = ${creditorId} and known.fingerprint = ${target})`;
  const rows = await rowsOf<MovedBooking>(
    tx,
    sql`
    select b.fingerprint, b.ordinal, ${target} as target, b.ordinal + ${behind} as "newOrdinal" from ${bankBookings} b
    where b.creditor_id = ${creditorId} and starts_with(b.fingerprint, ${from})`,
  );
  for (const moved of rows) await moveBooking(tx, creditorId, moved);
  const ofName = and(eq(bankAccounts.creditorId, creditorId), eq(bankAccounts.account, name));
  const [spoken] = await tx.delete(bankAccounts).where(ofName).returning();
  if (spoken)
    await tx
      .insert(bankAccounts)
      .values({ ...spoken, account })
      .onConflictDoUpdate({
        target: [bankAccounts.creditorId, bankAccounts.account],
        set: { throughOn: sql`greatest(${bankAccounts.throughOn}, excluded.through_on)` },
      });
}

interface MovedBooking {
  readonly fingerprint: string;
  readonly ordinal: number;
  readonly target: string;
  readonly newOrdinal: number;
}

async function moveBooking(tx: Queries, creditorId: string, { fingerprint, ordinal, target, newOrdinal }: MovedBooking) {
  await tx
    .update(bankBookings)
    .set({ fingerprint: target, ordinal: newOrdinal })
    .where(
      and(eq(bankBookings.creditorId, creditorId), eq(bankBookings.fingerprint, fingerprint), eq(bankBookings.ordinal, ordinal)),
    );
  await tx
    .update(bankEntries)
    .set({ booking: `${target}#${newOrdinal}` })
    .where(and(eq(bankEntries.creditorId, creditorId), eq(bankEntries.booking, `${fingerprint}#${ordinal}`)));
}
