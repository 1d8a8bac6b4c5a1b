import { addDays } from '../../calendar/civil-date.ts';
import { dayAt, midnightOf, msOf } from '../../calendar/clock.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Due, earliestOf, idle, type Next } from '../act.ts';
import { balanceCents, paidCents } from '../balance.ts';
import { type Case, type ClosingReason, holdOf, type Note } from '../case.ts';
import { because } from '../reason.ts';
import type { World } from '../world.ts';
import { alarms, raiseOnce } from './alarms.ts';
import { creditPassing, tellCredit } from './credit.ts';
import { holdTimers } from './hold-timers.ts';
import { ladderNext, notChased } from './ladder.ts';
import { chargesAskedOn, chargesToCome, scheduledChargesCents, waivesLateCharges, wasSettledLate } from './late-charges.ts';
import { dayAfter, moment } from './moment.ts';
import { noteStillTrue } from './notes.ts';
import { hasSmallRest, isSettledInPrincipal, toleratedCents } from './tolerance.ts';

/** What next, given the case, its plan, the time and what is known of the debtor? Pure: called twice, the same answer. */
export function next(theCase: Case, plan: Plan, nowMs: number, world: World): Next {
  const notes = theCase.notes.map((note) => noteNext(theCase, plan, note, nowMs));
  if (theCase.closed) return earliestOf([...creditNexts(theCase, plan, nowMs, world), ...notes]) ?? idle(because('closed'));
  const ladder = ladderNext(theCase, plan, nowMs, world);
  const others = [
    creditPassing(theCase, nowMs),
    closing(theCase, plan, nowMs, world),
    ...holdTimers(theCase, plan, nowMs, world),
    ...alarms(theCase),
    unpaidCharges(theCase, plan, world),
    planThatIsNone(theCase, plan, nowMs),
  ];
  const first = earliestOf([...others, ...notes, ladder]);
  return first && !looksAgainBefore(ladder, first) ? first : ladder;
}

/** A closed case may still have a credit to show, and to pass on. */
function creditNexts(theCase: Case, plan: Plan, nowMs: number, world: World): (Next | null)[] {
  return [creditPassing(theCase, nowMs), creditOf(theCase, nowMs, leftCents(theCase, plan, world) ?? 0)];
}

/** The ladder only waits for another look at the world, sooner than anything else comes. */
function looksAgainBefore(ladder: Next, first: Due): boolean {
  return ladder.act === null && ladder.atMs !== null && ladder.atMs < first.atMs;
}

/** What to show as coming: a far reminder to the operator says less than why the ladder waits. */
export function shownNext(
  theCase: Case,
  plan: Plan,
  nowMs: number,
  world: World,
  first = next(theCase, plan, nowMs, world),
): Next {
  return first.act?.do === 'raise-task' ? ladderNext(theCase, plan, nowMs, world) : first;
}

/** A plan that never chases this debtor would leave the invoice unpaid without a word: a person gives it another. */
function planThatIsNone(theCase: Case, plan: Plan, nowMs: number): Next | null {
  const why = balanceCents(theCase) > 0 ? notChased(theCase, plan) : null;
  if (why === null) return null;
  return raiseOnce(theCase, nowMs, 'plan', plan.id, { code: 'plan-for-others', plan: plan.id, because: why });
}

/** Nothing is owed any more, or only what the creditor may still claim or waive; below zero is a credit of the debtor. */
function closing(theCase: Case, plan: Plan, nowMs: number, world: World): Next | null {
  if (!isSettledInPrincipal(theCase, plan) || (holdOf(theCase, 'insolvency') && !theCase.cancelled)) return null;
  if (chargesToCome(theCase, plan) > 0) return null;
  const left = leftCents(theCase, plan, world);
  if (left === null || left > toleratedCents(theCase, plan))
    return raiseOnce(theCase, nowMs, 'late-charges', 'principal', because('late-charges-to-decide'));
  if (hasSmallRest(theCase, plan)) return smallRest(theCase, plan, nowMs);
  return (
    creditOf(theCase, nowMs, left) ?? { act: { do: 'close', reason: endReason(theCase) }, atMs: nowMs, why: because('settled') }
  );
}

