import { type CivilDate, later } from '../../calendar/civil-date.ts';
import { dayAt, msOf } from '../../calendar/clock.ts';
import { addWorkingDays } from '../../calendar/working-days.ts';
import { addDuration, durationMs, isTimed } from '../../plan/duration.ts';
import {
  type Channel,
  isAfterEmail,
  isExternal,
  type Medium,
  mediumOf,
  type OutwardStep,
  type Plan,
  type Step,
} from '../../plan/plan.ts';
import { sendingDay } from '../../plan/schedule.ts';
import { type Act, idle, type Next } from '../act.ts';
import { balanceCents } from '../balance.ts';
import { type Case, recordOf, type StepRecord } from '../case.ts';
import { askableFrom } from '../debtor/asked.ts';
import { because, type Delay, type Reason } from '../reason.ts';
import { wordsOf } from '../records.ts';
import type { World } from '../world.ts';
import { isFollower, isSpokenFor, jointCents } from './common-step.ts';
import { unmetCondition } from './conditions.ts';
import { type Free, freeOfContacts } from './contacts.ts';
import { dayAfter, firstMoment, morning } from './moment.ts';
import { hasLapsed, whyPassedOver } from './passed-over.ts';
import { type Planned, plannedFor } from './step-day.ts';
import { thresholdDay } from './threshold.ts';

/** When a message or a letter may leave, and by which channel; or what it waits for. */
export function outwardNext(theCase: Case, plan: Plan, step: OutwardStep, nowMs: number, world: World): Next {
  const record = recordOf(theCase, step.id);
  if (record?.state === 'awaiting-approval' && !asksOtherwise(theCase, record)) return idle(because('awaiting-approval'));
  if (record?.state === 'awaiting-external') return idle(because('awaiting-external'));
  if (record?.state === 'unknown') return idle(because(hasFailed(theCase, step) ? 'failed-send' : 'unknown-send'));
  if (record?.state === 'leaving') return nextChannel(theCase, plan, step, nowMs, world);
  return firstChannel(theCase, plan, step, nowMs, world);
}

/** True when what a person is asked to settle certainly did not leave. */
function hasFailed({ tasks }: Case, { id }: OutwardStep): boolean {
  return tasks.some(({ kind, step }) => kind === 'send-failed' && step === id);
}

function firstChannel(theCase: Case, plan: Plan, step: OutwardStep, nowMs: number, world: World): Next {
  const passed = whyPassedOver(theCase, step, dayAt(nowMs));
  if (passed) return leaveStepOut(step, nowMs, passed);
  const planned = plannedFor(theCase, plan, step);
  if (!planned) return withoutNotice(theCase, plan, step, nowMs);
  const threshold = thresholdDay(theCase, plan, step, world);
  if (threshold === null) return belowThreshold(nowMs);
  if (isFollower(theCase, plan, step, nowMs, world)) return lookTomorrow(nowMs, because('follows-oldest'));
  const free = freeOfContacts(theCase, plan, step, world);
  const due = askableFrom(theCase, step);
  const on = later(later(free.on, threshold), due);
  const atMs = firstMoment(theCase, plan, step, planned, { on, ms: Math.max(free.ms, nowMs) });
  if (hasLapsed(theCase, step, dayAt(atMs))) return leaveStepOut(step, nowMs, because('due-date-passed'));
  const why = whyThen(theCase, plan, step, { planned, due, threshold, free, on: dayAt(atMs), nowMs });
  if (atMs <= nowMs && isSpokenFor(theCase, plan, step, world)) return lookTomorrow(nowMs, because('spoken-for'));
  return dueStep(theCase, step, { atMs, why }, { nowMs, joint: jointCents(plan, step, nowMs, world) });
}

