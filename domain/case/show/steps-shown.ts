import { type CivilDate, later as laterOf } from '../../calendar/civil-date.ts';
import { dayAt } from '../../calendar/clock.ts';
import { type Channel, isOutward, type OutwardStep, type Plan, type Step, stepOf, type Tone } from '../../plan/plan.ts';
import { PASSED_BY_PROMISE } from '../apply/holds.ts';
import { type Case, isTimeBarred, recordOf, type StepRecord } from '../case.ts';
import { notChased, whyNotAsked } from '../next/ladder.ts';
import { reachingChannels } from '../next/outward.ts';
import { hasLapsed } from '../next/passed-over.ts';
import { standingOf } from '../next/plan-change.ts';
import { isSettledInPrincipal } from '../next/tolerance.ts';
import { because } from '../reason.ts';
import { firstOpenStep } from '../records.ts';
import { said } from './reasons.ts';

/** Where a step stands: not begun, or the state of its record. */
export const stepStates = [
  'to-come',
  'again',
  'awaiting-approval',
  'approved',
  'awaiting-external',
  'leaving',
  'unknown',
  'sent',
  'left-out',
] as const satisfies readonly ('to-come' | StepRecord['state'])[];

/** One step of the plan of a case, with where it stands. */
export interface ShownStep {
  readonly step: string;
  readonly act: Step['act'];
  /** Those by which it will reach the debtor as he is known, or those of the plan once it began; empty for a step that writes to nobody. */
  readonly channels: readonly Channel[];
  readonly template: string | null;
  readonly tone: Tone | null;
  readonly approval: boolean;
  readonly state: (typeof stepStates)[number];
  /** The day on which it began; of one to come that on which it will, or, where it never will, that of its plan; null while none is known. */
  readonly on: CivilDate | null;
  readonly reason: string | null;
  /** Why it will be left out when its turn comes, though it is still to come; null where it will not. */
  readonly willBeLeftOut: string | null;
}

/** What becomes of a case if nothing new happens. */
export interface Ahead {
  /** As it will stand at the end of what is looked at, or once nothing more comes by itself. */
  readonly later: Case;
  /** The day on which it will stand so. */
  readonly reachedOn: CivilDate;
  /** More comes by itself, beyond what is looked at. */
  readonly goesOn: boolean;
}

/** The steps of a case in the order of its plan, those of its past that the plan no longer has among them. Of a closed one nothing is to come. Pure. */
export function shownSteps(theCase: Case, plan: Plan, ahead: Ahead, nowMs: number): ShownStep[] {
  const ids = new Set([...plan.steps.map(({ id }) => id), ...theCase.steps.map(({ step }) => step)]);
  const shown = [...ids].map((id) => shownStep(theCase, plan, id, ahead, nowMs));
  return theCase.closed ? shown.filter(({ state }) => !unfinished.has(state)) : shown;
}

/** What a closed case no longer does. */
const unfinished: ReadonlySet<ShownStep['state']> = new Set([
  'to-come',
  'again',
  'awaiting-approval',
  'approved',
  'awaiting-external',
]);

function shownStep(theCase: Case, plan: Plan, id: string, ahead: Ahead, nowMs: number): ShownStep {
  const step = stepOf(plan, id);
  const record = recordOf(theCase, id);
  const writes = step && isOutward(step) ? step : null;
  return {
    step: id,
    act: step?.act ?? 'message',
    channels: channelsOf(theCase, writes, record),
    template: writes?.template ?? null,
    tone: writes?.tone ?? null,
    approval: writes?.approval ?? false,
    state: record?.state ?? 'to-come',
    reason: record?.reason ?? null,
    ...(record ? { on: record.on, willBeLeftOut: null } : comingOf(theCase, plan, id, ahead, nowMs)),
  };
}

function channelsOf(theCase: Case, writes: OutwardStep | null, record: StepRecord | undefined): readonly Channel[] {
  if (writes === null) return record?.done ?? [];
  return record === undefined || unfinished.has(record.state) ? reachingChannels(theCase, writes) : writes.channels;
}

type Coming = Pick<ShownStep, 'on' | 'willBeLeftOut'>;

/** When a step that has not begun will, as the case will stand; of what lies further than was looked, the day of its plan. Once the principal is paid nothing else is asked than late charges. */
function comingOf(theCase: Case, plan: Plan, id: string, { later, goesOn, reachedOn }: Ahead, nowMs: number): Coming {
  const coming = recordOf(later, id);
  if (coming && coming.state !== 'left-out') return { on: coming.on, willBeLeftOut: null };
  const why = notChased(later, plan);
  if (why !== null) return { on: null, willBeLeftOut: said(why) };
  const step = stepOf(plan, id);
  if (step?.act !== 'late-charges' && isSettledInPrincipal(theCase, plan))
    return { on: null, willBeLeftOut: said(because('nothing-owed')) };
  const planned = step && isDayKnown(theCase, plan, step) ? plannedOn(theCase, plan, id) : null;
  if (coming) return { on: planned, willBeLeftOut: step ? trueToday(theCase, plan, step, coming.reason, nowMs) : coming.reason };
  if (step && isBarred(later, plan, step, laterOf(reachedOn, planned ?? reachedOn)))
    return { on: null, willBeLeftOut: said(because('time-barred')) };
  return { on: goesOn ? planned : null, willBeLeftOut: null };
}

/** Why a step will be left out, in words that hold today: a promise that runs is not broken, a due date to come has not passed; what stands in the way now is said instead. */
function trueToday(theCase: Case, plan: Plan, step: Step, reason: string | null, nowMs: number): string | null {
  const lapses = reason === said(because('due-date-passed')) && !hasLapsed(theCase, step, dayAt(nowMs));
  if (!lapses && reason !== PASSED_BY_PROMISE) return reason;
  const obstacle = whyNotAsked(theCase, plan, step, nowMs);
  if (obstacle !== null) return said(obstacle);
  return lapses ? said(because('due-date-to-pass')) : reason;
}

/** True of a step that asks once the claim is time-barred, and of what stands behind one in the plan; not of late charges, whose principal is paid. */
function isBarred(theCase: Case, plan: Plan, step: Step, on: CivilDate): boolean {
  if (step.act === 'late-charges' && isSettledInPrincipal(theCase, plan)) return false;
  const turn = isOutward(step) ? step : firstOpenStep(theCase, plan);
  return turn !== undefined && isOutward(turn) && recordOf(theCase, turn.id) === undefined && isTimeBarred(theCase, on);
}

function plannedOn(theCase: Case, plan: Plan, id: string): CivilDate | null {
  const standing = standingOf(theCase, plan, id);
  return standing.state === 'to-come' ? standing.plannedOn : null;
}

/** Not before the step from which it counts is over; late charges count from the day when the principal is paid, but for a rest that nobody asks for. */
function isDayKnown(theCase: Case, plan: Plan, step: Step): boolean {
  if (theCase.jump?.step === step.id) return true;
  if (step.act === 'late-charges') return isSettledInPrincipal(theCase, plan);
  return step.anchor !== 'after-previous' || firstOpenStep(theCase, plan)?.id === step.id;
}
