import type { BankEntry } from '../statement/bank-entry.ts';

/** An invoice with something left to pay. */
export interface OpenInvoice {
  readonly id: string;
  readonly number: string;
  readonly creditor: string;
  readonly debtor: { readonly id: string; readonly name: string };
  readonly balanceCents: number;
  readonly currency: string;
  readonly dueOn?: string | null | undefined;
  readonly structuredReference?: string | null | undefined;
}

/** A part of an entry that pays an invoice. `invoice` is the invoice's id. */
export interface Allocation {
  readonly invoice: string;
  readonly amountCents: number;
}

/** An invoice that a person may choose for an entry, best first. */
export interface Candidate extends Allocation {
  readonly number: string;
  readonly reasons: readonly string[];
  /** Something beside the amount speaks for it: a number, a name. */
  readonly borneOut: boolean;
  /** That is only a name near to its debtor's. */
  readonly onlyNear: boolean;
}

export type Verdict = 'matched' | 'ambiguous' | 'none' | 'not-a-payment';

/** What matching says of one entry. Reasons are French, in an accountant's words. */
export interface MatchResult {
  readonly key: string;
  readonly verdict: Verdict;
  readonly allocations: readonly Allocation[];
  readonly reasons: readonly string[];
  readonly candidates: readonly Candidate[];
}

/** What a person once chose: money of this payer name is of this debtor. */
export interface RememberedPayer {
  readonly payer: string;
  readonly creditor: string;
  readonly debtor: string;
}

/** Texts that an entry may lack. */
type AbsentTexts = 'endToEndId' | 'counterparty' | 'label' | 'bookedOn' | 'valueOn' | 'alsoRead';

/** A bank entry as matching takes it: absent texts are null or missing. */
export type PayingEntry = Omit<BankEntry, AbsentTexts> & { readonly [Text in AbsentTexts]?: string | null | undefined };
