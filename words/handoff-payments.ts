import { type Case, type CreditUse, PAID_BEFORE, type Payment } from '../domain/case/case.ts';
import { formatCents } from '../domain/money/cents.ts';
import { frenchDate } from '../templates/french.ts';
import type { PaymentReceived } from '../templates/handoff.ts';

/** The money of an invoice as its file lists it: what came and was not returned, and what went back of it, below zero. */
export function paymentsReceived({ payments, creditUses = [], invoice }: Case, number: string): PaymentReceived[] {
  const rowOf = (on: string, label: string, cents: number) => ({
    on,
    invoice: number,
    label,
    amount: formatCents(cents, invoice.currency),
  });
  const came = payments.filter(({ reversed }) => !reversed).map((one) => rowOf(dayOf(one), paymentLabel(one), one.amountCents));
  return [...came, ...creditUses.map((use) => rowOf(frenchDate(use.on), useLabel(use), -use.amountCents))];
}

/** No court reads a day that nobody told. */
function dayOf({ on, undated }: Payment): string {
  return undated ? 'date inconnue' : frenchDate(on);
}

/** How a payment is known to its reader: an id that a person typed, never one that a machine made. */
function paymentLabel({ id, on, undated, creditOf }: Payment): string {
  if (id === PAID_BEFORE)
    return `Règlements antérieurs à la reprise du dossier${undated ? `, comptés au ${frenchDate(on)}` : ''}`;
  if (creditOf !== undefined) return 'Crédit d’une autre facture';
  return id.length > 40 || /^[0-9a-f]{16,}/.test(id) ? 'Règlement reçu en banque' : `Règlement ${id}`;
}

function useLabel({ to }: CreditUse): string {
  return to === undefined ? 'Crédit rendu au débiteur' : 'Crédit porté sur une autre facture';
}
