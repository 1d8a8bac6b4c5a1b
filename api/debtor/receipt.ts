import { balanceCents } from '../../domain/case/balance.ts';
import type { Case } from '../../domain/case/case.ts';

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
}

/** The receipt of an invoice; null when nothing was received for it. */
export function receiptOf(theCase: Case): Receipt | null {
  const { number, currency, totalCents } = theCase.invoice;
  const received = theCase.payments.filter(({ reversed }) => !reversed);
  if (received.length === 0) return null;
  const { creditNotes: credited, creditUses: paidBack = [] } = theCase;
  return { number, currency, totalCents, balanceCents: balanceCents(theCase), received, credited, paidBack };
}
