import { accountsNamed, accountsWith, type DebtorAccount, type Ledger, openInvoicesOf } from './ledger.ts';
import type { PayingEntry } from './open-invoice.ts';
import { isNamedIn, isNearPayer, isSamePayer, nameInLabel, nameSearch, type PayerName, payerName } from './payer-name.ts';

/** Who may have paid. */
export interface Payers {
  /** The name as it came, null when the bank gave none and the label holds none. */
  readonly name: string | null;
  /** Accounts whose name this is. */
  readonly same: readonly DebtorAccount[];
  /** Accounts with a near name, or whose debtor is named beside the payer: to propose only. */
  readonly near: readonly DebtorAccount[];
}

type Likeness = (payer: PayerName, debtor: PayerName) => boolean;

/** Words that so many debtors share say nothing. */
export const MOST_NAMESAKES = 400;

/** The names of an entry in which debtors are looked for: the payer's, or the words of the label; then who else is named. */
export function namesOf(entry: PayingEntry): readonly [payer: PayerName, ...others: PayerName[]] {
  const given = entry.counterparty ?? '';
  const payer = given.trim() === '' ? nameInLabel(entry.label ?? '') : payerName(given);
  return [payer, ...(entry.alsoNamed ?? []).map(payerName)];
}

/**
 * Finds the accounts of the payer of an entry in its currency, by the name the bank gives, else by the label. The holder of an account who
 * pays for another, and whoever initiates the payment, is looked for only when the payer is nobody's name.
 */
export function payersOf(ledger: Ledger, entry: PayingEntry): Payers {
  const given = entry.counterparty ?? '';
  const isGiven = given.trim() !== '';
  const text = isGiven ? given : (entry.label ?? '');
  const [payer, ...others] = namesOf(entry);
  if (payer.key === '') return { name: null, same: [], near: [] };
  const same = sameAccounts(ledger, payer, entry.currency, isGiven ? isSamePayer : isNamedIn);
  const beside = others.flatMap((other) => sameAccounts(ledger, other, entry.currency, isSamePayer));
  const near = same.length > 0 ? [] : [...new Set([...likeAccounts(ledger, payer, entry.currency, isNearPayer), ...beside])];
  return { name: isGiven || same.length > 0 ? text : null, same, near };
}

/** True when an invoice is one of the payer's. */
export function isOwedBy(ledger: Ledger, place: number, accounts: readonly DebtorAccount[]): boolean {
  const account = ledger.accounts[ledger.accountOf[place] ?? -1];
  return account !== undefined && accounts.includes(account);
}

/** Open invoices of several accounts. */
export function openInvoicesOfAll(ledger: Ledger, accounts: readonly DebtorAccount[]): readonly number[] {
  return accounts.flatMap((account) => openInvoicesOf(ledger, account));
}

/** A name seen by a person goes before a namesake; an equal name before a shortened one. */
function sameAccounts(ledger: Ledger, payer: PayerName, currency: string, isLike: Likeness): readonly DebtorAccount[] {
  const equal = telling(accountsNamed(ledger, payer.key, currency));
  if (equal.length === 0) return likeAccounts(ledger, payer, currency, isLike);
  const remembered = equal.filter((account) => account.names.slice(1).some((name) => name.key === payer.key));
  return remembered.length > 0 ? remembered : equal;
}

function likeAccounts(ledger: Ledger, payer: PayerName, currency: string, isLike: Likeness): readonly DebtorAccount[] {
  const { keys, words } = nameSearch(payer);
  const found = [
    ...keys.map((key) => accountsNamed(ledger, key, currency)),
    ...words.map((set) => accountsWith(ledger, set, currency)),
  ];
  const accounts = [...new Set(found.flatMap(telling))];
  return accounts.filter((account) => account.names.some((name) => isLike(payer, name)));
}

function telling(accounts: readonly DebtorAccount[]): readonly DebtorAccount[] {
  return accounts.length > MOST_NAMESAKES ? [] : accounts;
}
