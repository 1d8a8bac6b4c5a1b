import type { CivilDate } from '../calendar/civil-date.ts';
import type { Semester } from '../law/semester.ts';
import type { Terms } from '../party/terms.ts';
import type { DebtorKind } from '../plan/plan.ts';

/** What a statement of claim is computed from. Amounts in integer cents including VAT, rates in basis points. Facts dated after `asOf` are ignored. */
export interface ClaimInput {
  readonly asOf: CivilDate;
  readonly creditor: { readonly kind: 'company' | 'individual' };
  readonly debtor: { readonly kind: DebtorKind };
  /** ISO 4217, of every amount; EUR when absent. */
  readonly currency?: string | undefined;
  readonly terms?: ClaimTerms | undefined;
  readonly invoices: readonly ClaimInvoice[];
  readonly creditNotes?: readonly ClaimCreditNote[] | undefined;
  readonly payments?: readonly ClaimPayment[] | undefined;
  readonly paidBack?: readonly ClaimPaidBack[] | undefined;
  readonly formalNotice?: { readonly effectiveOn: CivilDate } | undefined;
  readonly insolvency?: { readonly openedOn: CivilDate } | undefined;
  readonly judgment?: ClaimJudgment | undefined;
  /** The creditor gave interest and indemnity up: the price alone is owed, and paid. */
  readonly waived?: boolean | undefined;
}

/** The creditor's terms, as a document may leave them out. */
export type ClaimTerms = { readonly [Name in keyof Terms]: Terms[Name] | undefined };

export interface ClaimInvoice {
  readonly number: string;
  readonly totalCents: number;
  readonly vatCents?: number | undefined;
  readonly issuedOn?: CivilDate | undefined;
  readonly dueOn: CivilDate;
}

/** A price reduction: it counts from the due date of its invoice. */
export interface ClaimCreditNote {
  readonly id: string;
  readonly invoice: string;
  readonly amountCents: number;
  readonly on: CivilDate;
}

/** Money received; without `invoice` it is allocated under Civil Code 1342-10. */
export interface ClaimPayment {
  readonly id: string;
  readonly invoice?: string | undefined;
  readonly amountCents: number;
  readonly on: CivilDate;
}

/** Money of an invoice that went back to the debtor, or on to another invoice of his: from its day on it pays nothing. */
export interface ClaimPaidBack extends ClaimPayment {
  readonly invoice: string;
}

/** A judgment served on the debtor; `regime` is the interest that it ordered, when it ordered one. */
export interface ClaimJudgment {
  readonly servedOn: CivilDate;
  readonly regime?: 'legal' | 'contract' | 'commercial-default' | undefined;
}

/** Which text a slice of interest rests on. One per slice: they never add up (Cass. com. 24 April 2024, 22-24.275). */
export type Regime = 'commercial-default' | 'contract' | 'legal' | 'legal-plus-5' | 'public-procurement';

/** One printed slice of interest: `from` to `to`, both included. */
export interface ClaimLine {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly days: number;
  readonly baseCents: number;
  readonly rateBasisPoints: number;
  readonly regime: Regime;
  readonly divisor: 365 | 366;
  readonly amountCents: number;
}

/** What is still owed. */
export interface Figures {
  readonly principalCents: number;
  readonly interestCents: number;
  readonly indemnityCents: number;
  readonly totalCents: number;
}

export interface InvoiceClaim extends Figures {
  readonly number: string;
  readonly lines: readonly ClaimLine[];
}

export interface PaymentPart {
  readonly invoice: string;
  readonly to: 'interest' | 'principal' | 'indemnity';
  readonly amountCents: number;
}

/** Where the money of a payment went; `creditCents` is what no debt took. Of money paid back, what it was taken from, below zero. */
export interface PaymentAllocation {
  readonly id: string;
  readonly parts: readonly PaymentPart[];
  readonly creditCents?: number;
}

/** Interest still owed under one rate, when the contract's rate is under the floor: the operator chooses. */
export interface Alternative {
  readonly rateBasisPoints: number;
  readonly interestCents: number;
}

interface Detail {
  readonly invoices: readonly InvoiceClaim[];
  readonly payments: readonly PaymentAllocation[];
  readonly alternatives: readonly Alternative[];
  readonly warnings: readonly string[];
}

/** The figures hold at `asOf`, or on the day before the insolvency opened. */
export interface SettledClaim extends Figures, Detail {
  readonly status: 'ok' | 'insolvency';
}

/** A semester has no rate: the figures stop on `knownUntil`. */
export interface RateMissingClaim extends Figures, Detail {
  readonly status: 'rate-missing';
  readonly missing: readonly Semester[];
  readonly knownUntil: CivilDate;
}

/** The contract's rate is under three times the legal rate: nothing is chosen, the three figures are in `alternatives` (contract, floor, default). */
export interface BelowFloorClaim extends Detail {
  readonly status: 'rate-below-floor';
  readonly principalCents: null;
  readonly interestCents: null;
  readonly indemnityCents: null;
  readonly totalCents: null;
}

/** A statement of claim (décompte). */
export type ClaimStatement = SettledClaim | RateMissingClaim | BelowFloorClaim;
