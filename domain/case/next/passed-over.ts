import type { CivilDate } from '../../calendar/civil-date.ts';
import type { Plan, Step } from '../../plan/plan.ts';
import { type Case, recordOf } from '../case.ts';
import { because, type Reason } from '../reason.ts';
import { openSteps } from '../records.ts';
import { unmetCondition } from './conditions.ts';

/** The step that comes next by itself: the first open one, but for those that will be left out when their turn comes. */
export function stepToCome(theCase: Case, plan: Plan, on: CivilDate): Step | undefined {
  return openSteps(theCase, plan).find((step) => !hasLapsed(theCase, step, on) && whyNotForHim(theCase, step) === null);
}

/** Why a step leaves no more, whatever its day: the due date that it was to precede has passed, or a step below it was put forward and it is not for this invoice. */
export function whyPassedOver(theCase: Case, step: Step, on: CivilDate): Reason | null {
  if (hasLapsed(theCase, step, on)) return because('due-date-passed');
  const isBehind = theCase.jump !== null && theCase.jump.step !== step.id;
  return isBehind ? whyNotForHim(theCase, step) : null;
}

/** True for a step before the due date once that has passed. */
export function hasLapsed({ invoice }: Case, step: Step, on: CivilDate): boolean {
  return step.act === 'message' && step.anchor === 'before-due' && on > invoice.dueOn;
}

/** A message speaks of one invoice: its conditions need no look at the others. One that began goes on. */
function whyNotForHim(theCase: Case, step: Step): Reason | null {
  return step.act === 'message' && !recordOf(theCase, step.id) ? unmetCondition(theCase, step) : null;
}
