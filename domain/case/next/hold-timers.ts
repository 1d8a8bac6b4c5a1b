import { dayAt, midnightOf, msOf } from '../../calendar/clock.ts';
import { durationMs, isTimed } from '../../plan/duration.ts';
import type { Duration, Plan } from '../../plan/plan.ts';
import type { Next } from '../act.ts';
import { paidCents } from '../balance.ts';
import type { Case, Hold } from '../case.ts';
import { because, type Reason } from '../reason.ts';
import type { World } from '../world.ts';
import { raiseOnce } from './alarms.ts';
import { instalmentsTimers } from './instalments.ts';
import { dayAfter, endOfDay } from './moment.ts';
import { isSettledInPrincipal, toleratedCents } from './tolerance.ts';

type HoldOf<T extends Hold['type']> = Extract<Hold, { type: T }>;

/** What each hold does when its day comes. Under an insolvency nothing does. */
export function holdTimers(theCase: Case, plan: Plan, nowMs: number, world: World): (Next | null)[] {
  if (theCase.holds.some((hold) => hold.type === 'insolvency')) return [];
  return theCase.holds.flatMap((hold) => holdTimer(theCase, plan, hold, nowMs, world));
}

function holdTimer(theCase: Case, plan: Plan, hold: Hold, nowMs: number, world: World): (Next | null)[] {
  switch (hold.type) {
    case 'pause':
      return hold.until === null ? [] : [endOf('pause', dayAfter(hold.until), because('pause-over'))];
    case 'promise':
      return [promiseTimer(theCase, plan, hold, endOfPromise(hold, plan.promise.grace))];
    case 'instalments':
      return instalmentsTimers(theCase, plan, hold, nowMs, world);
    case 'dispute':
      return [answerTimer(theCase, hold)];
    case 'credit':
    case 'insolvency':
    case 'rate-missing':
    case 'feed-stale':
      return [];
  }
}

function endOf(hold: Hold['type'], atMs: number, reason: Reason): Next {
  return { act: { do: 'end-hold', hold, reason }, atMs, why: reason };
}

/** To the end of its day plus grace. In a plan of seconds, one for the very day it is made lasts its grace from that moment: a demonstration does not wait for midnight. */
function endOfPromise({ on, at }: HoldOf<'promise'>, grace: Duration): number {
  if (at !== undefined && isTimed(grace) && dayAt(msOf(at)) === on) return msOf(at) + durationMs(grace);
  return endOfDay(on, grace);
}

function answerTimer(theCase: Case, { answerBy }: HoldOf<'dispute'>): Next | null {
  return raiseOnce(theCase, midnightOf(answerBy), 'dispute', answerBy, because('answer-to-dispute'));
}

function promiseTimer(theCase: Case, plan: Plan, hold: HoldOf<'promise'>, atMs: number): Next {
  const paid = paidCents(theCase) - hold.paidBeforeCents;
  const isKept = paid >= hold.amountCents - toleratedCents(theCase, plan) || isSettledInPrincipal(theCase, plan);
  if (isKept) return endOf('promise', atMs, because('promise-kept'));
  return { act: { do: 'break-promise', promisedCents: hold.amountCents, paidCents: paid }, atMs, why: because('promise-due') };
}
