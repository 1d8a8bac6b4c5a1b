import { sumCents } from '../money/cents.ts';
import { type Case, holdOf } from './case.ts';

/** Payments received and not returned, in cents. */
export function paidCents(theCase: Case): number {
  return sumCents(theCase.payments.filter((payment) => !payment.reversed).map((payment) => payment.amountCents));
}

/** Credit notes, in cents. */
export function creditedCents(theCase: Case): number {
  return sumCents(theCase.creditNotes.map((note) => note.amountCents));
}

/** Face balance: invoice - credit notes - payments + reversals, in cents. Below zero is a credit of the debtor. */
export function balanceCents(theCase: Case): number {
  if (theCase.cancelled) return -paidCents(theCase);
  return theCase.invoice.totalCents - creditedCents(theCase) - paidCents(theCase);
}

/** What a message that asks for the balance may ask: the face balance less what is disputed or was conceded. */
export function uncontestedCents(theCase: Case): number {
  if (holdOf(theCase, 'dispute')?.amountCents === null) return 0;
  return Math.max(0, balanceCents(theCase) - contestedCents(theCase));
}

/** The part of the face balance that a dispute of an amount, or an upheld one, keeps out. */
export function contestedCents(theCase: Case): number {
  const contested = (holdOf(theCase, 'dispute')?.amountCents ?? 0) + withheldCents(theCase);
  return Math.max(0, Math.min(contested, balanceCents(theCase)));
}

function withheldCents(theCase: Case): number {
  if (!theCase.withheld) return 0;
  return Math.max(0, theCase.withheld.amountCents - (creditedCents(theCase) - theCase.withheld.creditedBeforeCents));
}
