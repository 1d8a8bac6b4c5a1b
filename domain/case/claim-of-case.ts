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
  const owed = lateChargesCents(theCase, creditor, asOf, rates);
  return owed === null ? null : Math.max(0, owed - Math.max(0, balanceCents(theCase) - contestedCents(theCase)));
}

/** The same in its two parts, as they stand beside the face balance: money that went to interest first left the principal unpaid. */
export function accruedParts(
  theCase: Case,
  creditor: ClaimCreditor,
  asOf: CivilDate,
  rates: RateTable = SHIPPED_RATES,
): { readonly interestCents: number; readonly indemnityCents: number } | null {
  const amountCents = accruedCents(theCase, creditor, asOf, rates);
  if (amountCents === null) return null;
  if (amountCents === 0) return { interestCents: 0, indemnityCents: 0 };
  const owed = claimOfCase(theCase, creditor, asOf, rates).indemnityCents ?? 0;
  const indemnityCents = Math.min(owed, amountCents);
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
  if (asOf <= theCase.invoice.dueOn || theCase.cancelled) return Math.min(0, balanceCents(theCase));
  const claim = claimOfCase(theCase, creditor, asOf, rates);
  if (claim.totalCents === null || claim.status === 'rate-missing') return null;
  const credits = sumCents(claim.payments.map((payment) => payment.creditCents ?? 0)) + excessCents(theCase);
  return claim.totalCents - credits;
}
