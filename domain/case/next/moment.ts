import { addDays, type CivilDate, later } from '../../calendar/civil-date.ts';
import { dayAt, midnightOf } from '../../calendar/clock.ts';
import { addDuration, durationMs, isTimed } from '../../plan/duration.ts';
import type { Channel, Duration, OutwardStep, Plan, SendingHours, Step } from '../../plan/plan.ts';
import { sendingMoment, sendingOffset } from '../../plan/schedule.ts';
import type { Case } from '../case.ts';
import type { Planned } from './step-day.ts';

/** When a step may first leave: its second, or the debtor's place in the morning of the first day that is free. */
export function firstMoment(
  theCase: Case,
  plan: Plan,
  step: OutwardStep,
  planned: Planned,
  earliest: { on: CivilDate; ms: number },
): number {
  if (planned.kind === 'second')
    return Math.max(planned.ms, earliest.ms, earliest.on > dayAt(planned.ms) ? midnightOf(earliest.on) : 0);
  return morning(theCase, plan, step, step.channels[0] ?? 'email', { on: later(planned.on, earliest.on), ms: earliest.ms });
}

/** When a step that waits for nobody is due. */
export function momentOf(theCase: Case, plan: Plan, step: Step, channel: Channel, planned: Planned, nowMs: number): number {
  if (planned.kind === 'second') return Math.max(planned.ms, nowMs);
  return morning(theCase, plan, step, channel, { on: planned.on, ms: nowMs });
}

/** The debtor's place in the window of the channel, on the first sending day that is free. */
export function morning(
  theCase: Case,
  plan: Plan,
  step: Step | null,
  channel: Channel,
  earliest: { on: CivilDate; ms: number },
): number {
  const sending = step?.sending ?? plan.sending;
  const offset = sendingOffset({
    creditorId: theCase.creditorId,
    debtorId: theCase.debtor.id,
    currency: theCase.invoice.currency,
  });
  return moment(theCase, { sending }, { offset, channel, notBeforeOn: earliest.on, notBeforeMs: earliest.ms });
}

interface Wanted {
  readonly offset: number;
  readonly channel?: Channel;
  readonly notBeforeOn: CivilDate;
  readonly notBeforeMs: number;
}

/** The first moment from a day and a millisecond on when this debtor may be written to by that channel (e-mail unless told). */
export function moment(theCase: Case, { sending }: { sending: SendingHours }, wanted: Wanted): number {
  const { offset, notBeforeOn, notBeforeMs } = wanted;
  const department = theCase.debtor.department;
  return sendingMoment({
    sending,
    window: wanted.channel === 'sms' ? sending.sms : sending.email,
    offset,
    notBeforeOn,
    notBeforeMs,
    ...(department === null ? {} : { department }),
  });
}

/** Midnight in Paris at the end of a day. */
export function dayAfter(on: CivilDate): number {
  return midnightOf(addDays(on, 1));
}

/** The end of the day that comes a delay after another; real time after that day when the delay has a time part. */
export function endOfDay(on: CivilDate, delay: Duration): number {
  return isTimed(delay) ? dayAfter(on) + durationMs(delay) : dayAfter(addDuration(on, delay));
}
