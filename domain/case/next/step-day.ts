import { addDays, type CivilDate } from '../../calendar/civil-date.ts';
import { dayAt, midnightOf, msOf } from '../../calendar/clock.ts';
import { nextWorkingDay } from '../../calendar/working-days.ts';
import { addDuration, durationMs, isTimed, subtractDuration } from '../../plan/duration.ts';
import type { Duration, MessageStep, Plan, Step } from '../../plan/plan.ts';
import { type Case, recordOf, type StepRecord } from '../case.ts';
import { settledOn } from './late-charges.ts';

/** A planned day, or a planned second when the delay has a time part: that one is never moved nor offset. */
export type Planned = { readonly kind: 'day'; readonly on: CivilDate } | { readonly kind: 'second'; readonly ms: number };

interface Anchored {
  readonly on: CivilDate;
  readonly ms: number;
}

/** Anchor + delay of a step (docs/plans.md 5); null while its anchor is not known. */
export function plannedFor(theCase: Case, plan: Plan, step: Step): Planned | null {
  if (theCase.jump?.step === step.id) return jumped(msOf(theCase.jump.at), step);
  if (step.act === 'late-charges') return afterSettlement(theCase, step);
  switch (step.anchor) {
    case 'before-due':
      return beforeDue(theCase, step.delay);
    case 'after-due':
      return after({ on: theCase.invoice.dueOn, ms: midnightOf(theCase.invoice.dueOn) }, step.delay);
    case 'after-entry':
      return after(anchoredAt(msOf(theCase.enteredAt)), step.delay);
    case 'after-previous':
      return afterPrevious(theCase, plan, step);
    case 'after-notice-receipt':
      return afterNotice(theCase, step);
  }
}

/** The moment a planned step may first leave, in milliseconds. */
export function plannedMs(planned: Planned): number {
  return planned.kind === 'second' ? planned.ms : midnightOf(planned.on);
}

/** The last day to pay that a formal notice grants: effective day + delay, moved to the next working day. Null before it took effect. */
export function noticeDeadline(theCase: Case, delay: Duration): CivilDate | null {
  const effectiveOn = theCase.notice?.effectiveOn;
  if (!effectiveOn) return null;
  return nextWorkingDay(addDuration(effectiveOn, delay), theCase.debtor.department ?? undefined);
}

/** The last day to pay that a message sent on a day prints, moved to the next working day; null when its step grants none. */
export function payByOf({ payWithin }: MessageStep, sentOn: CivilDate, department: string | null): CivilDate | null {
  if (payWithin === undefined || isTimed(payWithin)) return null;
  return nextWorkingDay(addDuration(sentOn, payWithin), department ?? undefined);
}

/** A delay after a moment: in real time when it has a time part, else in days. */
export function after(anchor: Anchored, delay: Duration): Planned {
  if (isTimed(delay)) return { kind: 'second', ms: anchor.ms + durationMs(delay) };
  return { kind: 'day', on: addDuration(anchor.on, delay) };
}

function anchoredAt(ms: number): Anchored {
  return { on: dayAt(ms), ms };
}

/** At once: in real time under a plan of seconds, else on that day. */
function jumped(ms: number, step: Step): Planned {
  return isTimed(step.delay) ? { kind: 'second', ms } : { kind: 'day', on: dayAt(ms) };
}

function beforeDue(theCase: Case, delay: Duration): Planned {
  const dueOn = theCase.invoice.dueOn;
  if (isTimed(delay)) return { kind: 'second', ms: midnightOf(dueOn) - durationMs(delay) };
  return { kind: 'day', on: subtractDuration(dueOn, delay) };
}

/** So long after the principal was settled. */
function afterSettlement(theCase: Case, step: Step): Planned {
  const on = settledOn(theCase);
  return after({ on, ms: midnightOf(on) }, step.delay);
}

/** After the last step above that was sent, or after the last day of its `payWithin`. */
function afterPrevious(theCase: Case, plan: Plan, step: Step): Planned {
  const above = plan.steps.slice(0, plan.steps.indexOf(step)).map((earlier) => recordOf(theCase, earlier.id));
  const sent = above.filter((record): record is StepRecord => record?.state === 'sent').at(-1);
  const previous = sent ?? above.findLast((record) => record !== undefined);
  const ms = msOf(previous?.at ?? theCase.enteredAt);
  return after({ on: previous?.payBy ?? dayAt(ms), ms }, step.delay);
}

function afterNotice(theCase: Case, step: Step): Planned | null {
  if (!theCase.notice?.effectiveAt) return null;
  if (isTimed(step.delay)) return { kind: 'second', ms: msOf(theCase.notice.effectiveAt) + durationMs(step.delay) };
  const lastDay = noticeDeadline(theCase, step.delay);
  return lastDay ? { kind: 'day', on: nextWorkingDay(addDays(lastDay, 1), theCase.debtor.department ?? undefined) } : null;
}
