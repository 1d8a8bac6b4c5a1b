import type { CivilDate } from '../calendar/civil-date.ts';
import { prescriptionOf } from '../deadlines/prescription.ts';
import type { DebtorKind } from '../plan/plan.ts';

/** The two days of an invoice that may start the period. */
interface Dates {
  readonly dueOn: CivilDate;
  readonly serviceCompletedOn: CivilDate | null;
}

/** Last day on which an invoice can be claimed in court, as far as its dates tell: two years from a consumer, five from a business (law.md 5). */
export function limitationOf(kind: DebtorKind, { dueOn, serviceCompletedOn }: Dates): CivilDate {
  const completed = serviceCompletedOn === null ? {} : { completedOn: serviceCompletedOn };
  return prescriptionOf({ kind: 'prescription', nature: kind === 'consumer' ? 'consumer' : 'services', dueOn, ...completed })
    .lastDayOn;
}
