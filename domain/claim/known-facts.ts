import { addDays, type CivilDate } from '../calendar/civil-date.ts';
import type { ClaimInput, ClaimInvoice, ClaimPaidBack, ClaimPayment } from './claim.ts';

/** The facts that count on the day of the statement, each list in an order that does not depend on the input's. */
export interface KnownFacts
  extends Pick<ClaimInput, 'asOf' | 'creditor' | 'debtor' | 'formalNotice' | 'insolvency' | 'judgment'> {
  /** ISO 4217. */
  readonly currency: string;
  /** Interest and indemnity were given up. */
  readonly waived: boolean;
  readonly terms: NonNullable<ClaimInput['terms']>;
  readonly invoices: readonly ClaimInvoice[];
  readonly payments: readonly ClaimPayment[];
  readonly paidBack: readonly ClaimPaidBack[];
  /** Credit notes by invoice number, in cents: a price reduction, so from the due date whatever its own day. */
  readonly creditedCents: ReadonlyMap<string, number>;
  /** The last day that counts: `asOf`, or the day before the judgment that opened the insolvency (C. com. L622-28). */
  readonly lastOn: CivilDate;
}

/** Leaves out what is dated after `asOf`. */
export function knownFacts(input: ClaimInput): KnownFacts {
  const { asOf, creditor, debtor, currency = 'EUR', terms = {}, waived = false } = input;
  const insolvency = input.insolvency && input.insolvency.openedOn <= asOf ? input.insolvency : undefined;
  const invoices = input.invoices.filter((invoice) => (invoice.issuedOn ?? '') <= asOf).toSorted(byDueDay);
  const numbers = new Set(invoices.map((invoice) => invoice.number));
  const payments = (input.payments ?? []).filter(
    ({ on, invoice }) => on <= asOf && (invoice === undefined || numbers.has(invoice)),
  );
  const paidBack = (input.paidBack ?? []).filter(({ on, invoice }) => on <= asOf && numbers.has(invoice));
  return {
    asOf,
    creditor,
    debtor,
    currency,
    waived,
    terms,
    invoices,
    insolvency,
    formalNotice: input.formalNotice && input.formalNotice.effectiveOn <= asOf ? input.formalNotice : undefined,
    judgment: input.judgment && input.judgment.servedOn <= asOf ? input.judgment : undefined,
    payments: payments.toSorted(byArrival),
    paidBack: paidBack.toSorted(byArrival),
    creditedCents: creditedByInvoice(input),
    lastOn: insolvency ? addDays(insolvency.openedOn, -1) : asOf,
  };
}

function creditedByInvoice({ asOf, creditNotes = [] }: ClaimInput): ReadonlyMap<string, number> {
  const credited = new Map<string, number>();
  for (const note of creditNotes.filter(({ on }) => on <= asOf)) {
    credited.set(note.invoice, (credited.get(note.invoice) ?? 0) + note.amountCents);
  }
  return credited;
}

/** What credit notes take off beyond the price of an invoice: the debtor's, in cents. */
export function excessCents({ number, totalCents }: ClaimInvoice, { creditedCents }: Pick<KnownFacts, 'creditedCents'>): number {
  return Math.max(0, (creditedCents.get(number) ?? 0) - totalCents);
}

function byDueDay(a: ClaimInvoice, b: ClaimInvoice): number {
  return compare(a.dueOn, b.dueOn) || compare(a.number, b.number);
}

/** The same day: what the debtor assigned to an invoice comes before what the law assigns. */
function byArrival(a: ClaimPayment, b: ClaimPayment): number {
  return compare(a.on, b.on) || Number(a.invoice === undefined) - Number(b.invoice === undefined) || compare(a.id, b.id);
}

/** Order of two texts by their code units. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
