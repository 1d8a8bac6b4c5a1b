import { dayAt, msOf } from '../../calendar/clock.ts';
import { type DecisionStep, type HandoffStep, isOutward, lateChargesStepOf, type Plan, type Step } from '../../plan/plan.ts';
import { idle, type Next } from '../act.ts';
import { balanceCents, uncontestedCents } from '../balance.ts';
import { type Case, type Hold, type HoldType, holdOf, isTimeBarred, recordOf } from '../case.ts';
import { because, type Reason } from '../reason.ts';
import { firstOpenStep, isSettled } from '../records.ts';
import type { World } from '../world.ts';
import { jointCents } from './common-step.ts';
import { unmetCondition } from './conditions.ts';
import { creditHoldNext } from './credit.ts';
import { chargesAskedOn, reservesLateCharges } from './late-charges.ts';
import { dayAfter, momentOf } from './moment.ts';
import { belowThreshold, leaveStepOut, outwardNext, withoutNotice } from './outward.ts';
import { type Planned, plannedFor, plannedMs } from './step-day.ts';
import { thresholdDay } from './threshold.ts';
import { hasSmallRest, isSettledInPrincipal, toleratedCents } from './tolerance.ts';

/** The first step that is not settled: when it may leave, or why it cannot. */
export function ladderNext(theCase: Case, plan: Plan, nowMs: number, world: World): Next {
  const unchased = notChased(theCase, plan);
  if (unchased) return idle(unchased);
  if (isSettledInPrincipal(theCase, plan)) {
    const claiming = lateChargesNext(theCase, plan, nowMs, world);
    if (claiming) return claiming;
  }
  const asked = asksLateCharges(theCase, plan, world);
  const step = firstOpenStep(theCase, plan);
  if (!step) return idle(because(asked ? 'late-charges-asked' : 'ladder-over'));
  const credit = creditHoldNext(theCase, plan, nowMs, world);
  if (credit && holdOf(theCase, 'credit')) return credit;
  const obstacle = obstacleTo(theCase, plan, step, nowMs);
  if (obstacle?.code === 'held' && obstacle.hold === 'credit') return { act: null, atMs: dayAfter(dayAt(nowMs)), why: obstacle };
  if (obstacle) return idle(asked && obstacle.code === 'nothing-owed' ? because('late-charges-asked') : obstacle);
  if (!isOutward(step)) return inwardNext(theCase, plan, step, nowMs, world);
  const leaving = outwardNext(theCase, plan, step, nowMs, world);
  return credit && leaving.act !== null && leaving.atMs <= nowMs ? credit : leaving;
}

/** Interest and indemnity of a principal that was paid late, by the plan's step or because a person claims them; null when nobody does. */
function lateChargesNext(theCase: Case, plan: Plan, nowMs: number, world: World): Next | null {
  const { step, isOfPlan } = lateChargesStepOf(plan);
  const record = recordOf(theCase, step.id);
  const wanted = isOfPlan || theCase.jump?.step === step.id || record !== undefined;
  const owed = world.lateChargesCents !== null && world.lateChargesCents > 0 && reservesLateCharges(theCase, plan);
  if (!wanted || !owed || isSettled(record)) return null;
  const hold = theCase.holds.find((candidate) => blocks(candidate, step));
  return hold ? idle(heldBy(hold.type)) : outwardNext(theCase, plan, step, nowMs, world);
}

/** Interest and indemnity are asked for, or will be: by the plan's step that left, or because a person claims them. */
function asksLateCharges(theCase: Case, plan: Plan, { lateChargesCents }: World): boolean {
  const isAsked = chargesAskedOn(theCase, plan) !== null || theCase.jump?.step === lateChargesStepOf(plan).step.id;
  const isOwed = lateChargesCents === null || lateChargesCents > 0;
  return isAsked && isOwed && isSettledInPrincipal(theCase, plan) && reservesLateCharges(theCase, plan);
}

/** True when nothing forbids to ask for the invoice of a case by a step, whatever the day. */
export function mayBeAsked(theCase: Case, plan: Plan, step: Step, nowMs: number): boolean {
  return whyNotAsked(theCase, plan, step, nowMs) === null;
}

