import { compactNumber, looseNumber } from './number-tokens.ts';
import type { OpenInvoice, RememberedPayer } from './open-invoice.ts';
import { type PayerName, payerName } from './payer-name.ts';
import { createPostings, type Postings } from './postings.ts';

/** What one debtor owes one creditor in one currency. */
export interface DebtorAccount {
  readonly creditor: string;
  readonly debtor: string;
  readonly currency: string;
  readonly name: string;
  /** His name, and the names under which a person saw him pay. */
  readonly names: PayerName[];
  /** Places of his invoices, oldest due first. */
  readonly invoices: number[];
}

/** Open invoices with their indexes. Invoices are known by their place in the list. */
export interface Ledger {
  readonly invoices: readonly OpenInvoice[];
  /** What is left of each balance; allocations lower it. */
  readonly remainingCents: number[];
  readonly byNumber: Postings;
  readonly byLooseNumber: Postings;
  readonly byStructuredReference: Postings;
  readonly byAmount: Postings;
  readonly accounts: readonly DebtorAccount[];
  /** Account of each invoice. */
  readonly accountOf: readonly number[];
  readonly byName: Postings;
  /** Accounts by each word of their names. */
  readonly byWord: Postings;
}

/** Indexes the open invoices once, oldest due first; time and memory grow with their number only. */
export function createLedger(given: readonly OpenInvoice[], remembered: readonly RememberedPayer[] = []): Ledger {
  const invoices = [...given].sort(byDueDate);
  const [byNumber, byLooseNumber, byStructuredReference, byAmount] = [
    createPostings(),
    createPostings(),
    createPostings(),
    createPostings(),
  ];
  invoices.forEach((invoice, place) => {
    byNumber.add(compactNumber(invoice.number), place);
    byLooseNumber.add(looseNumber(invoice.number), place);
    if (invoice.structuredReference) byStructuredReference.add(compactNumber(invoice.structuredReference), place);
    byAmount.add(amountKey(invoice.currency, invoice.balanceCents), place);
  });
  const numbers = { byNumber, byLooseNumber, byStructuredReference, byAmount };
  const remainingCents = invoices.map((invoice) => Math.max(0, invoice.balanceCents));
  return { invoices, remainingCents, ...numbers, ...accountsOf(invoices, remembered) };
}

/** Key of an exact balance. */
export function amountKey(currency: string, amountCents: number): string {
  return currency + amountCents;
}

/** Accounts of a currency that bear exactly these words, in any order. */
export function accountsNamed(ledger: Ledger, key: string, currency: string): readonly DebtorAccount[] {
  return accountsAt(ledger, ledger.byName.get(key), currency);
}

/** Accounts of a currency one of whose names holds all these words. */
export function accountsWith(ledger: Ledger, words: readonly string[], currency: string): readonly DebtorAccount[] {
  const [rarest = []] = words.map((word) => ledger.byWord.get(word)).sort((a, b) => a.length - b.length);
  return accountsAt(ledger, rarest, currency).filter(({ names }) =>
    names.some((name) => words.every((word) => name.words.includes(word))),
  );
}

function accountsAt(ledger: Ledger, places: readonly number[], currency: string): readonly DebtorAccount[] {
  return places.flatMap((place) => {
    const account = ledger.accounts[place];
    return account !== undefined && account.currency === currency ? [account] : [];
  });
}

/** Places of the invoices of an account that are still open, oldest due first. */
export function openInvoicesOf(ledger: Ledger, account: DebtorAccount): readonly number[] {
  return account.invoices.filter((place) => (ledger.remainingCents[place] ?? 0) > 0);
}

function accountsOf(
  invoices: readonly OpenInvoice[],
  remembered: readonly RememberedPayer[],
): Pick<Ledger, 'accounts' | 'accountOf' | 'byName' | 'byWord'> {
  const [accounts, places, accountOf]: [DebtorAccount[], Map<string, number>, number[]] = [[], new Map(), []];
  for (const [place, invoice] of invoices.entries()) {
    const index = accountIndex(accounts, places, invoice);
    accounts[index]?.invoices.push(place);
    accountOf.push(index);
  }
  const aliases = aliasesOf(remembered);
  const [byName, byWord] = [createPostings(), createPostings()];
  accounts.forEach((account, index) => {
    account.names.push(payerName(account.name), ...(aliases.get(accountKey(account.creditor, account.debtor)) ?? []));
    for (const key of new Set(account.names.map((name) => name.key))) byName.add(key, index);
    for (const word of new Set(account.names.flatMap((name) => name.words))) byWord.add(word, index);
  });
  return { accounts, accountOf, byName, byWord };
}

function accountIndex(accounts: DebtorAccount[], places: Map<string, number>, invoice: OpenInvoice): number {
  const { creditor, debtor, currency } = invoice;
  const key = accountKey(creditor, debtor.id) + currency;
  const found = places.get(key);
  if (found !== undefined) return found;
  places.set(key, accounts.length);
  return accounts.push({ creditor, debtor: debtor.id, currency, name: debtor.name, names: [], invoices: [] }) - 1;
}

function aliasesOf(remembered: readonly RememberedPayer[]): ReadonlyMap<string, readonly PayerName[]> {
  const aliases = new Map<string, PayerName[]>();
  for (const { payer, creditor, debtor } of remembered) {
    const key = accountKey(creditor, debtor);
    aliases.set(key, [...(aliases.get(key) ?? []), payerName(payer)]);
  }
  return aliases;
}

function accountKey(creditor: string, debtor: string): string {
  return `${creditor}\u0000${debtor}\u0000`;
}

function byDueDate(a: OpenInvoice, b: OpenInvoice): number {
  const [first, second] = [sortKey(a), sortKey(b)];
  return first < second ? -1 : Number(first > second);
}

function sortKey({ dueOn, id }: OpenInvoice): string {
  return `${dueOn ?? '9999'} ${id}`;
}
