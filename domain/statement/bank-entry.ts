import type { CivilDate } from '../calendar/civil-date.ts';

export type EntryStatus = 'booked' | 'pending' | 'information';

/** One movement of a bank account, as the commands and the webhooks show it. */
export interface BankEntry {
  /** Stable: the same file gives the same key again, two genuine twins have two. Fits `[A-Za-z0-9._-]{1,100}`. */
  readonly key: string;
  readonly bookedOn: CivilDate | null;
  readonly valueOn: CivilDate | null;
  /** Credit positive, debit negative. */
  readonly amountCents: number;
  readonly currency: string;
  readonly status: EntryStatus;
  /** A payment that is undone: one we had received, or one of ours that comes back. */
  readonly reversal: boolean;
  readonly endToEndId: string | null;
  readonly references: readonly string[];
  /** The payer: the ultimate debtor when one is named, else the holder of the account. */
  readonly counterparty: string | null;
  readonly label: string | null;
  /** The label as it reads when the pieces in which the bank sent it are joined the other way; absent when there is one way only. */
  readonly alsoRead?: string | undefined;
  /** Who else is named on the payer's side (the holder of the account, the initiating party); absent when nobody is. */
  readonly alsoNamed?: readonly string[] | undefined;
}

/** The texts and names that few entries have: left out when there are none. */
export function rareFacts(alsoRead: string | null, alsoNamed: readonly string[]): Pick<BankEntry, 'alsoRead' | 'alsoNamed'> {
  return { ...(alsoRead === null ? {} : { alsoRead }), ...(alsoNamed.length === 0 ? {} : { alsoNamed }) };
}

/** Texts of an entry, some of which it may lack. */
interface Texts {
  readonly endToEndId?: string | null | undefined;
  readonly references?: readonly string[];
  readonly label?: string | null | undefined;
  readonly alsoRead?: string | null | undefined;
}

/** Every text of an entry in which a number may stand, the surest first. */
export function textsOf(entry: Texts): readonly string[] {
  const { endToEndId, references = [], label, alsoRead } = entry;
  return [endToEndId ?? '', ...references, label ?? '', alsoRead ?? ''].filter((text) => text !== '');
}

/** What the import needs besides and nobody prints: enough to recognise the same money in another message. */
export interface EntryTrace {
  readonly account: string;
  /** Ordinal of the booking in its statement, from 1: the details of one booking share it. */
  readonly booking: number;
  /** Amount of the whole booking, of which this entry may be one detail. */
  readonly bookingCents: number;
  /** The bank's own reference of the booking; it repeats in some banks, so it is no key. */
  readonly servicerReference: string | null;
  /** Why it came back, in the bank's code. */
  readonly returnReason: string | null;
}

/** An entry with its trace. */
export interface TracedEntry extends BankEntry {
  readonly trace: EntryTrace;
}

export type BalanceVerdict = 'agree' | 'disagree' | 'unknown';

/** What is known of a statement once it has been read to its end. */
export interface StatementSummary {
  readonly format: string;
  readonly id: string;
  readonly account: string;
  readonly currency: string;
  readonly openingCents: number | null;
  readonly closingCents: number | null;
  readonly balances: BalanceVerdict;
}

/** What a reader yields, in file order: the entries of a statement, then its summary. Warnings are French sentences. */
export type StatementPart =
  | { readonly kind: 'entry'; readonly entry: TracedEntry }
  | {
      readonly kind: 'statement';
      readonly statement: StatementSummary;
      /** The day through which the account is known by it. */
      readonly throughOn: CivilDate | null;
    }
  | { readonly kind: 'warning'; readonly warning: string };

/** A reader fed with decoded text: the parts that the text completed. Throws `BadInput` with the line. */
export interface TextReader {
  write(text: string): readonly StatementPart[];
  end(): readonly StatementPart[];
}

/** The entry without its trace, fields in the order of the contract. */
export function withoutTrace(entry: TracedEntry): BankEntry {
  const { trace: _, ...printed } = entry;
  return printed;
}
