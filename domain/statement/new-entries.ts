import { comparableAccount } from './account.ts';
import type { TracedEntry } from './bank-entry.ts';
import { foldedWords } from './fold.ts';

const BANK_WORDS = new Set(['VIREMENT', 'SEPA', 'INST', 'RECU', 'FACTURE']);

/** What messages have said so far about one booking. */
export interface KnownBooking {
  readonly servicerReference: string | null;
  readonly endToEndIds: readonly string[];
  readonly counterparties: readonly string[];
  readonly labels: readonly string[];
}

/** Bookings already counted, by fingerprint. */
export type KnownBookings = ReadonlyMap<string, readonly KnownBooking[]>;

/** Booked entries of one statement, parted by whether their money had been counted. */
export interface CountedEntries {
  readonly fresh: readonly TracedEntry[];
  readonly repeated: readonly TracedEntry[];
  readonly known: KnownBookings;
}

/** Account, currency, amount and day of a booking: weaker than a key, the same in every message about the same money. */
function fingerprint(entry: TracedEntry): string {
  return [comparableAccount(entry.trace.account), entry.currency, entry.trace.bookingCents, entry.bookedOn].join('|');
}

/**
 * Counts the entries of one statement against what other messages (the same file again, an overlapping period, a 054 before its 053)
 * have already brought. Bookings are compared whole, so that a detailed advice meets its summary. Within one statement every booking
 * counts: twins stay two. Entries that are not booked count nowhere.
 */
export function newEntries(known: KnownBookings, entries: readonly TracedEntry[]): CountedEntries {
  const [fresh, repeated]: [TracedEntry[], TracedEntry[]] = [[], []];
  const [buckets, claimed] = [new Map<string, KnownBooking[]>(), new Map<string, Set<number>>()];
  for (const details of bookingsOf(entries)) {
    const [first] = details;
    if (first === undefined) continue;
    const name = fingerprint(first);
    const bucket = filled(buckets, name, () => [...(known.get(name) ?? [])]);
    const taken = filled(claimed, name, () => new Set());
    const place = placeOf(bucket, taken, saidOf(details));
    (place.isNew ? fresh : repeated).push(...details);
    taken.add(place.index);
  }
  return { fresh, repeated, known: new Map([...known, ...buckets]) };
}

/** Finds the known booking that this one is, or adds it. */
function placeOf(bucket: KnownBooking[], taken: ReadonlySet<number>, said: KnownBooking): { isNew: boolean; index: number } {
  const possible = bucket.flatMap((known, index) => (!taken.has(index) && isCompatible(known, said) ? [index] : []));
  const index = possible.find((each) => isSameReference(bucket[each], said)) ?? possible[0];
  const before = index === undefined ? undefined : bucket[index];
  if (index === undefined || before === undefined) return { isNew: true, index: bucket.push(said) - 1 };
  bucket[index] = mergedBooking(before, said);
  return { isNew: false, index };
}

function isCompatible(known: KnownBooking, said: KnownBooking): boolean {
  if (bothSay(known.endToEndIds, said.endToEndIds)) return shareOne(known.endToEndIds, said.endToEndIds);
  if (known.servicerReference !== null && said.servicerReference !== null)
    return known.servicerReference === said.servicerReference;
  const [knownPayer, saidPayer] = [words(known.counterparties), words(said.counterparties)];
  if (bothSay(knownPayer, saidPayer)) return shareOne(knownPayer, saidPayer);
  const [knownLabel, saidLabel] = [words(known.labels), words(said.labels)];
  return !bothSay(knownLabel, saidLabel) || shareOne(knownLabel, saidLabel);
}

function isSameReference(known: KnownBooking | undefined, said: KnownBooking): boolean {
  if (known === undefined) return false;
  const isSameBankReference = known.servicerReference !== null && known.servicerReference === said.servicerReference;
  return isSameBankReference || shareOne(known.endToEndIds, said.endToEndIds);
}

function mergedBooking(known: KnownBooking, said: KnownBooking): KnownBooking {
  return {
    servicerReference: known.servicerReference ?? said.servicerReference,
    endToEndIds: firstSaid(known.endToEndIds, said.endToEndIds),
    counterparties: firstSaid(known.counterparties, said.counterparties),
    labels: firstSaid(known.labels, said.labels),
  };
}

function saidOf(details: readonly TracedEntry[]): KnownBooking {
  return {
    servicerReference: details[0]?.trace.servicerReference ?? null,
    endToEndIds: given(details.map((entry) => entry.endToEndId)),
    counterparties: given(details.map((entry) => entry.counterparty)),
    labels: given(details.map((entry) => entry.label)),
  };
}

function bookingsOf(entries: readonly TracedEntry[]): readonly (readonly TracedEntry[])[] {
  const bookings = new Map<number, TracedEntry[]>();
  for (const entry of entries) {
    if (entry.status === 'booked') filled(bookings, entry.trace.booking, () => []).push(entry);
  }
  return [...bookings.values()];
}

/** Words long enough to tell two payers apart. */
function words(texts: readonly string[]): readonly string[] {
  return texts.flatMap(foldedWords).filter((word) => word.length > 3 && !BANK_WORDS.has(word));
}

function given(texts: readonly (string | null)[]): readonly string[] {
  return [...new Set(texts)].filter((text): text is string => text !== null && text !== '');
}

function firstSaid(known: readonly string[], said: readonly string[]): readonly string[] {
  return known.length > 0 ? known : said;
}

function bothSay(first: readonly string[], second: readonly string[]): boolean {
  return first.length > 0 && second.length > 0;
}

function shareOne(first: readonly string[], second: readonly string[]): boolean {
  return first.some((text) => second.includes(text));
}

function filled<K, V>(map: Map<K, V>, name: K, make: () => V): V {
  const found = map.get(name) ?? make();
  map.set(name, found);
  return found;
}
