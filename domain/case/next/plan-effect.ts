import { addDays, type CivilDate } from '../../calendar/civil-date.ts';
import { dayAt } from '../../calendar/clock.ts';
import { type Channel, isOutward, type Plan, postedChannels } from '../../plan/plan.ts';
import { balanceCents } from '../balance.ts';
import type { Case } from '../case.ts';
import { standingOf } from './plan-change.ts';

/** How far the two plans are compared, in days. */
export const COMPARED_DAYS = 30;

/** What a plan has before it for one case in the days that are compared. */
export interface PlanEffect {
  readonly messages: number;
  readonly letters: number;
  /** What the letters would claim at least: the balance, once for each. */
  readonly letterCents: number;
  /** The letters that are posted: notices and simple post, not what somebody else sends. */
  readonly posted: readonly Channel[];
}

/** What a plan would send for a case within the days that are compared, by the days that are known today. Pure. */
export function planEffect(theCase: Case, plan: Plan, nowMs: number): PlanEffect {
  const until = addDays(dayAt(nowMs), COMPARED_DAYS);
  const near = plan.steps.filter(({ id }) => isNear(theCase, plan, id, until));
  const letters = near.filter(({ act }) => act === 'letter').length;
  return {
    messages: near.filter(({ act }) => act === 'message').length,
    letters,
    letterCents: letters * Math.max(0, balanceCents(theCase)),
    posted: near.filter(isOutward).flatMap((step) => postedChannels(step, theCase.contact.email)),
  };
}

function isNear(theCase: Case, plan: Plan, id: string, until: CivilDate): boolean {
  const standing = standingOf(theCase, plan, id);
  return standing.state === 'to-come' && standing.plannedOn !== null && standing.plannedOn <= until;
}
