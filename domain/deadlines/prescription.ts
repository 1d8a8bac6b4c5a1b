import { addDays, addMonths, type CivilDate, daysBetween, earlier, later } from '../calendar/civil-date.ts';
import { previousWorkingDay } from '../calendar/working-days.ts';
import { refuse } from '../fault.ts';
import { legalValue } from '../law/legal-values.ts';
import type { Nature, PrescriptionQuestion, Suspension } from './deadline.ts';

const YEARS: Readonly<Record<Nature, string>> = {
  services: 'prescription-professional-years',
  goods: 'prescription-professional-years',
  transport: 'prescription-transport-years',
  consumer: 'prescription-consumer-years',
};

/** Last day to sue, the day by which to have acted, and whether it is too late. `possibleLastDayOn` counts the acknowledgements that nobody confirmed. */
export interface Prescription {
  readonly lastDayOn: CivilDate;
  readonly alertOn: CivilDate;
  readonly timeBarred?: boolean;
  readonly possibleLastDayOn?: CivilDate;
}

/**
 * Limitation (C. com. L110-4, L133-6; C. conso. L218-2): from the earliest of completion and due date, to the same day number years later
 * (C. civ. 2228, 2229), never moved to a working day (Cass. 2e civ. 7 April 2016, 15-12.960). Suspended (2238), started again by a
 * confirmed acknowledgement (2240, 2231), within twenty years (2232). Throws `BadInput` without any starting day.
 */
export function prescriptionOf(question: PrescriptionQuestion): Prescription {
  const startOn = startOf(question);
  const acknowledgements = question.acknowledgements ?? [];
  const endWith = (given: typeof acknowledgements) => lastDay(startOn, question, given.map(({ on }) => on).toSorted());
  const lastDayOn = endWith(acknowledgements.filter(({ confirmed }) => confirmed));
  const possible = endWith(acknowledgements);
  return {
    lastDayOn,
    alertOn: previousWorkingDay(addDays(lastDayOn, -1)),
    ...(question.asOf === undefined ? {} : { timeBarred: question.asOf > lastDayOn }),
    ...(possible === lastDayOn ? {} : { possibleLastDayOn: possible }),
  };
}

function startOf({ completedOn, dueOn }: PrescriptionQuestion): CivilDate {
  if (completedOn !== undefined && dueOn !== undefined) return earlier(completedOn, dueOn);
  return completedOn ?? dueOn ?? refuse('$.completedOn', 'missing, expected completedOn, dueOn or both');
}

/** An acknowledgement in time starts the whole period again from its day; one that comes too late revives nothing. */
function lastDay(startOn: CivilDate, question: PrescriptionQuestion, acknowledgedOn: readonly CivilDate[]): CivilDate {
  const suspensions = merged(question.suspensions ?? []);
  const endFrom = (on: CivilDate) => suspended(on, addYears(on, legalValue(YEARS[question.nature], on)), suspensions);
  const lastStart = acknowledgedOn.reduce((start, on) => (on >= start && on <= endFrom(start) ? on : start), startOn);
  return earlier(endFrom(lastStart), addYears(startOn, legalValue('prescription-long-stop-years', startOn)));
}

/** Each suspension in time leaves the days that were left at its start, and never less than six months after its end (C. civ. 2230, 2238). */
function suspended(startOn: CivilDate, endOn: CivilDate, suspensions: readonly Suspension[]): CivilDate {
  return suspensions.reduce((end, { from, to }) => {
    const begin = later(from, startOn);
    if (to <= startOn || begin > end) return end;
    const afterSix = addMonths(to, legalValue('prescription-after-suspension-months', startOn));
    return later(addDays(to, daysBetween(begin, end)), afterSix);
  }, endOn);
}

/** Suspensions in their order, those that overlap made one. */
function merged(suspensions: readonly Suspension[]): readonly Suspension[] {
  const result: Suspension[] = [];
  for (const next of suspensions.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1);
    if (last && next.from <= last.to) result[result.length - 1] = { from: last.from, to: later(last.to, next.to) };
    else result.push(next);
  }
  return result;
}

function addYears(on: CivilDate, years: number): CivilDate {
  return addMonths(on, 12 * years);
}
