import { type CivilDate, earlier } from '../calendar/civil-date.ts';
import type { ClaimInput, ClaimStatement } from '../claim/claim.ts';
import { statementOfClaim } from '../claim/statement.ts';
import { type RateTable, SHIPPED_RATES } from '../law/rates.ts';
import { sumCents } from '../money/cents.ts';
import type { Terms } from '../party/terms.ts';
import { balanceCents, contestedCents, creditedCents } from './balance.ts';
import { type Case, type CreditNote, holdOf } from './case.ts';
import { scheduledChargesCents } from './next/late-charges.ts';

/** The creditor's side of a claim: who he is, and what his terms of sale say. */
export interface ClaimCreditor {
  readonly kind: 'company' | 'individual';
  readonly terms: Terms;
}

/** The statement of claim (décompte) of one case on one day, with the rates that are known. */
export function claimOfCase(
  theCase: Case,
  creditor: ClaimCreditor,
  asOf: CivilDate,
  rates: RateTable = SHIPPED_RATES,
): ClaimStatement {
  return statementOfClaim(claimInputOf(theCase, creditor, asOf), rates);
}

/** What the case knows, in the words of `exigible claim`: anybody can recompute it. */
export function claimInputOf(theCase: Case, creditor: ClaimCreditor, asOf: CivilDate): ClaimInput {
  const { number, totalCents, dueOn, currency, issuedOn } = theCase.invoice;
  const insolvency = holdOf(theCase, 'insolvency');
  const isBornLater = insolvency !== undefined && issuedOn !== null && issuedOn >= insolvency.openedOn;
  const effectiveOn = theCase.notice?.effectiveOn;
  return {
    asOf,
    creditor: { kind: creditor.kind },
    debtor: { kind: theCase.debtor.kind },
    ...(currency === 'EUR' ? {} : { currency }),
    terms: creditor.terms,
    invoices: [{ number, totalCents, dueOn, ...(isBornLater ? { issuedOn } : {}) }],
    creditNotes: [...reductions(theCase, asOf), ...contested(theCase, asOf)].map((note) => ({ ...note, invoice: number })),
    payments: theCase.payments
      .filter((payment) => !payment.reversed)
      .map((payment) => ({ id: payment.id, invoice: number, amountCents: payment.amountCents, on: payment.on })),
    ...paidBackOf(theCase),
    ...(effectiveOn ? { formalNotice: { effectiveOn } } : {}),
    ...(insolvency ? { insolvency: { openedOn: insolvency.openedOn } } : {}),
    ...(owesPriceAlone(theCase) ? { waived: true } : {}),
  };
}

/** Interest and indemnity were given up for good; what a schedule brought of them before is kept as what it was. */
function owesPriceAlone(theCase: Case): boolean {
  const hasBrought = balanceCents(theCase) <= 0 && scheduledChargesCents(theCase) > 0;
  return theCase.waived && !hasBrought;
}

/** What lowers the price; a cancelled invoice has none left. */
function reductions({ cancelled, creditNotes, invoice: { totalCents, dueOn } }: Case, asOf: CivilDate): readonly CreditNote[] {
  if (!cancelled || totalCents <= 0) return creditNotes;
  return [{ id: 'cancelled', amountCents: totalCents, on: earlier(dueOn, asOf) }];
}

/** What is disputed or was conceded is not claimed: it counts as a reduction of the price. */
function contested(theCase: Case, asOf: CivilDate): readonly CreditNote[] {
  const amountCents = contestedCents(theCase);
  return amountCents > 0 ? [{ id: 'contested', amountCents, on: earlier(theCase.invoice.dueOn, asOf) }] : [];
}

/** A credit that was given back, or used for another invoice, pays nothing of this one any more. */
function paidBackOf({ creditUses = [], invoice: { number } }: Case): Pick<ClaimInput, 'paidBack'> {
  const paidBack = creditUses.map(({ id, amountCents, on }) => ({ id, invoice: number, amountCents, on }));
  return paidBack.length > 0 ? { paidBack } : {};
}

/** What credit notes, and what is contested, take off beyond the price: the debtor's. */
function excessCents(theCase: Case): number {
  return Math.max(0, creditedCents(theCase) + contestedCents(theCase) - theCase.invoice.totalCents);
}

/** Interest and indemnity of a day, in cents, whatever is left of the price or contested of it; null while no figure is known. */
export function accruedCents(
  theCase: Case,
  creditor: ClaimCreditor,
  asOf: CivilDate,
  rates: RateTable = SHIPPED_RATES,
): number | null {
  const parts = accruedParts(theCase, creditor, asOf, rates);
  return parts && parts.interestCents + parts.indemnityCents;
}

/** The same in its two parts, as they stand beside the face balance: money that went to interest first left the principal unpaid. */
export function accruedParts(
  theCase: Case,
  creditor: ClaimCreditor,
  asOf: CivilDate,
  rates: RateTable = SHIPPED_RATES,
): { readonly interestCents: number; readonly indemnityCents: number } | null {
  if (isNotLate(theCase, asOf)) return { interestCents: 0, indemnityCents: 0 };
  const claim = claimOfCase(theCase, creditor, asOf, rates);
  const owed = owedOf(theCase, claim);
  if (owed === null) return null;
  const amountCents = Math.max(0, owed - Math.max(0, balanceCents(theCase) - contestedCents(theCase)));
  const indemnityCents = Math.min(claim.indemnityCents ?? 0, amountCents);
  return { interestCents: amountCents - indemnityCents, indemnityCents };
}

/**
 * What is still owed once the face balance is paid, in cents: interest and indemnity; null while no figure is known, below zero
 * when more than everything was paid. The creditor may waive it for good (plan `lateCharges: waive`, or the act `waive`).
 */
export function lateChargesCents(
  theCase: Case,
  creditor: ClaimCreditor,
  asOf: CivilDate,
  rates: RateTable = SHIPPED_RATES,
): number | null {
  return isNotLate(theCase, asOf)
    ? Math.min(0, balanceCents(theCase))
    : owedOf(theCase, claimOfCase(theCase, creditor, asOf, rates));
}

/** No delay adds anything to what is not due yet, or is cancelled. */
function isNotLate({ invoice, cancelled }: Case, asOf: CivilDate): boolean {
  return asOf <= invoice.dueOn || cancelled;
}

/** All that a claim leaves owed, less what is the debtor's; null while no figure is known. */
function owedOf(theCase: Case, claim: ClaimStatement): number | null {
  if (claim.totalCents === null || claim.status === 'rate-missing') return null;
  const credits = sumCents(claim.payments.map((payment) => payment.creditCents ?? 0)) + excessCents(theCase);
  return claim.totalCents - credits;
}
