import type { CivilDate } from '../../domain/calendar/civil-date.ts';
import type { KeptFile } from './kept-file.ts';

export const disputeReasons = [
  'not-ordered',
  'not-delivered',
  'quality',
  'price',
  'already-paid',
  'wrong-company',
  'other',
] as const;
export type DisputeReason = (typeof disputeReasons)[number];

/** What a debtor says on his page; amounts in cents. */
export type Said =
  | { readonly says: 'promise'; readonly on: CivilDate }
  | { readonly says: 'instalments'; readonly count: number; readonly firstOn: CivilDate }
  | { readonly says: 'dispute'; readonly reason: DisputeReason; readonly amountCents?: number }
  | { readonly says: 'paid'; readonly on: CivilDate; readonly amountCents?: number }
  | { readonly says: 'contact' | 'question' };

/** An answer, with what goes with it. The same `requestId` is one answer, however often it is sent. */
export interface DebtorAnswer {
  readonly said: Said;
  readonly requestId: string;
  readonly text: string;
  readonly files: readonly KeptFile[];
}

/** What came of it for one invoice: it holds at once, it is kept and will be read, a person will answer, or the case refused with its French sentence. */
export interface InvoiceAnswered {
  readonly number: string;
  readonly outcome: 'held' | 'kept' | 'asked' | 'refused';
  readonly sentence?: string;
}
