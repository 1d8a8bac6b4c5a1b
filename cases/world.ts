import { creditorOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { type WorldRows, worldAsked, worldFound } from '../db/debtor-world.ts';
import { type TermsRow, termsAsked } from '../db/rates.ts';
import { type Asked, type Found, rowsOf, rowsTogether } from '../db/rows.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { epochMs, parisDay } from '../domain/calendar/paris.ts';
import type { Case } from '../domain/case/case.ts';
import { accruedCents, type ClaimCreditor, claimOfCase, lateChargesCents } from '../domain/case/claim-of-case.ts';
import type { ClaimFigures, World } from '../domain/case/world.ts';
import type { ClaimStatement } from '../domain/claim/claim.ts';
import { type RateTable, tableWith } from '../domain/law/rates.ts';

/** Who claims, and under which terms. Throws when he was never told. */
export async function claimCreditorOf(db: Queries, creditorId: string): Promise<ClaimCreditor> {
  return claimCreditor(creditorId, await creditorOf(db, creditorId));
}

function claimCreditor(id: string, creditor: ClaimCreditor | undefined | null): ClaimCreditor {
  if (!creditor) throw new Error(`creditor ${id} is unknown`);
  return { kind: creditor.kind, terms: creditor.terms };
}

/** Who claims, and by which rates, as they are this instant. */
async function claimTermsOf(db: Queries, creditorId: string): Promise<ReturnType<typeof claimTerms>> {
  const [row] = await rowsOf<TermsRow>(db, termsAsked(creditorId));
  return claimTerms(creditorId, row);
}

function claimTerms(creditorId: string, row: TermsRow | undefined): { creditor: ClaimCreditor; rates: RateTable } {
  return { creditor: claimCreditor(creditorId, row?.creditor), rates: tableWith(row?.entered ?? []) };
}

/** The world of a case: its debtor's contacts and invoices, and what is owed besides the principal today. */
export async function worldOf(db: Queries, theCase: Case, nowMs: number): Promise<World> {
  return (await worldBeside(db, theCase, nowMs, {})).world;
}

/** The world of a case, and the rows of what is asked beside it in the same query. */
export async function worldBeside<Rows extends object>(
  db: Queries,
  theCase: Case,
  nowMs: number,
  asked: Asked<Rows>,
): Promise<{ readonly world: World; readonly found: Found<Rows> }> {
  const all = { terms: termsAsked(theCase.creditorId), ...worldAsked(theCase, nowMs), ...asked };
  const found = await rowsTogether<{ readonly terms: TermsRow } & WorldRows & Rows>(db, all);
  const { creditor, rates } = claimTerms(theCase.creditorId, found.terms[0]);
  const asOf = claimedOn(theCase, nowMs);
  const world = {
    ...(await worldFound(db, theCase, found)),
    lateChargesCents: lateChargesCents(theCase, creditor, asOf, rates),
    claim: figuresOf(claimOfCase(theCase, creditor, asOf, rates), asOf),
  };
  return { world, found };
}

/** Interest and indemnity of a day, in cents; null while no rate is known. */
export async function accruedOf(db: Queries, theCase: Case, on: CivilDate): Promise<number | null> {
  const { creditor, rates } = await claimTermsOf(db, theCase.creditorId);
  return accruedCents(theCase, creditor, on, rates);
}

/** What is still owed of a case besides its principal today, in cents, as its world has it: nothing else is read. */
export async function lateChargesOf(db: Queries, theCase: Case, nowMs: number): Promise<number | null> {
  const { creditor, rates } = await claimTermsOf(db, theCase.creditorId);
  return lateChargesCents(theCase, creditor, claimedOn(theCase, nowMs), rates);
}

/** No claim is of a day before the case was there. */
function claimedOn({ enteredAt }: Case, nowMs: number): CivilDate {
  return parisDay(Math.max(nowMs, epochMs(enteredAt)));
}

function figuresOf(
  { status, principalCents, interestCents, indemnityCents, totalCents }: ClaimStatement,
  asOf: CivilDate,
): ClaimFigures {
  return { asOf, status, principalCents, interestCents, indemnityCents, totalCents };
}