/** What forbids it, or null. */
export function whyNotAsked(theCase: Case, plan: Plan, step: Step, nowMs: number): Reason | null {
  return notChased(theCase, plan) ?? obstacleTo(theCase, plan, step, nowMs);
}

/** Why the plan never chases this debtor or this currency, or null. */
export function notChased(theCase: Case, plan: Plan): Reason | null {
  const { kinds, segments } = plan.appliesTo;
  const { kind, segment } = theCase.debtor;
  if (kinds && !kinds.includes(kind)) return because('kind-not-chased');
  if (segments && !segments.includes(segment ?? '')) return because('segment-not-chased');
  const { currency } = theCase.invoice;
  return plan.thresholds && plan.thresholds[currency] === undefined ? { code: 'currency-not-chased', currency } : null;
}

/** Why nothing of the ladder can leave, whatever the day. */
function obstacleTo(theCase: Case, plan: Plan, step: Step, nowMs: number): Reason | null {
  if (balanceCents(theCase) <= 0) return because('nothing-owed');
  if (hasSmallRest(theCase, plan)) return because('below-tolerance');
  if (isOutward(step) && isTimeBarred(theCase, dayAt(nowMs))) return because('time-barred');
  const hold = theCase.holds.find((candidate) => blocks(candidate, step));
  if (hold) return heldBy(hold.type);
  if (uncontestedCents(theCase) > toleratedCents(theCase, plan)) return null;
  return holdOf(theCase, 'credit') ? heldBy('credit') : because('all-disputed');
}

function heldBy(hold: HoldType): Reason {
  return { code: 'held', hold };
}

/** A dispute of an amount and a credit let the rest be asked; a missing rate only stops what asks for the claim. */
function blocks(hold: Hold, step: Step): boolean {
  switch (hold.type) {
    case 'dispute':
      return hold.amountCents === null;
    case 'rate-missing':
      return isOutward(step) && step.asks === 'claim';
    case 'credit':
      return false;
    case 'feed-stale':
      return isOutward(step);
    case 'insolvency':
    case 'instalments':
    case 'promise':
    case 'pause':
      return true;
  }
}

/** Decision and handoff write to nobody: no gap, but the threshold and their conditions. */
function inwardNext(theCase: Case, plan: Plan, step: DecisionStep | HandoffStep, nowMs: number, world: World): Next {
  const planned = plannedFor(theCase, plan, step);
  if (!planned) return withoutNotice(theCase, plan, step, nowMs);
  if (thresholdDay(theCase, plan, step, world) === null) return belowThreshold(nowMs);
  const due =
    step.act === 'decision'
      ? decisionNext(theCase, plan, step, planned, nowMs)
      : handoffNext(theCase, plan, step, planned, nowMs);
  const unmet =
    due.act !== null && due.atMs <= nowMs ? unmetCondition(theCase, step, jointCents(plan, step, nowMs, world)) : null;
  return unmet ? leaveStepOut(step, nowMs, unmet) : due;
}

function decisionNext(theCase: Case, plan: Plan, step: DecisionStep, planned: Planned, nowMs: number): Next {
  const atMs = momentOf(theCase, plan, step, 'email', planned, nowMs);
  return { act: { do: 'open-decision', step: step.id }, atMs, why: because('routes-to-look-at') };
}

function handoffNext(theCase: Case, plan: Plan, step: HandoffStep, planned: Planned, nowMs: number): Next {
  if (letterLeftOut(theCase, plan)) return idle(because('notice-did-not-leave'));
  if (!theCase.route) return idle(because('awaiting-route'));
  const atMs = Math.max(nowMs, plannedMs(planned), msOf(theCase.route.at));
  return { act: { do: 'hand-over', step: step.id, route: theCase.route.route }, atMs, why: because('handing-over') };
}

/** True when the plan has a letter that was left out and none took effect: no handoff without it. */
export function letterLeftOut(theCase: Case, plan: Plan): boolean {
  const letters = plan.steps.filter((step) => step.act === 'letter');
  return letters.length > 0 && !theCase.notice && letters.every((step) => recordOf(theCase, step.id)?.state === 'left-out');
}
