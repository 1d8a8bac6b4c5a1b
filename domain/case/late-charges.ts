import { type CivilDate, later } from '../calendar/civil-date.ts';
import type { Plan } from '../plan/plan.ts';
import { type Case, holdOf } from './case.ts';
import { isSettledInPrincipal } from './tolerance.ts';

/** Money or a credit note came after the due date: interest ran, and between professionals the 40 EUR are due (C. com. L441-10, D441-5). */
export function wasSettledLate({ payments, creditNotes, invoice }: Case): boolean {
  return [...payments.filter(({ reversed }) => !reversed), ...creditNotes].some(({ on }) => on > invoice.dueOn);
}

/** The day of the last money or credit note. */
export function settledOn({ payments, creditNotes, invoice }: Case): CivilDate {
  return [...payments.filter(({ reversed }) => !reversed), ...creditNotes].reduce(
    (latest, { on }) => later(latest, on),
    invoice.dueOn,
  );
}

/** The creditor gave interest and indemnity up: by his plan, by an act, by a schedule that was kept, or by cancelling the invoice. */
export function waivesLateCharges(theCase: Case, plan: Plan): boolean {
  return theCase.cancelled || theCase.waived || plan.lateCharges === 'waive' || keptSchedule(theCase, plan);
}

/** The schedule whose end waives the rest is paid. */
function keptSchedule(theCase: Case, plan: Plan): boolean {
  return holdOf(theCase, 'instalments')?.waivesLateCharges === true && isSettledInPrincipal(theCase, plan);
}

/** A receipt gives up nothing that is still claimed; a consumer owes interest only from the formal notice on (C. civ. 1231-6), and never the 40 EUR. */
export function reservesLateCharges(theCase: Case, plan: Plan): boolean {
  const owed = theCase.debtor.kind !== 'consumer' || theCase.notice !== null;
  return owed && !waivesLateCharges(theCase, plan) && wasSettledLate(theCase);
}
