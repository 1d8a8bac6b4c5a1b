import type { CivilDate } from '../../calendar/civil-date.ts';
import { dayAt } from '../../calendar/clock.ts';
import { addDuration, durationDays, isTimed } from '../../plan/duration.ts';
import { isOutward, type OutwardStep, type Plan, stepOf } from '../../plan/plan.ts';
import { type Act, type Due, isDue, type Next } from '../act.ts';
import { type Case, type LiveCase, recordOf } from '../case.ts';
import { isCommon, isFreeFor } from '../next/common-step.ts';
import { unmetCondition } from '../next/conditions.ts';
import { mayBeAsked } from '../next/ladder.ts';
import { plannedFor, plannedMs } from '../next/step-day.ts';
import type { Reason } from '../reason.ts';
import { wordsOf } from '../records.ts';
import { isOverdue } from './asked.ts';

type Send = Extract<Act, { do: 'send' }>;

/** One case of a debtor, with what its planner says now. */
export interface DebtorCase extends LiveCase {
  readonly next: Next;
  /** A message that speaks for it may be on its way this second. */
  readonly busy?: boolean;
}

/** A case that is about to begin a step: the day the step was planned for, and when the case alone would leave. */
export interface Departure<C extends DebtorCase = DebtorCase> {
  readonly of: C;
  readonly step: OutwardStep;
  readonly plannedMs: number;
  readonly atMs: number;
  readonly timed: boolean;
}

/** Why a case that could leave does not leave now, and until which day. */
export interface Waiting<C extends DebtorCase = DebtorCase> {
  readonly of: C;
  readonly until: CivilDate;
  readonly why: Reason;
}

/** The next contact with a debtor: the invoices that leave together with the words of the leading step, and those that wait. */
export interface Morning<C extends DebtorCase = DebtorCase> {
  readonly atMs: number;
  readonly lead: Departure<C>;
  readonly together: readonly Departure<C>[];
  readonly waiting: readonly Waiting<C>[];
}

/**
 * What a debtor receives next, over all his cases with one creditor (docs/plans.md 3): messages of one plan and currency that leave
 * the same day leave as one, under the step furthest down the plan that an overdue invoice reached; between others the one planned
 * first goes first and the rest waits for the gap. Null: nobody is about to begin a step. Pure, for the simulator and for the reservation under the debtor's lock.
 */
export function debtorMorning<C extends DebtorCase>(cases: readonly C[]): Morning<C> | null {
  const departures = cases.flatMap((each) => departureOf(each) ?? []);
  const firstMs = Math.min(...departures.map(({ atMs }) => atMs));
  const first = departures.filter(({ atMs }) => atMs === firstMs || dayAt(atMs) === dayAt(firstMs)).toSorted(compare);
  const exclusive = first.every(({ of }) => durationDays(of.plan.gap) > 0);
  const seed = exclusive ? first[0] : first.find(({ atMs }) => atMs === firstMs);
  if (!seed) return null;
  const alike = first.filter((departure) => departure === seed || goesWith(departure, seed));
  const lead = leadOf(alike, dayAt(firstMs));
  const together = [...alike, ...joining(cases, lead, alike)];
  const leaving = new Set(together.map(({ of }) => of));
  const rest = exclusive ? first.filter(({ of }) => !leaving.has(of)) : [];
  return { atMs: lead.atMs, lead, together, waiting: rest.map((departure) => waitingFor(departure, lead)) };
}

/** The debtor's other invoices that a common step speaks for though their own day has not come: overdue, and nothing forbids to ask for them. */
function joining<C extends DebtorCase>(cases: readonly C[], lead: Departure<C>, alike: readonly Departure<C>[]): Departure<C>[] {
  const { step, atMs } = lead;
  if (!isCommon(lead.of.plan, step)) return [];
  return cases
    .filter((of) => !of.busy && alike.every((departure) => departure.of !== of) && isSpokenForBy(of, lead.of, step, atMs))
    .map((of) => ({ ...lead, of }));
}

/** True for an invoice that a common step of another of its debtor would speak for at that moment. */
export function isSpokenForBy(one: LiveCase, lead: LiveCase, step: OutwardStep, atMs: number): boolean {
  const isOther = one.case.id !== lead.case.id && isOfOneKind(one, lead) && isCommon(lead.plan, step);
  return isOther && isFreeFor(one.case, step, dayAt(atMs)) && mayBeAsked(one.case, one.plan, step, atMs);
}

