import { dayAt, msOf } from '../calendar/clock.ts';
import { formatCents } from '../money/cents.ts';
import type { Plan } from '../plan/plan.ts';
import { type Due, earliestOf, idle, type Next } from './act.ts';
import { alarms, raiseOnce } from './alarms.ts';
import { balanceCents, paidCents } from './balance.ts';
import { type Case, type ClosingReason, holdOf, type Note } from './case.ts';
import { holdTimers } from './hold-timers.ts';
import { ladderNext } from './ladder.ts';
import { moment } from './moment.ts';
import { noteStillTrue } from './notes.ts';
import type { World } from './world.ts';

/** What next, given the case, its plan, the time and what is known of the debtor? Pure: called twice, the same answer. */
export function next(theCase: Case, plan: Plan, nowMs: number, world: World): Next {
  const notes = theCase.notes.map((note) => noteNext(theCase, plan, note, nowMs));
  if (theCase.closed)
    return earliestOf([...notes, creditOf(theCase, nowMs, leftCents(theCase, plan, world) ?? 0)]) ?? idle('dossier clos');
  const ladder = ladderNext(theCase, plan, nowMs, world);
  const others = [closing(theCase, plan, nowMs, world), ...holdTimers(theCase, plan, nowMs, world), ...alarms(theCase)];
  const first = earliestOf([...others, ...notes, ladder]);
  return first && !looksAgainBefore(ladder, first) ? first : ladder;
}

/** The ladder only waits for another look at the world, sooner than anything else comes. */
function looksAgainBefore(ladder: Next, first: Due): boolean {
  return ladder.act === null && ladder.atMs !== null && ladder.atMs < first.atMs;
}

/** What to show as coming: a far reminder to the operator says less than why the ladder waits. */
export function shownNext(theCase: Case, plan: Plan, nowMs: number, world: World): Next {
  const first = next(theCase, plan, nowMs, world);
  return first.act?.do === 'raise-task' ? ladderNext(theCase, plan, nowMs, world) : first;
}

/** Nothing is owed any more, or only what the creditor may still claim or waive; below zero is a credit of the debtor. */
function closing(theCase: Case, plan: Plan, nowMs: number, world: World): Next | null {
  if (balanceCents(theCase) > 0 || (holdOf(theCase, 'insolvency') && !theCase.cancelled)) return null;
  const left = leftCents(theCase, plan, world);
  if (left === null || left > 0) return raiseOnce(theCase, nowMs, 'late-charges', 'principal', LATE_CHARGES);
  return (
    creditOf(theCase, nowMs, left) ?? { act: { do: 'close', reason: endReason(theCase) }, atMs: nowMs, why: 'plus rien n’est dû' }
  );
}

/** What is still owed once the face balance is paid, below zero a credit; null while no figure is known. */
function leftCents(theCase: Case, plan: Plan, world: World): number | null {
  const waived = theCase.cancelled || theCase.waived || plan.lateCharges === 'waive' || keptSchedule(theCase);
  return waived ? balanceCents(theCase) : world.lateChargesCents;
}

/** The schedule whose end waives the rest is paid. */
function keptSchedule(theCase: Case): boolean {
  return holdOf(theCase, 'instalments')?.waivesLateCharges === true && balanceCents(theCase) <= 0;
}

const LATE_CHARGES = 'Principal payé\u00a0: réclamer les intérêts et l’indemnité de 40\u00a0€, ou y renoncer.';

function endReason(theCase: Case): ClosingReason {
  if (theCase.cancelled) return 'cancelled';
  return paidCents(theCase) > 0 ? 'paid' : 'credited';
}

/** Money beyond what is owed is a human's: given back, or used for another invoice. */
function creditOf(theCase: Case, nowMs: number, leftCents: number): Next | null {
  if (leftCents >= 0) return null;
  const context = `Trop-perçu de ${formatCents(-leftCents, theCase.invoice.currency)}\u00a0: rembourser ou affecter le crédit.`;
  return raiseOnce(theCase, nowMs, 'credit', String(balanceCents(theCase)), context);
}

/** Thanks, confirmations and receipts leave in the next e-mail window, without offset (plans.md 6), as long as they are still true. */
function noteNext(theCase: Case, plan: Plan, note: Note, nowMs: number): Next {
  if (!theCase.contact.email) {
    return {
      act: { do: 'leave-note-out', note: note.key, reason: 'pas d’adresse e-mail utilisable' },
      atMs: nowMs,
      why: 'confirmation',
    };
  }
  const atMs = moment(theCase, plan, { offset: 0, notBeforeOn: dayAt(nowMs), notBeforeMs: Math.max(nowMs, msOf(note.at)) });
  const verdict = noteStillTrue(theCase, plan, note, dayAt(atMs));
  if ('waits' in verdict) return idle(verdict.waits);
  if ('leftOut' in verdict) {
    return { act: { do: 'leave-note-out', note: note.key, reason: verdict.leftOut }, atMs: nowMs, why: verdict.leftOut };
  }
  return { act: { do: 'send-note', note: note.key, template: verdict.says }, atMs, why: 'confirmation' };
}
