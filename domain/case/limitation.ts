import type { CivilDate } from '../calendar/civil-date.ts';
import type { Nature } from '../deadlines/deadline.ts';
import { prescriptionOf } from '../deadlines/prescription.ts';
import type { DebtorKind } from '../plan/plan.ts';

/** The days of an invoice that may start the period, and what was sold. */
interface Dates {
  readonly dueOn: CivilDate;
  readonly issuedOn?: CivilDate | null;
  readonly serviceCompletedOn: CivilDate | null;
  readonly nature?: Nature | null;
}

const KNOWN_SINCE = '2008-06-19';

/** True for a day whose limitation is known here, whatever was sold: from the law of 17 June 2008 (loi 2008-561, in force on the 19th). */
export function isDebtDay(on: CivilDate): boolean {
  return on >= KNOWN_SINCE;
}

/**
 * Last day on which an invoice can be claimed in court, as far as its dates tell: two years from a consumer, four whole years from a public body,
 * one for a transport, five from a business else (C. com. L110-4, L133-6; C. conso. L218-2; loi 68-1250). Where nobody said what was sold five years stand, and the routes ask.
 */
export function limitationOf(kind: DebtorKind, { dueOn, issuedOn, serviceCompletedOn, nature }: Dates): CivilDate {
  const period = kind === 'business' ? (nature ?? 'services') : kind;
  const performedOn = serviceCompletedOn ?? (period === 'public' ? issuedOn : null);
  const completed = performedOn ? { completedOn: performedOn } : {};
  return prescriptionOf({ kind: 'prescription', nature: period, dueOn, ...completed }).lastDayOn;
}
