import { type CivilDate, later } from '../../calendar/civil-date.ts';
import { lateChargesStepOf, type Plan } from '../../plan/plan.ts';
import { balanceCents } from '../balance.ts';
import { type AgreedHold, type Case, holdOf, recordOf } from '../case.ts';
import { isSettledInPrincipal, toleratedCents } from './tolerance.ts';

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

/** The schedule whose end waives the rest is paid, with the charges that it holds. */
function keptSchedule(theCase: Case, plan: Plan): boolean {
  const agreed = holdOf(theCase, 'instalments');
  return (
    agreed !== undefined &&
    settlesLateCharges(agreed) &&
    chargesToCome(theCase, plan) === 0 &&
    isSettledInPrincipal(theCase, plan)
  );
}

/** Once it is kept, such a schedule leaves nothing to claim. */
export function settlesLateCharges({ waivesLateCharges, lateChargesCents }: AgreedHold): boolean {
  return waivesLateCharges === true || lateChargesCents !== undefined;
}

/** Interest and indemnity that the schedule in force still has to bring, in cents; money above the price pays them. */
export function chargesToCome(theCase: Case, plan: Plan): number {
  const held = holdOf(theCase, 'instalments')?.lateChargesCents ?? 0;
  const left = Math.min(held, balanceCents(theCase) + held);
  return left > toleratedCents(theCase, plan) ? left : 0;
}

/** Money above the price that is no credit: what a schedule holds, or brought, of interest and indemnity. */
export function scheduledChargesCents(theCase: Case): number {
  return holdOf(theCase, 'instalments')?.lateChargesCents ?? theCase.settledChargesCents ?? 0;
}

/** A receipt gives up nothing that is still claimed; a consumer owes interest only from the formal notice on (C. civ. 1231-6), and never the 40 EUR. */
export function reservesLateCharges(theCase: Case, plan: Plan): boolean {
  const owed = theCase.debtor.kind !== 'consumer' || theCase.notice !== null;
  const isAsked = owed && !waivesLateCharges(theCase, plan) && chargesToCome(theCase, plan) === 0;
  return isAsked && theCase.closed === null && wasSettledLate(theCase);
}

/** The day on which interest and indemnity were claimed of a principal that was paid late; null: they never were. */
export function chargesAskedOn(theCase: Case, plan: Plan): CivilDate | null {
  const record = recordOf(theCase, lateChargesStepOf(plan).step.id);
  return record?.contact ? record.on : null;
}
