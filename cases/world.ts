import { creditorOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { debtorWorld } from '../db/debtor-world.ts';
import { creditorAndRates } from '../db/rates.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { epochMs, parisDay } from '../domain/calendar/paris.ts';
import type { Case } from '../domain/case/case.ts';
import { accruedCents, type ClaimCreditor, claimOfCase, lateChargesCents } from '../domain/case/claim-of-case.ts';
import type { ClaimFigures, World } from '../domain/case/world.ts';
import type { ClaimStatement } from '../domain/claim/claim.ts';
import type { RateTable } from '../domain/law/rates.ts';

/** Who claims, and under which terms. Throws when he was never told. */
export async function claimCreditorOf(db: Queries, creditorId: string): Promise<ClaimCreditor> {
  return claimCreditor(creditorId, await creditorOf(db, creditorId));
}

function claimCreditor(id: string, creditor: ClaimCreditor | undefined): ClaimCreditor {
  if (!creditor) throw new Error(`creditor ${id} is unknown`);
  return { kind: creditor.kind, terms: creditor.terms };
}

/** Who claims, and by which rates: read together, for every transaction of a case asks them. */
async function claimTermsOf(db: Queries, creditorId: string): Promise<{ creditor: ClaimCreditor; rates: RateTable }> {
  const { creditor, rates } = await creditorAndRates(db, creditorId);
  return { creditor: claimCreditor(creditorId, creditor), rates };
}

/** The world of a case: its debtor's contacts and invoices, and what is owed besides the principal today. */
export async function worldOf(db: Queries, theCase: Case, nowMs: number): Promise<World> {
  const { creditor, rates } = await claimTermsOf(db, theCase.creditorId);
  const asOf = parisDay(Math.max(nowMs, epochMs(theCase.enteredAt)));
  return {
    ...(await debtorWorld(db, theCase, nowMs)),
    lateChargesCents: lateChargesCents(theCase, creditor, asOf, rates),
    claim: figuresOf(claimOfCase(theCase, creditor, asOf, rates), asOf),
  };
}

/** Interest and indemnity of a day, in cents; null while no rate is known. */
export async function accruedOf(db: Queries, theCase: Case, on: CivilDate): Promise<number | null> {
  const { creditor, rates } = await claimTermsOf(db, theCase.creditorId);
  return accruedCents(theCase, creditor, on, rates);
}

function figuresOf(
  { status, principalCents, interestCents, indemnityCents, totalCents }: ClaimStatement,
  asOf: CivilDate,
): ClaimFigures {
  return { asOf, status, principalCents, interestCents, indemnityCents, totalCents };
}