/** True for the first message or letter of a step that reaches the debtor: channels left out before, and calls, are nobody else's. */
export function beginsStep(theCase: Case, next: Next): next is Due & { act: Send } {
  if (!isDue(next) || next.act.do !== 'send' || next.act.channel === 'call') return false;
  return recordOf(theCase, next.act.step)?.contact !== true;
}

/** The cases that have the same channel of the same message to send now: begun with it the same day, under the same words. */
export function companionsOf<C extends DebtorCase>(cases: readonly C[], first: C, nowMs: number): C[] {
  const own = partOf(first);
  if (!own || !isWrittenTogether(first.plan, own.words)) return [];
  return cases.filter((other) => {
    if (other === first || other.case.closed || !isOfOneKind(other, first)) return false;
    const part = isDue(other.next) && other.next.atMs <= nowMs ? partOf(other) : null;
    return part !== null && part.key === own.key && part.words.id === own.words.id;
  });
}

/** True for words that may speak for several invoices. */
function isWrittenTogether(plan: Plan, words: OutwardStep): boolean {
  return isCommon(plan, words) || (words.act === 'message' && plan.grouping !== 'none');
}

/** What a case that goes on with a message is about to do: day, act and channel, and whose words. */
function partOf({ case: theCase, plan, next: { act } }: DebtorCase): { key: string; words: OutwardStep } | null {
  if (act?.do !== 'send' && act?.do !== 'leave-channel-out') return null;
  const [step, record] = [stepOf(plan, act.step), recordOf(theCase, act.step)];
  if (!step || !isOutward(step) || record?.state !== 'leaving') return null;
  return { key: `${record.on} ${act.do} ${act.channel}`, words: wordsOf(theCase, plan, step) };
}

function departureOf<C extends DebtorCase>(of: C): Departure<C> | null {
  if (!beginsStep(of.case, of.next)) return null;
  const step = stepOf(of.plan, of.next.act.step);
  const planned = step && plannedFor(of.case, of.plan, step);
  if (!planned || !isOutward(step) || (!isCommon(of.plan, step) && unmetCondition(of.case, step))) return null;
  return { of, step, plannedMs: plannedMs(planned), atMs: of.next.atMs, timed: planned.kind === 'second' };
}

/** The one planned first, then the oldest invoice, then its id: the same order on every run. */
function compare(a: Departure, b: Departure): number {
  const [one, other] = [a.of.case, b.of.case];
  if (a.plannedMs !== b.plannedMs) return a.plannedMs - b.plannedMs;
  return textOrder(one.invoice.dueOn, other.invoice.dueOn) || textOrder(one.id, other.id);
}

function textOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Messages only, one plan, one currency, one creditor; a step of seconds only with those of its second. */
function goesWith(departure: Departure, seed: Departure): boolean {
  return (
    departure.of.plan.grouping === 'same-morning' &&
    isOfOneKind(departure.of, seed.of) &&
    departure.step.act === seed.step.act &&
    (seed.step.act === 'message' || (seed.step.act === 'late-charges' && seed.of.plan.together === 'debtor')) &&
    departure.timed === seed.timed &&
    (!seed.timed || departure.atMs === seed.atMs)
  );
}

/** One creditor, one plan and one currency. */
export function isOfOneKind(one: LiveCase, other: LiveCase): boolean {
  return (
    one.plan.id === other.plan.id &&
    one.plan.version === other.plan.version &&
    one.case.creditorId === other.case.creditorId &&
    one.case.invoice.currency === other.case.invoice.currency
  );
}

/** Words follow the invoices they are about: one that is not due yet never gives its neighbours its words, nor takes part in the choice. */
function leadOf<C extends DebtorCase>(together: readonly Departure<C>[], on: CivilDate): Departure<C> {
  const overdue = together.filter(({ of }) => isOverdue(of.case, on));
  const candidates = overdue.length > 0 ? overdue : together;
  return candidates.reduce((furthest, departure) => (rank(departure) > rank(furthest) ? departure : furthest));
}

function rank({ of, step }: Departure): number {
  return of.plan.steps.indexOf(step);
}

function waitingFor<C extends DebtorCase>({ of, step }: Departure<C>, lead: Departure<C>): Waiting<C> {
  const gap = step.gap ?? of.plan.gap;
  const on = dayAt(lead.atMs);
  const until = isTimed(gap) ? on : addDuration(on, gap);
  return { of, until, why: { code: 'lead-first', number: lead.of.case.invoice.number, untilOn: until } };
}
