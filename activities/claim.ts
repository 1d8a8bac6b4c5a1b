import type { Database } from '../db/database.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { claimOfCase } from '../domain/case/claim-of-case.ts';
import type { ClaimStatement } from '../domain/claim/claim.ts';
import { claimCreditorOf } from './parties.ts';
import { storedCase } from './record.ts';

/** The statement of claim of a recorded case as of a moment; undefined when there is no such case. */
export async function claimOfStoredCase(db: Database, caseId: string, nowMs: number): Promise<ClaimStatement | undefined> {
  const stored = await storedCase(db, caseId);
  if (!stored) return undefined;
  return claimOfCase(stored.case, await claimCreditorOf(db, stored.case.creditorId), parisDay(nowMs));
}
