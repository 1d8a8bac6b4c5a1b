import { eq } from 'drizzle-orm';
import type { MoneySource } from '../domain/known-providers.ts';
import { comparableAccount } from '../domain/statement/account.ts';
import { moneySources } from './access-schema.ts';
import type { Queries } from './database.ts';

/** A source and the accounts that it may speak of. */
export interface SourceAccounts {
  readonly source: MoneySource;
  readonly accounts: readonly string[];
}

/** The sources of a creditor that were given accounts of their own. */
export function moneySourcesOf(db: Queries, creditorId: string): Promise<SourceAccounts[]> {
  const { source, accounts } = moneySources;
  return db.select({ source, accounts }).from(moneySources).where(eq(moneySources.creditorId, creditorId)).orderBy(source);
}

/** Gives a source its accounts; those before no longer count. */
export async function putMoneySource(db: Queries, creditorId: string, { source, accounts }: SourceAccounts): Promise<void> {
  const row = { creditorId, source, accounts: [...accounts] };
  await db
    .insert(moneySources)
    .values(row)
    .onConflictDoUpdate({ target: [moneySources.creditorId, moneySources.source], set: { accounts: row.accounts } });
}

/** True when a source may speak of an account: it is one of its own, or nobody's while the source was given none. */
export function maySpeakOf(given: readonly SourceAccounts[], source: MoneySource, account: string): boolean {
  const owners = given.filter(({ accounts }) => accounts.map(comparableAccount).includes(comparableAccount(account)));
  const isOwner = owners.some((owner) => owner.source === source);
  return isOwner || (owners.length === 0 && !given.some((one) => one.source === source));
}
