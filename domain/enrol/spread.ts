import { addDays, type CivilDate } from '../calendar/civil-date.ts';
import { addWorkingDays } from '../calendar/working-days.ts';
import type { Enrolment } from './enrolment.ts';

/** How the first messages of a running business are spread. */
export interface Spread {
  /** The first day on which anything may leave; moved to a working day. */
  readonly firstOn: CivilDate;
  /** How many debtors begin on one day. */
  readonly perDay: number;
}

/**
 * The last quiet day of each debtor, by id: those who owe something overdue begin so many a working day, the oldest due date first;
 * the others, who have nothing to hear at once, from the first day on. All invoices of a debtor begin together.
 */
export function quietUntil(enrolments: readonly Enrolment[], { firstOn, perDay }: Spread): ReadonlyMap<string, CivilDate> {
  const oldest = oldestDueByDebtor(enrolments);
  const byAge = [...oldest].toSorted(([one, a], [other, b]) => (a === b ? order(one, other) : order(a, b)));
  const begins = addWorkingDays(firstOn, 0);
  return new Map(
    byAge.map(([debtor, dueOn], place) => {
      const startsOn = dueOn < begins ? addWorkingDays(begins, Math.floor(place / perDay)) : begins;
      return [debtor, addDays(startsOn, -1)];
    }),
  );
}

function oldestDueByDebtor(enrolments: readonly Enrolment[]): ReadonlyMap<string, CivilDate> {
  const oldest = new Map<string, CivilDate>();
  for (const { debtor, invoice } of enrolments) {
    const known = oldest.get(debtor.id);
    if (known === undefined || invoice.dueOn < known) oldest.set(debtor.id, invoice.dueOn);
  }
  return oldest;
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
