import { textsOf } from '../statement/bank-entry.ts';
import { creditorReferenceBody } from './creditor-reference.ts';
import { listAfter } from './listed-numbers.ts';
import { compactNumber, numberTokens } from './number-tokens.ts';
import type { PayingEntry } from './open-invoice.ts';
import { type NameSearch, nameSearch } from './payer-name.ts';
import { namesOf } from './payers.ts';

/** What is asked of an index of open invoices, so that a ledger of the answers decides as one of all would. */
export interface Wanted {
  /** Numbers in letters and digits, exact and forgiving. */
  readonly numbers: readonly string[];
  readonly looseNumbers: readonly string[];
  readonly amounts: readonly { readonly currency: string; readonly amountCents: number }[];
  readonly names: readonly WantedName[];
}

/** A name whose debtors are looked for in a currency: by its key first, else by `search`. */
export interface WantedName {
  readonly currency: string;
  readonly key: string;
  readonly search: NameSearch;
}

/** Everything that `match` may look up for these entries. */
export function wantedBy(entries: readonly PayingEntry[]): Wanted {
  const [numbers, looseNumbers] = [new Set<string>(), new Set<string>()];
  for (const entry of entries) noteNumbers(entry, numbers, looseNumbers);
  const amounts = new Map(entries.map(({ currency, amountCents }) => [`${currency}${amountCents}`, { currency, amountCents }]));
  const names = entries.flatMap((entry) => namesOf(entry).map((name) => ({ currency: entry.currency, name })));
  const named = new Map(
    names.map(({ currency, name }) => [`${currency}${name.words.join(' ')}${name.canBeCut}`, { currency, name }]),
  );
  return {
    numbers: [...numbers].filter(Boolean),
    looseNumbers: [...looseNumbers].filter(Boolean),
    amounts: [...amounts.values()],
    names: [...named.values()]
      .filter(({ name }) => name.key !== '')
      .map(({ currency, name }) => ({ currency, key: name.key, search: nameSearch(name) })),
  };
}

function noteNumbers(entry: PayingEntry, numbers: Set<string>, looseNumbers: Set<string>): void {
  for (const text of textsOf(entry)) {
    noteNumber(numbers, compactNumber(text));
    for (const token of numberTokens(text)) {
      noteNumber(numbers, token.compact);
      looseNumbers.add(token.loose);
      for (const { compact } of listAfter(token).numbers) numbers.add(compact);
    }
  }
}

/** A creditor reference (ISO 11649) holds the number behind its check digits, right or wrong. */
function noteNumber(numbers: Set<string>, compact: string): void {
  numbers.add(compact);
  if (/^RF\d\d/.test(compact)) numbers.add(creditorReferenceBody(compact));
}