/** On its day a step is left out, asks for approval, or leaves by its first channel. */
function dueStep(
  theCase: Case,
  step: OutwardStep,
  due: { atMs: number; why: Reason },
  { nowMs, joint }: { nowMs: number; joint: number },
): Next {
  const unmet = due.atMs > nowMs ? null : unmetCondition(theCase, step, joint);
  if (unmet) return leaveStepOut(step, nowMs, unmet);
  if (step.approval && !isApproved(theCase, step, dayAt(Math.max(due.atMs, nowMs)))) {
    return { act: { do: 'ask-approval', step: step.id }, ...due };
  }
  return { act: channelAct(theCase, step, step, step.channels[0] ?? 'email'), ...due };
}

/** How long an approval stands, in working days. */
const APPROVED_DAYS = 5;

/** An approval is of what was read: not of another sum, nor for ever. */
function isApproved(theCase: Case, step: OutwardStep, on: CivilDate): boolean {
  const record = recordOf(theCase, step.id);
  if (record?.state !== 'approved') return false;
  if (record.asked === undefined) return true;
  return (
    !asksOtherwise(theCase, record) && on <= addWorkingDays(record.on, APPROVED_DAYS, theCase.debtor.department ?? undefined)
  );
}

/** Something was paid or credited since the question was asked. */
function asksOtherwise(theCase: Case, { asked }: StepRecord): boolean {
  return asked !== undefined && asked.balanceCents !== balanceCents(theCase);
}

interface Causes {
  readonly planned: Planned;
  readonly due: CivilDate;
  readonly threshold: CivilDate;
  readonly free: Free;
  readonly on: CivilDate;
  readonly nowMs: number;
}

/** Why the step leaves on that day and not on its own. */
function whyThen(theCase: Case, plan: Plan, step: OutwardStep, { planned, due, threshold, free, on, nowMs }: Causes): Reason {
  if (planned.kind === 'second') return because('at-its-second');
  if (planned.on === on) return because('on-its-day');
  const department = theCase.debtor.department ?? undefined;
  const explains = (from: CivilDate) => sendingDay(later(planned.on, from), step.sending ?? plan.sending, department) === on;
  const causes: readonly [CivilDate, Delay][] = [
    [planned.on, 'closed-day'],
    [due, 'not-overdue'],
    [threshold, 'threshold'],
    [free.on, free.why === 'cap' ? 'contact-cap' : 'contact-gap'],
  ];
  const today = dayAt(nowMs);
  const isOver = today < on && free.ms <= nowMs && !explains(today);
  const by = causes.find(([from]) => explains(from))?.[1] ?? (isOver ? 'hours-over' : 'as-soon-as-possible');
  return { code: 'delayed', plannedOn: planned.on, by };
}

/** Nothing overdue reaches the threshold as things stand: another look at the world tomorrow. */
export function belowThreshold(nowMs: number): Next {
  return lookTomorrow(nowMs, because('below-threshold'));
}

function lookTomorrow(nowMs: number, why: Reason): Next {
  return { act: null, atMs: dayAfter(dayAt(nowMs)), why };
}

/** A step that waits for a notice: left out when no notice will ever come. */
export function withoutNotice(theCase: Case, plan: Plan, step: Step, nowMs: number): Next {
  const above = plan.steps.slice(0, plan.steps.indexOf(step));
  const letter = above.findLast((earlier) => earlier.act === 'letter');
  if (letter && recordOf(theCase, letter.id)?.state !== 'left-out') return idle(because('awaiting-receipt'));
  return leaveStepOut(step, nowMs, because('no-notice'));
}

export function leaveStepOut(step: Step, atMs: number, reason: Reason): Next {
  return { act: { do: 'leave-step-out', step: step.id, reason }, atMs, why: reason };
}

