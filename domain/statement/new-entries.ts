import { comparableAccount } from './account.ts';
import type { TracedEntry } from './bank-entry.ts';
import { foldedWords } from './fold.ts';

const BANK_WORDS = new Set(['VIREMENT', 'SEPA', 'INST', 'RECU', 'FACTURE']);

/** What messages have said so far about one booking. */
export interface KnownBooking {
  /** The messages that told it: one message tells a booking once, so that its twins stay two. */
  readonly toldBy: readonly string[];
  /** Into how many payments it was split at most. */
  readonly details: number;
  readonly servicerReference: string | null;
  readonly endToEndIds: readonly string[];
  readonly counterparties: readonly string[];
  readonly labels: readonly string[];
}

/** Bookings already counted, by fingerprint. */
export type KnownBookings = ReadonlyMap<string, readonly KnownBooking[]>;

/** A booking and its entries, told whether its money had been counted. Fingerprint and ordinal are its name for ever. */
export interface CountedBooking {
  readonly fingerprint: string;
  readonly ordinal: number;
  readonly isNew: boolean;
  /** As another booking, but for numbers in its label that the other does not have: the same money told otherwise, or a twin. A person says which. */
  readonly isInDoubt: boolean;
  /** It tells payments, a payer, an end-to-end id or a label that nobody had told. */
  readonly saysMore: boolean;
  /** All that is now known of it. */
  readonly said: KnownBooking;
  readonly entries: readonly TracedEntry[];
}

/** Booked entries of one message, booking by booking, and what is known after them. */
export interface CountedEntries {
  readonly bookings: readonly CountedBooking[];
  readonly known: KnownBookings;
}

/** Account, currency, amount and day of a booking: weaker than a key, the same in every message about the same money. */
export function fingerprintOf(entry: TracedEntry): string {
  return [comparableAccount(entry.trace.account), entry.currency, entry.trace.bookingCents, entry.bookedOn].join('|');
}

/**
 * Counts the entries of one message (a statement, or part of one) against what messages have brought so far: the same file again, an
 * overlapping period, a 054 before its 053, a webhook. Bookings are compared whole, so that a detailed advice meets its summary. Within
 * one message every booking counts: twins stay two. Entries that are not booked count nowhere.
 */
export function newEntries(known: KnownBookings, entries: readonly TracedEntry[], message: string): CountedEntries {
  const buckets = new Map<string, KnownBooking[]>();
  const bookings = bookingsOf(entries).flatMap((details): CountedBooking[] => {
    const [first] = details;
    if (first === undefined) return [];
    const fingerprint = fingerprintOf(first);
    const bucket = filled(buckets, fingerprint, () => [...(known.get(fingerprint) ?? [])]);
    return [{ fingerprint, entries: details, ...placeOf(bucket, saidOf(details, message), message) }];
  });
  return { bookings, known: new Map([...known, ...buckets]) };
}

/** Finds the known booking that this one is, or adds it. */
function placeOf(
  bucket: KnownBooking[],
  said: KnownBooking,
  message: string,
): Pick<CountedBooking, 'ordinal' | 'isNew' | 'isInDoubt' | 'saysMore' | 'said'> {
  const possible = bucket.flatMap((known, index) =>
    !known.toldBy.includes(message) && isCompatible(known, said) ? [index] : [],
  );
  const index =
    possible.find((each) => isSameReference(bucket[each], said)) ?? possible.find((each) => !isContradicted(bucket[each], said));
  const before = index === undefined ? undefined : bucket[index];
  if (index === undefined || before === undefined) {
    const isInDoubt = possible.length > 0;
    return { ordinal: bucket.push(said) - 1, isNew: true, isInDoubt, saysMore: true, said };
  }
  const merged = mergedBooking(before, said);
  bucket[index] = merged;
  return { ordinal: index, isNew: false, isInDoubt: false, saysMore: saysMore(before, said), said: merged };
}

function saysMore(known: KnownBooking, said: KnownBooking): boolean {
  const isNewIn = (before: readonly string[], now: readonly string[]): boolean => before.length === 0 && now.length > 0;
  return (
    said.details > known.details ||
    isNewIn(known.endToEndIds, said.endToEndIds) ||
    isNewIn(words(known.counterparties), words(said.counterparties)) ||
    isNewIn(words(known.labels), words(said.labels))
  );
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

/** Each label has a number that the other has not, whole or cut: two invoices paid by the same payer on one day, most likely. */
function isContradicted(known: KnownBooking | undefined, said: KnownBooking): boolean {
  if (known === undefined) return false;
  const [before, now] = [numbers(known.labels), numbers(said.labels)];
  return hasItsOwn(before, now) && hasItsOwn(now, before);
}

function hasItsOwn(some: readonly string[], others: readonly string[]): boolean {
  return some.some((one) => !others.some((other) => one.startsWith(other) || other.startsWith(one)));
}

function numbers(texts: readonly string[]): readonly string[] {
  return texts.flatMap(foldedWords).filter((word) => /(?:\D*\d){3}/.test(word));
}

function isSameReference(known: KnownBooking | undefined, said: KnownBooking): boolean {
  if (known === undefined) return false;
  const isSameBankReference = known.servicerReference !== null && known.servicerReference === said.servicerReference;
  return isSameBankReference || shareOne(known.endToEndIds, said.endToEndIds);
}

function mergedBooking(known: KnownBooking, said: KnownBooking): KnownBooking {
  return {
    toldBy: [...known.toldBy, ...said.toldBy],
    details: Math.max(known.details, said.details),
    servicerReference: known.servicerReference ?? said.servicerReference,
    endToEndIds: firstSaid(known.endToEndIds, said.endToEndIds),
    counterparties: firstSaid(known.counterparties, said.counterparties),
    labels: firstSaid(known.labels, said.labels),
  };
}

function saidOf(details: readonly TracedEntry[], message: string): KnownBooking {
  return {
    toldBy: [message],
    details: details.length,
    servicerReference: details[0]?.trace.servicerReference ?? null,
    endToEndIds: given(details.map((entry) => entry.endToEndId)),
    counterparties: given(details.flatMap((entry) => [entry.counterparty, ...(entry.alsoNamed ?? [])])),
    labels: given(details.flatMap((entry) => [entry.label, entry.alsoRead ?? null])),
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
