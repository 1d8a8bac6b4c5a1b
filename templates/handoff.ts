import type { ClaimData, CreditorData, DebtorData, InvoiceData } from './data.ts';

/** A dated line of the file: what happened, of which invoices, and the exhibit that proves it. */
export interface ChronologyLine {
  readonly on: string;
  readonly text: string;
  readonly invoices?: string;
  readonly exhibit?: number;
}

/** A message as it left: its words, where it went, and what the provider reported about it. */
export interface MessageAsSent {
  readonly exhibit: number;
  readonly channel: string;
  readonly sentOn: string;
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
  readonly provider: string;
  readonly providerId: string;
  readonly events: readonly ChronologyLine[];
}

/** A formal notice, the invoices that it spoke for, and what became of the registered letter. */
export interface NoticeProof {
  readonly exhibit: number;
  readonly invoices: string;
  readonly title: string;
  /** False when somebody else gave it: what proves it is joined by hand. */
  readonly isOurs: boolean;
  readonly postedOn: string;
  /** The number by which the post knows it, or the reference of who gave it. */
  readonly trackingId: string;
  readonly outcome: string;
  readonly effectiveOn: string;
  readonly deadlineOn: string;
  readonly text: string;
  readonly events: readonly ChronologyLine[];
}

/** One numbered exhibit: a file of its own beside the handed-over document, known by its digest. */
export interface Exhibit {
  readonly number: number;
  readonly title: string;
  readonly on: string;
  readonly file?: string;
  readonly sha256?: string;
}

/** What one invoice of the file adds to the claim. */
export interface InvoiceClaim extends Pick<ClaimData, 'principal' | 'interest' | 'indemnity' | 'total'> {
  readonly invoice: string;
}

/** What one invoice adds, out of its own statement of claim. */
export function invoiceClaim(invoice: string, { principal, interest, indemnity, total }: ClaimData): InvoiceClaim {
  return { invoice, principal, interest, ...(indemnity === undefined ? {} : { indemnity }), total };
}

/** A payment received, and the invoice that it was for. */
export interface PaymentReceived {
  readonly on: string;
  readonly invoice: string;
  readonly label: string;
  readonly amount: string;
}

/** What the file for a lawyer or a commissaire de justice prints. Texts are ready to print, as in `MessageData`. */
export interface HandoffData {
  readonly reference: string;
  readonly builtOn: string;
  readonly route: string;
  readonly chosenOn: string;
  readonly creditor: CreditorData;
  readonly debtor: DebtorData;
  readonly contact: { readonly name: string; readonly email: string; readonly phone: string };
  /** The claim over all invoices, and what each adds to it. */
  readonly claim: ClaimData;
  readonly claims: readonly InvoiceClaim[];
  readonly invoices: readonly InvoiceData[];
  readonly payments: readonly PaymentReceived[];
  readonly chronology: readonly ChronologyLine[];
  readonly messages: readonly MessageAsSent[];
  readonly notices: readonly NoticeProof[];
  readonly exhibits: readonly Exhibit[];
  readonly demonstration?: string;
}
