import { feedFreshness, lockFeed } from '../db/bank.ts';
import type { Queries } from '../db/database.ts';
import { tellCases } from '../db/tell-case.ts';
import { addDays, type CivilDate } from '../domain/calendar/civil-date.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import { isWorkingDay } from '../domain/calendar/working-days.ts';
import { type Case, holdOf } from '../domain/case/case.ts';
import { durationDays, durationMs, isTimed } from '../domain/plan/duration.ts';
import type { Plan } from '../domain/plan/plan.ts';

/** Age of a bank feed that is known through a day, in working days, against the plan's `staleFeedAfter`; one that never spoke is stale. */
export function isStale(throughOn: CivilDate | null, plan: Plan, nowMs: number): boolean {
  if (throughOn === null) return true;
  if (isTimed(plan.staleFeedAfter)) return durationMs(plan.staleFeedAfter) === 0;
  return workingDaysSince(throughOn, parisDay(nowMs)) > durationDays(plan.staleFeedAfter);
}

/** A case recorded as held by a stale feed that meanwhile became fresh is told so: nobody else would. */
export async function tellIfFresh(tx: Queries, theCase: Case, plan: Plan, nowMs: number): Promise<void> {
  if (!holdOf(theCase, 'feed-stale')) return;
  await lockFeed(tx, theCase.creditorId);
  if (isStale(await feedFreshness(tx, theCase.creditorId), plan, nowMs)) return;
  await tellCases(tx, [{ caseId: theCase.id, fact: { type: 'feed-fresh', at: toInstant(nowMs), actor: 'bank' } }]);
}

function workingDaysSince(from: CivilDate, to: CivilDate): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(day)) count += 1;
  return count;
}
