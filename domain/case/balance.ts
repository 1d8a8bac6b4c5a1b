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

/** Face balance: invoice - credit notes - payments + reversals + what was refunded or used of a credit, in cents. Below zero is a credit of the debtor. */
export function balanceCents(theCase: Case): number {
  const owed = theCase.cancelled ? 0 : theCase.invoice.totalCents - creditedCents(theCase);
  return owed - paidCents(theCase) + usedCents(theCase);
}

/** What was refunded of a credit, or used for another invoice, in cents. */
function usedCents({ creditUses = [] }: Case): number {
  return sumCents(creditUses.map(({ amountCents }) => amountCents));
}

/** What a message that asks for the balance may ask: the face balance less what is disputed, waits for a credit note, or the debtor has to his credit. */
export function uncontestedCents(theCase: Case): number {
  if (holdOf(theCase, 'dispute')?.amountCents === null) return 0;
  return Math.max(0, balanceCents(theCase) - contestedCents(theCase));
}

/** What of the face balance is asked of nobody, and why, in cents. */
export interface KeptOut {
  /** A dispute of an amount that is still open. */
  readonly disputedCents: number;
  /** A dispute that was upheld, or that a credit note settles, which has not come. */
  readonly concededCents: number;
  /** What the debtor has to his credit elsewhere. */
  readonly coveredCents: number;
}

/** Why a part of the face balance is not asked, each up to what the ones before it leave. */
export function keptOut(theCase: Case): KeptOut {
  const owedCents = Math.max(0, balanceCents(theCase));
  const disputedCents = Math.min(holdOf(theCase, 'dispute')?.amountCents ?? 0, owedCents);
  const concededCents = Math.min(withheldCents(theCase), owedCents - disputedCents);
  const creditCents = holdOf(theCase, 'credit')?.amountCents ?? 0;
  return { disputedCents, concededCents, coveredCents: Math.min(creditCents, owedCents - disputedCents - concededCents) };
}

/** The part of the face balance that a dispute of an amount, one whose credit note is to come, or a credit of the debtor keeps out. */
export function contestedCents(theCase: Case): number {
  const { disputedCents, concededCents, coveredCents } = keptOut(theCase);
  return disputedCents + concededCents + coveredCents;
}

/** What was conceded of disputes and no credit note has taken off since, and what waits for a credit note that says how much, in cents. */
export function withheldCents(theCase: Case): number {
  if (!theCase.withheld) return 0;
  const { amountCents, creditedBeforeCents, awaitedCents = 0 } = theCase.withheld;
  const leftCents = amountCents - (creditedCents(theCase) - creditedBeforeCents);
  return leftCents < 0 ? 0 : leftCents + awaitedCents;
}
