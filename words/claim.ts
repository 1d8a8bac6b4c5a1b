import { claimCreditorOf } from '../cases/world.ts';
import type { Database, Queries } from '../db/database.ts';
import { latestRatesOf, ratesOf } from '../db/rates.ts';
import { storedCase } from '../db/stored-cases.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import type { Case } from '../domain/case/case.ts';
import { type ClaimCreditor, claimOfCase } from '../domain/case/claim-of-case.ts';
import type { ClaimStatement, SettledClaim } from '../domain/claim/claim.ts';
import { floorChoice } from '../domain/claim/floor-choice.ts';
import type { RateTable } from '../domain/law/rates.ts';
import type { Unwritten } from './message.ts';

/** A statement of claim, and the rates that it was computed with. */
export interface Reckoning<Claim extends ClaimStatement = ClaimStatement> {
  readonly claim: Claim;
  readonly rates: RateTable;
}

/** A statement whose sum may be asked for, and its rates. */
export type Claimable = Reckoning<SettledClaim>;

/** What the law says instead: a semester without a rate holds the case, a contract's rate under the floor is a human's. */
export type Forbidden = Extract<Unwritten, { outcome: 'rate-missing' | 'refused' }>;

/** The statement of claim of a case on a day. A rate is looked for again before it is said to be missing. */
export async function reckon(db: Queries, theCase: Case, creditor: ClaimCreditor, on: CivilDate): Promise<Reckoning> {
  const rates = await ratesOf(db);
  const claim = claimOfCase(theCase, creditor, on, rates);
  if (claim.status !== 'rate-missing') return { claim, rates };
  const latest = await latestRatesOf(db);
  return { claim: claimOfCase(theCase, creditor, on, latest), rates: latest };
}

/** The statement to ask for on a day, or why nothing may be asked. */
export async function reckonToAsk(
  db: Queries,
  theCase: Case,
  creditor: ClaimCreditor,
  on: CivilDate,
): Promise<Claimable | Forbidden> {
  return askable(await reckon(db, theCase, creditor, on), theCase.invoice.currency);
}

/** A statement whose sum may be asked for, or why the law lets nobody ask it. */
export function askable({ claim, rates }: Reckoning, currency: string): Claimable | Forbidden {
  switch (claim.status) {
    case 'ok':
    case 'insolvency':
      return { claim, rates };
    case 'rate-missing':
      return { outcome: 'rate-missing', semester: claim.missing[0] ?? '' };
    case 'rate-below-floor':
      return { outcome: 'refused', reason: floorChoice(claim, currency), address: null };
  }
}

/** The statement of claim of a recorded case as of a moment; undefined when there is no such case. */
export async function claimOfStoredCase(db: Database, caseId: string, nowMs: number): Promise<ClaimStatement | undefined> {
  const stored = await storedCase(db, caseId);
  if (!stored) return undefined;
  const creditor = await claimCreditorOf(db, stored.case.creditorId);
  return (await reckon(db, stored.case, creditor, parisDay(nowMs))).claim;
}