/** Days after a claim of late charges on which a person decides again: nothing else asks for them. */
const UNPAID_DAYS = 30;

function unpaidCharges(theCase: Case, plan: Plan, world: World): Next | null {
  const askedOn = chargesAskedOn(theCase, plan);
  if (askedOn === null || !isSettledInPrincipal(theCase, plan) || holdOf(theCase, 'insolvency')) return null;
  if ((leftCents(theCase, plan, world) ?? 0) <= toleratedCents(theCase, plan)) return null;
  const context = { code: 'late-charges-unpaid', askedOn } as const;
  return raiseOnce(theCase, midnightOf(addDays(askedOn, UNPAID_DAYS)), 'late-charges', 'unpaid', context);
}

/** What is still owed once the principal is settled, below zero a credit; null while no figure is known. A small rest alone costs nobody the 40 EUR. */
function leftCents(theCase: Case, plan: Plan, world: World): number | null {
  const waived = waivesLateCharges(theCase, plan);
  if (hasSmallRest(theCase, plan) && (waived || !wasSettledLate(theCase))) return 0;
  return waived ? balanceCents(theCase) + scheduledChargesCents(theCase) : world.lateChargesCents;
}

/** A rest that nobody asks for: a person lets it go, or the plan does once the due date has passed. */
function smallRest(theCase: Case, plan: Plan, nowMs: number): Next | null {
  const letGoCents = balanceCents(theCase);
  const rest = { cents: letGoCents, currency: theCase.invoice.currency };
  if (plan.tolerance?.then !== 'close')
    return raiseOnce(theCase, nowMs, 'small-rest', String(letGoCents), { code: 'small-rest', ...rest });
  const atMs = Math.max(nowMs, dayAfter(theCase.invoice.dueOn));
  return { act: { do: 'close', reason: endReason(theCase), letGoCents }, atMs, why: { code: 'small-rest-let-go', ...rest } };
}

function endReason(theCase: Case): ClosingReason {
  if (theCase.cancelled) return 'cancelled';
  return paidCents(theCase) > 0 ? 'paid' : 'credited';
}

/** Money beyond what is owed is a human's: given back, or used for another invoice. */
function creditOf(theCase: Case, nowMs: number, leftCents: number): Next | null {
  return leftCents >= 0 ? null : tellCredit(theCase, nowMs, -leftCents);
}

/** Thanks, confirmations and receipts leave in the next e-mail window, without offset, as long as they are still true; what was said by word of mouth is confirmed at once. */
function noteNext(theCase: Case, plan: Plan, note: Note, nowMs: number): Next {
  if (!theCase.contact.email) {
    return {
      act: { do: 'leave-note-out', note: note.key, reason: because(theCase.contact.emailStopped ? 'email-stopped' : 'no-email') },
      atMs: nowMs,
      why: because('confirmation'),
    };
  }
  const atMs = momentOfNote(theCase, plan, note, Math.max(nowMs, msOf(note.at)));
  const verdict = noteStillTrue(theCase, plan, note, dayAt(atMs));
  if ('waits' in verdict) return idle(verdict.waits);
  if ('leftOut' in verdict) {
    return { act: { do: 'leave-note-out', note: note.key, reason: verdict.leftOut }, atMs: nowMs, why: verdict.leftOut };
  }
  return { act: { do: 'send-note', note: note.key, template: verdict.says }, atMs, why: because('confirmation') };
}

function momentOfNote(theCase: Case, plan: Plan, { sameDay }: Note, notBeforeMs: number): number {
  return sameDay ? notBeforeMs : moment(theCase, plan, { offset: 0, notBeforeOn: dayAt(notBeforeMs), notBeforeMs });
}
