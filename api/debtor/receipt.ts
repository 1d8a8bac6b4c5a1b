import type { ClaimedCharges } from '../../cases/claimed-charges.ts';
import { balanceCents } from '../../domain/case/balance.ts';
import type { Case } from '../../domain/case/case.ts';
import type { DemandedCharges } from './account.ts';

interface Dated {
  readonly on: string;
  readonly amountCents: number;
}

/** What came of one invoice, to be kept by whoever paid it; amounts in cents, a payment that went back is none. */
export interface Receipt {
  readonly number: string;
  readonly currency: string;
  readonly totalCents: number;
  readonly balanceCents: number;
  readonly received: readonly Dated[];
  readonly credited: readonly Dated[];
  /** What of it went back to him, or on to another invoice of his. */
  readonly paidBack: readonly Dated[];
  /** Null: none, or nothing is left of them. */
  readonly lateCharges: DemandedCharges | null;
}

/** The receipt of an invoice, and of what was claimed of it because of the delay; null when nothing was received for it. */
export function receiptOf(theCase: Case, claimed: readonly ClaimedCharges[]): Receipt | null {
  const { number, currency, totalCents } = theCase.invoice;
  const received = theCase.payments.filter(({ reversed }) => !reversed);
  if (received.length === 0) return null;
  const { creditNotes: credited, creditUses: paidBack = [] } = theCase;
  const lateCharges = claimed.find(({ caseId }) => caseId === theCase.id) ?? null;
  return { number, currency, totalCents, balanceCents: balanceCents(theCase), received, credited, paidBack, lateCharges };
}
