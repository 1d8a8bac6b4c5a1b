import { dayAt } from '../../calendar/clock.ts';
import { isOutward, type Plan, type Step } from '../../plan/plan.ts';
import { type Case, recordOf, type StepRecord } from '../case.ts';
import { isOverdue } from '../debtor/asked.ts';
import type { World } from '../world.ts';

/** True for a step that, once an invoice of the debtor reached it, speaks for every overdue one of his (plan fields `leads`, `together`). */
export function isCommon(plan: Plan, step: Step): boolean {
  return step.act === 'message' ? plan.leads === 'oldest' : plan.together === 'debtor' && step.act === 'letter';
}

/** True under a plan some of whose steps are common: what the debtor's other invoices are at matters then. */
export function hasCommonSteps(plan: Plan): boolean {
  return plan.leads === 'oldest' || plan.together === 'debtor';
}

/** True for an overdue invoice whose plan follows an older one of its debtor, which is still being reminded of. */
export function isFollower(theCase: Case, plan: Plan, step: Step, nowMs: number, { openAmounts }: World): boolean {
  const on = dayAt(nowMs);
  if (step.act !== 'message' || plan.leads !== 'oldest' || theCase.jump?.step === step.id || !isOverdue(theCase, on))
    return false;
  return (openAmounts ?? []).some(({ dueOn, paces }) => paces === true && dueOn < theCase.invoice.dueOn && dueOn < on);
}

/** True while another invoice of the debtor has the same letter in preparation: it will speak for this one too. */
export function isSpokenFor(theCase: Case, plan: Plan, step: Step, { openAmounts }: World): boolean {
  if (!isCommon(plan, step) || step.act !== 'letter' || hasBegun(recordOf(theCase, step.id))) return false;
  return (openAmounts ?? []).some(({ prepares }) => prepares === true);
}

function hasBegun(record: StepRecord | undefined): boolean {
  return record !== undefined && record.state !== 'again';
}

/** The overdue amounts of the debtor that the common steps add up, in cents; 0 for a step of one invoice. Connected claims add up (CPC 35). */
export function jointCents(plan: Plan, step: Step, nowMs: number, { openAmounts }: World): number {
  if (plan.together !== 'debtor' || step.act === 'message') return 0;
  const overdue = (openAmounts ?? []).filter(({ dueOn }) => dueOn < dayAt(nowMs));
  return overdue.reduce((sum, { cents }) => sum + cents, 0);
}

/** True when an invoice may go with a common step of another: nothing of that step or of a message was begun for it. */
export function isFreeFor({ closed, steps, invoice }: Case, step: Step, on: string): boolean {
  const own = steps.find((record) => record.step === step.id);
  const begun = steps.some(({ state }) => state === 'leaving' || state === 'unknown' || state === 'awaiting-external');
  const mayBegin = !hasBegun(own) || own?.state === 'awaiting-approval' || own?.state === 'approved';
  return isOutward(step) && closed === null && on > invoice.dueOn && !begun && mayBegin;
}

/** What is said of one invoice and holds for all of its formal notice. */
export type SaidInCommon = 'notice-event' | 'choose-route';

/** True for a fact that may hold for more invoices than the one of which it is said. */
export function isSaidInCommon(type: string): type is SaidInCommon {
  return type === 'notice-event' || type === 'choose-route';
}

/** True when what is said of one invoice holds for the other too: how the post went, also for one that is closed and may open again; a route for those that have none. */
export function holdsForBoth(said: SaidInCommon, one: Case, other: Case): boolean {
  return isSameNotice(one, other) && (said === 'notice-event' || (other.closed === null && other.route === null));
}

/** True when one formal notice spoke for two invoices of a debtor: what is known of it holds for both (plan field `together`). */
function isSameNotice(one: Case, other: Case): boolean {
  const [notice, its] = [one.notice, other.notice];
  return (
    notice !== null &&
    its !== null &&
    one.id !== other.id &&
    one.creditorId === other.creditorId &&
    one.debtor.id === other.debtor.id &&
    one.invoice.currency === other.invoice.currency &&
    notice.postedOn === its.postedOn
  );
}
