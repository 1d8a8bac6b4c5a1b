import { dayAt } from '../calendar/clock.ts';
import type { Plan } from '../plan/plan.ts';
import { uncontestedCents } from './balance.ts';
import { type Case, type Hold, type HoldType, holdTypes, type Phase, recordOf, type StepRecord } from './case.ts';

/** Where a case stands in its life. */
export function phaseOf(theCase: Case, plan: Plan, nowMs: number): Phase {
  if (theCase.closed) return 'closed';
  return legalPhase(theCase, plan) ?? (dayAt(nowMs) <= theCase.invoice.dueOn ? 'not-due' : 'reminding');
}

function legalPhase(theCase: Case, plan: Plan): Phase | null {
  if (recordFor(theCase, plan, 'handoff')?.state === 'sent') return 'handed-over';
  if (recordFor(theCase, plan, 'decision')?.state === 'sent') return 'decision';
  if (theCase.notice?.effectiveOn) return 'notice-received';
  const letter = recordFor(theCase, plan, 'letter');
  if (theCase.notice && letter?.state !== undefined && preparing.has(letter.state)) return 'notice-prepared';
  if (theCase.notice) return 'notice-sent';
  return letter && letter.state !== 'left-out' ? 'notice-prepared' : null;
}

/** Another letter is on its way to leave, after one that came back. */
const preparing: ReadonlySet<StepRecord['state']> = new Set(['again', 'awaiting-approval', 'approved']);

function recordFor(theCase: Case, plan: Plan, act: 'letter' | 'decision' | 'handoff'): StepRecord | undefined {
  const step = plan.steps.find((candidate) => candidate.act === act);
  return step && recordOf(theCase, step.id);
}

/** The strongest hold in force, or `none`. A dispute of an amount, or a credit that covers a part, is no hold: the rest is asked. */
export function strongestHold(theCase: Case): HoldType | 'none' {
  if (theCase.closed) return 'none';
  const inForce = theCase.holds.filter((hold) => holdsAll(theCase, hold)).map((hold) => hold.type);
  return holdTypes.find((type) => inForce.includes(type)) ?? 'none';
}

function holdsAll(theCase: Case, hold: Hold): boolean {
  if (hold.type === 'credit') return uncontestedCents(theCase) === 0;
  return hold.type !== 'dispute' || hold.amountCents === null;
}
