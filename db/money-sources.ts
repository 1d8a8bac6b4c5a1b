import { eq } from 'drizzle-orm';
import { comparableAccount } from '../domain/statement/account.ts';
import { moneySources } from './access-schema.ts';
import type { WebhookPurpose } from './creditors.ts';
import type { Queries } from './database.ts';

/** Who tells of money that came: each signs with its own secret, and speaks of the accounts that it was given. */
export type MoneySource = Exclude<WebhookPurpose, 'billing'>;

/** A source and the accounts that it may speak of. */
export interface SourceAccounts {
  readonly source: MoneySource;
  readonly accounts: readonly string[];
}

/** The sources of a creditor that were given accounts of their own. */
export async function moneySourcesOf(db: Queries, creditorId: string): Promise<SourceAccounts[]> {
  const rows = await db.select().from(moneySources).where(eq(moneySources.creditorId, creditorId)).orderBy(moneySources.source);
  return rows.map(({ source, accounts }) => ({ source: source as MoneySource, accounts }));
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
