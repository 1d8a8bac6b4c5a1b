import { type CivilDate, later } from '../../calendar/civil-date.ts';
import { isOutward, lateChargesStepOf, type Plan, stepOf } from '../../plan/plan.ts';
import { balanceCents } from '../balance.ts';
import { type AgreedHold, type Case, holdOf, recordOf, type StepRecord } from '../case.ts';
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

/**
 * The day on which interest and indemnity were last demanded of what is asked today: by the formal notice, by another message that asks
 * for the claim, or by their own claim. Null: by none, or they were given up, or while the price is disputed or left to a schedule.
 */
export function chargesDemandedOn(theCase: Case, plan: Plan): CivilDate | null {
  if (waivesLateCharges(theCase, plan) || restsWithItsPrice(theCase)) return null;
  const demands = theCase.steps.filter(
    (record) => record.contact && record.on > theCase.invoice.dueOn && asksClaim(record, plan),
  );
  return demands.reduce<CivilDate | null>((last, { on }) => (last === null ? on : later(last, on)), null);
}

/** Nothing of an unpaid price is asked, so nothing beside it. */
function restsWithItsPrice(theCase: Case): boolean {
  if (balanceCents(theCase) <= 0) return false;
  return holdOf(theCase, 'instalments') !== undefined || holdOf(theCase, 'dispute')?.amountCents === null;
}

/** The words that left are those of the step, or of the other invoice's step that it left with. */
function asksClaim({ step, as = step }: StepRecord, plan: Plan): boolean {
  const words = stepOf(plan, as);
  return words !== undefined && isOutward(words) && words.asks === 'claim';
}
