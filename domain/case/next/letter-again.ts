import { type Plan, type Step, stepOf } from '../../plan/plan.ts';
import { type Case, recordOf, type StepRecord } from '../case.ts';

/** True for the letter of a formal notice that the post brought back from an address where nobody knew the debtor. */
export function cameBack({ notice }: Case, { state }: StepRecord): boolean {
  return state === 'sent' && notice?.outcome === 'unknown-address' && notice.effectiveOn === null;
}

/** The letter of that name, when it may leave once more: nothing of it reached the debtor, and nothing was decided without it. */
export function letterToSendAgain(theCase: Case, plan: Plan, id: string): Step | undefined {
  const [step, record] = [stepOf(plan, id), recordOf(theCase, id)];
  if (step?.act !== 'letter' || !record || theCase.route !== null) return undefined;
  const isLeftOut = record.state === 'left-out' && theCase.notice === null;
  return isLeftOut || cameBack(theCase, record) ? step : undefined;
}