/** The other channels of a step leave the same day, or so far apart as the plan spreads them; later they are left out: the step was sent. */
function nextChannel(theCase: Case, plan: Plan, step: OutwardStep, nowMs: number, world: World): Next {
  const record = recordOf(theCase, step.id);
  const words = wordsOf(theCase, plan, step);
  const channel = words.channels.find((candidate) => !record?.done.includes(candidate));
  if (!record || !channel) return idle(because('step-over'));
  const timed = plannedFor(theCase, plan, step)?.kind === 'second';
  const apart = record.contact ? spreadFrom(record, plan) : { on: freeOfContacts(theCase, plan, step, world).on, ms: 0 };
  const free = later(later(record.on, apart.on), askableFrom(theCase, step));
  const at = (ms: number) =>
    timed ? Math.max(ms, apart.ms) : morning(theCase, plan, words, channel, { on: free, ms: Math.max(ms, apart.ms) });
  const atMs = at(nowMs);
  const dayOfChannel = apart.on === record.on && apart.ms === 0 ? record.on : dayAt(at(0));
  if (dayAt(atMs) > dayOfChannel && step.act === 'message' && record.contact && !timed)
    return { act: leftOut(step, channel, because('day-of-step-passed')), atMs: nowMs, why: because('channel-left-out') };
  return { act: channelAct(theCase, step, words, channel), atMs, why: because('other-channel') };
}

function leftOut(step: OutwardStep, channel: Channel, reason: Reason): Act {
  return { do: 'leave-channel-out', step: step.id, channel, reason, task: false };
}

/** From when the next channel of a step that began may follow the one before it (plan field `spread`): a day, or a millisecond. */
function spreadFrom({ on, at, further = [] }: StepRecord, { spread }: Plan): { on: CivilDate; ms: number } {
  if (spread === undefined || durationMs(spread) === 0) return { on, ms: 0 };
  const lastMs = msOf(further.at(-1)?.at ?? at);
  if (isTimed(spread)) return { on, ms: lastMs + durationMs(spread) };
  return { on: addDuration(dayAt(lastMs), spread), ms: 0 };
}

/**
 * A channel without a usable address becomes the next channel of the step; without a next one, or with only SMS after STOP,
 * it is a task, unless the step reached the debtor by a channel before. After STOP the SMS itself is simply left out.
 */
function channelAct(theCase: Case, step: OutwardStep, words: OutwardStep, channel: Channel): Act {
  const lack = lacking[mediumOf(channel)](theCase.contact, channel);
  if (isSpared(theCase, words, channel)) return leftOut(step, channel, because('sent-by-email'));
  if (isExternal(channel)) return { do: 'ask-external', step: step.id, channel };
  if (!lack) return { do: 'send', step: step.id, channel };
  const stopped = (candidate: Channel) => mediumOf(candidate) === 'sms' && theCase.contact.smsStopped;
  const channels: readonly Channel[] = words.channels;
  const rest = channels.slice(channels.indexOf(channel) + 1);
  const isHeard = recordOf(theCase, step.id)?.contact === true;
  const task = !isHeard && !stopped(channel) && !rest.some((candidate) => !stopped(candidate));
  return { do: 'leave-channel-out', step: step.id, channel, reason: lack, task };
}

/** The channels of a step that reach the debtor as he is known; all of them where none does, for a person to see to. */
export function reachingChannels(theCase: Case, words: OutwardStep): readonly Channel[] {
  const reaching = (words.channels as readonly Channel[]).filter(
    (channel) => !isSpared(theCase, words, channel) && lacking[mediumOf(channel)](theCase.contact, channel) === null,
  );
  return reaching.length > 0 ? reaching : words.channels;
}

/** Simple post after e-mail is for whoever has none. */
function isSpared({ contact }: Case, words: OutwardStep, channel: Channel): boolean {
  return channel === 'letter' && contact.email && isAfterEmail(words);
}

/** Why a channel does not reach the debtor as he is known, by what carries it. */
const lacking: Readonly<Record<Medium, (contact: Case['contact'], channel: Channel) => Reason | null>> = {
  email: ({ email, emailStopped }) => (email ? null : because(emailStopped ? 'email-stopped' : 'no-email')),
  sms: ({ smsStopped, mobile }) => {
    if (smsStopped) return because('sms-stopped');
    return mobile ? null : because('no-mobile');
  },
  post: (_contact, channel) => (channel === 'electronic-registered-letter' ? because('no-electronic-letter') : null),
  call: () => null,
  person: () => null,
};
