import { casesWithCreditors } from '../db/cases.ts';
import { casesClaimingCharges } from '../db/claimed-charges.ts';
import type { Queries } from '../db/database.ts';
import type { OfDebtor } from '../db/debtor-world.ts';
import { ratesOf } from '../db/rates.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { accruedParts } from '../domain/case/claim-of-case.ts';
import { chargesDemandedOn } from '../domain/case/next/late-charges.ts';

/** Interest and indemnity that were demanded of an invoice, with its price or once it was paid, and that are still owed, in cents. */
export interface ClaimedCharges {
  readonly caseId: string;
  readonly invoiceNumber: string;
  readonly currency: string;
  /** Both together. */
  readonly amountCents: number;
  readonly interestCents: number;
  readonly indemnityCents: number;
  readonly askedOn: CivilDate;
}

/** What was claimed of a debtor because of the delay and is still owed that day, the oldest due first. What is only to be decided is not there. */
export async function claimedCharges(db: Queries, debtor: OfDebtor, today: CivilDate): Promise<ClaimedCharges[]> {
  const ids = await casesClaimingCharges(db, debtor);
  if (ids.length === 0) return [];
  const [found, rates] = await Promise.all([casesWithCreditors(db, ids), ratesOf(db)]);
  const claimed = found.flatMap(({ state, plan, creditor }) => {
    const askedOn = chargesDemandedOn(state, plan);
    const parts = askedOn === null ? null : accruedParts(state, creditor, today, rates);
    if (askedOn === null || parts === null) return [];
    const { number: invoiceNumber, currency } = state.invoice;
    const amountCents = parts.interestCents + parts.indemnityCents;
    return amountCents === 0 ? [] : [{ caseId: state.id, invoiceNumber, currency, amountCents, ...parts, askedOn }];
  });
  return claimed.toSorted((one, other) => ids.indexOf(one.caseId) - ids.indexOf(other.caseId));
}
