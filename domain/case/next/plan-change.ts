import type { CivilDate } from '../../calendar/civil-date.ts';
import { dayAt } from '../../calendar/clock.ts';
import { type Plan, stepOf } from '../../plan/plan.ts';
import { type Case, recordOf } from '../case.ts';
import { isSettled } from '../records.ts';
import { nextSentence } from '../show/next-sentence.ts';
import { aloneInTheWorld } from '../world.ts';
import { notChased } from './ladder.ts';
import { shownNext } from './next.ts';
import { stepToCome } from './passed-over.ts';
import { plannedFor, plannedMs } from './step-day.ts';

/** Where a step stands under a plan: not in it, done for ever, or still to come (on its own day, when that is known). */
export type Standing =
  | { readonly state: 'absent' | 'sent' | 'left-out' }
  | { readonly state: 'to-come'; readonly plannedOn: CivilDate | null };

export interface StepChange {
  readonly step: string;
  readonly before: Standing;
  readonly after: Standing;
}

/** What `changePlan` would change in a case. */
export interface PlanChange {
  readonly from: { readonly id: string; readonly version: number };
  readonly to: { readonly id: string; readonly version: number };
  /** Only the steps that do not stand alike, in the order of the new plan, then those that leave it. */
  readonly steps: readonly StepChange[];
  /** What comes next, in French, now and then; gaps with other invoices of the debtor aside. */
  readonly next: { readonly before: string; readonly after: string };
  /** The first word to the debtor about the invoice would be a formal notice. */
  readonly noticeFirst: boolean;
}

/** Compares the life that a case has before it under two plans. Pure: nothing changes. A step that was sent stays sent. */
export function planChange(theCase: Case, from: Plan, to: Plan, nowMs: number): PlanChange {
  const ids = new Set([...to.steps, ...from.steps].map((step) => step.id));
  const steps = [...ids].map((step) => ({ step, before: chasedOf(theCase, from, step), after: chasedOf(theCase, to, step) }));
  const comes = (plan: Plan) => nextSentence(shownNext(theCase, plan, nowMs, aloneInTheWorld), plan);
  return {
    from: { id: from.id, version: from.version },
    to: { id: to.id, version: to.version },
    steps: steps.filter(({ before, after }) => !sameStanding(before, after)),
    next: { before: comes(from), after: comes(to) },
    noticeFirst: beginsWithNotice(theCase, to, dayAt(nowMs)),
  };
}

function beginsWithNotice(theCase: Case, plan: Plan, on: CivilDate): boolean {
  const { steps, talks = [], notice } = theCase;
  const hasHeard = notice !== null || talks.length > 0 || steps.some(({ contact }) => contact);
  return !hasHeard && notChased(theCase, plan) === null && stepToCome(theCase, plan, on)?.act === 'letter';
}

/** Where a step of a case stands under a plan. */
export function standingOf(theCase: Case, plan: Plan, id: string): Standing {
  const record = recordOf(theCase, id);
  if (isSettled(record)) return { state: record?.state === 'sent' ? 'sent' : 'left-out' };
  const step = stepOf(plan, id);
  if (!step) return { state: 'absent' };
  const planned = plannedFor(theCase, plan, step);
  return { state: 'to-come', plannedOn: planned ? dayAt(plannedMs(planned)) : null };
}

/** The same, where a plan that does not chase this debtor lets no step come. */
function chasedOf(theCase: Case, plan: Plan, id: string): Standing {
  const standing = standingOf(theCase, plan, id);
  return standing.state === 'to-come' && notChased(theCase, plan) !== null ? { state: 'absent' } : standing;
}

function sameStanding(before: Standing, after: Standing): boolean {
  if (before.state === 'to-come' && after.state === 'to-come') return before.plannedOn === after.plannedOn;
  return before.state === after.state;
}
