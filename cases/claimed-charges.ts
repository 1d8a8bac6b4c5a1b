import { caseRowOf } from '../db/cases.ts';
import { casesClaimingCharges } from '../db/claimed-charges.ts';
import type { Queries } from '../db/database.ts';
import type { OfDebtor } from '../db/debtor-world.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { chargesAskedOn } from '../domain/case/next/late-charges.ts';
import { lateChargesOf } from './world.ts';

/** Interest and indemnity that were claimed of an invoice whose price is paid, and that are still owed, in cents. */
export interface ClaimedCharges {
  readonly caseId: string;
  readonly invoiceNumber: string;
  readonly currency: string;
  readonly amountCents: number;
  readonly askedOn: CivilDate;
}

/** What was claimed of a debtor because of the delay and is still owed today, invoice by invoice. What is only to be decided is not there. */
export async function claimedCharges(db: Queries, debtor: OfDebtor, nowMs: number): Promise<ClaimedCharges[]> {
  const claimed: ClaimedCharges[] = [];
  for (const caseId of await casesClaimingCharges(db, debtor)) {
    const row = await caseRowOf(db, caseId);
    const askedOn = row ? chargesAskedOn(row.state, row.plan) : null;
    const amountCents = row ? await lateChargesOf(db, row.state, nowMs) : null;
    if (!row || askedOn === null || amountCents === null || amountCents <= 0) continue;
    const { number: invoiceNumber, currency } = row.state.invoice;
    claimed.push({ caseId, invoiceNumber, currency, amountCents, askedOn });
  }
  return claimed;
}
