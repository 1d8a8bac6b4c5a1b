import { type DebtorAccount, type Ledger, openInvoicesOf, wordStart } from './ledger.ts';
import type { PayingEntry } from './open-invoice.ts';
import { isNamedIn, isNearPayer, isSamePayer, nameInLabel, type PayerName, payerName } from './payer-name.ts';

/** Who may have paid. */
export interface Payers {
  /** The name as it came, null when the bank gave none and the label holds none. */
  readonly name: string | null;
  /** Accounts whose name this is. */
  readonly same: readonly DebtorAccount[];
  /** Accounts with a near name: to propose only. */
  readonly near: readonly DebtorAccount[];
}

type Likeness = (payer: PayerName, debtor: PayerName) => boolean;

/** A word that so many debtors share says nothing. */
const COMMONPLACE = 400;

/** Finds the accounts of the payer of an entry in its currency, by the name the bank gives, else by the label. */
export function payersOf(ledger: Ledger, entry: PayingEntry): Payers {
  const given = entry.counterparty ?? '';
  const isGiven = given.trim() !== '';
  const text = isGiven ? given : (entry.label ?? '');
  const payer = isGiven ? payerName(given) : nameInLabel(text);
  if (payer.key === '') return { name: null, same: [], near: [] };
  const same = sameAccounts(ledger, payer, entry.currency, isGiven ? isSamePayer : isNamedIn);
  const near = same.length > 0 ? [] : likeAccounts(ledger, payer, entry.currency, isNearPayer);
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
  const equal = accountsAt(ledger, ledger.byName.get(payer.key), currency);
  if (equal.length === 0) return likeAccounts(ledger, payer, currency, isLike);
  const remembered = equal.filter((account) => account.names.slice(1).some((name) => name.key === payer.key));
  return remembered.length > 0 ? remembered : equal;
}

function likeAccounts(ledger: Ledger, payer: PayerName, currency: string, isLike: Likeness): readonly DebtorAccount[] {
  const starts = [...new Set(payer.words.map(wordStart))].filter((start) => start.length > 1);
  const found = starts
    .map((start) => ledger.byWordStart.get(start))
    .filter((places) => places.length > 0 && places.length <= COMMONPLACE);
  const places = [...new Set(found.flat())];
  return accountsAt(ledger, places, currency).filter((account) => account.names.some((name) => isLike(payer, name)));
}

function accountsAt(ledger: Ledger, places: readonly number[], currency: string): readonly DebtorAccount[] {
  return places.flatMap((place) => {
    const account = ledger.accounts[place];
    return account !== undefined && account.currency === currency ? [account] : [];
  });
}
