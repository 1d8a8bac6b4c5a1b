import type { CivilDate } from '../calendar/civil-date.ts';
import { prescriptionOf } from '../deadlines/prescription.ts';
import type { DebtorKind } from '../plan/plan.ts';
import type { Invoice } from './case.ts';

/** Last day on which an invoice can be claimed in court, as far as its dates tell: two years from a consumer, five from a business (law.md 5). */
export function limitationOf(kind: DebtorKind, { dueOn, serviceCompletedOn }: Invoice): CivilDate {
  const completed = serviceCompletedOn === null ? {} : { completedOn: serviceCompletedOn };
  return prescriptionOf({ kind: 'prescription', nature: kind === 'consumer' ? 'consumer' : 'services', dueOn, ...completed })
    .lastDayOn;
}
