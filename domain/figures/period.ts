/** What an account received in a month, and what became of it. */
export interface ReceiptLine {
  readonly creditorId: string;
  readonly account: string;
  readonly currency: string;
  /** `2026-11` */
  readonly month: string;
  readonly entries: number;
  readonly receivedCents: number;
  readonly allocatedCents: number;
  /** What waits for a person. */
  readonly waitingCents: number;
  /** Taken back by the bank since. */
  readonly returnedCents: number;
  /** No payment of an invoice. */
  readonly setApartCents: number;
  /** A person said that it is for no invoice of ours. */
  readonly notOursCents: number;
  /** Returned payments of the month whose payment is not known yet. */
  readonly returnsWaitingCents: number;
}

/** What is received and in no other column: zero when the books agree. */
export function differenceCents(line: ReceiptLine): number {
  const { receivedCents, allocatedCents, waitingCents, returnedCents, setApartCents, notOursCents } = line;
  return receivedCents - allocatedCents - waitingCents - returnedCents - setApartCents - notOursCents;
}

/** What one step brought by one channel. */
export interface RecoveryLine {
  readonly act: string;
  readonly template: string;
  readonly tone: string | null;
  readonly anchor: string | null;
  /** ISO 8601; null for a step that its plan no longer has. */
  readonly delay: string | null;
  readonly channel: string;
  readonly currency: string;
  readonly invoices: number;
  /** What they owed on the day of the message. */
  readonly balanceCents: number;
  readonly paidCents: number;
  /** Invoices that owed nothing then. */
  readonly settled: number;
  /** To the first payment, of the invoices that had one. */
  readonly medianDays: number | null;
}

/** `replaced`: by another promise, or the case was closed otherwise. */
export const promiseEnds = ['kept', 'broken', 'running', 'replaced'] as const;

/** Promises of a period that came to the same. */
export interface PromiseLine {
  readonly currency: string;
  readonly became: (typeof promiseEnds)[number];
  readonly promises: number;
  readonly promisedCents: number;
}
