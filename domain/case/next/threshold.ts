import { addDays, type CivilDate } from '../../calendar/civil-date.ts';
import type { Plan, Step } from '../../plan/plan.ts';
import { uncontestedCents } from '../balance.ts';
import type { Case } from '../case.ts';
import type { OpenAmount, World } from '../world.ts';

const ALWAYS: CivilDate = '0001-01-01';

/** The day from which the debtor's overdue balance lets a step leave; null while nothing that is known brings it to the plan's threshold. */
export function thresholdDay(theCase: Case, plan: Plan, step: Step, world: World): CivilDate | null {
  const threshold = plan.thresholds?.[theCase.invoice.currency];
  if (threshold === undefined || step.anchor === 'before-due' || step.act === 'late-charges') return ALWAYS;
  return overdueFrom(world.openAmounts ?? [{ dueOn: theCase.invoice.dueOn, cents: uncontestedCents(theCase) }], threshold);
}

/** The first day on which the amounts whose due date has passed reach a sum; null when they never do. */
export function overdueFrom(amounts: readonly OpenAmount[], cents: number): CivilDate | null {
  if (cents <= 0) return ALWAYS;
  let overdue = 0;
  for (const amount of [...amounts].sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))) {
    overdue += amount.cents;
    if (overdue >= cents) return addDays(amount.dueOn, 1);
  }
  return null;
}
