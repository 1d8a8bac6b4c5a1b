import type { BankEntry } from './bank-entry.ts';

/** Where an entry stands in its file. */
export interface EntryPlace {
  readonly account: string;
  /** Id of the statement, with its page when the bank sends pages. */
  readonly statement: string;
  /** Ordinals from 1: of the booking in the statement, of the detail in the booking. */
  readonly booking: number;
  readonly detail: number;
}

type KeyedFacts = Pick<BankEntry, 'bookedOn' | 'amountCents' | 'currency' | 'status' | 'endToEndId' | 'references' | 'label'>;

/**
 * Stable key of an entry: account, statement, ordinals, and a short hash of what the entry says. The hash keeps two statements apart
 * that a bank numbered alike; the ordinals keep genuine twins apart.
 */
export function entryKey(place: EntryPlace, facts: KeyedFacts): string {
  const said = [place.account, place.statement, facts.bookedOn, facts.amountCents, facts.currency, facts.status];
  const hash = shortHash(JSON.stringify([...said, facts.endToEndId, facts.references, facts.label]));
  const ordinals = `${String(place.booking).padStart(6, '0')}.${String(place.detail).padStart(4, '0')}`;
  return `${plain(place.account)}.${plain(place.statement)}.${ordinals}.${hash}`;
}

function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 38);
}

/** FNV-1a over the code units, 32 bits in base 36. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36).padStart(7, '0');
}
