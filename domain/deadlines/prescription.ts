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
  public: 'prescription-public-years',
  'enforceable-title': 'prescription-enforceable-title-years',
};

/** Last day to sue, the day by which to have acted, and whether it is too late. `possibleLastDayOn` counts the acknowledgements that nobody confirmed. */
export interface Prescription {
  readonly lastDayOn: CivilDate;
  readonly alertOn: CivilDate;
  readonly timeBarred?: boolean;
  readonly possibleLastDayOn?: CivilDate;
}

/** The text of each period. */
export const PRESCRIPTION_ARTICLES: Readonly<Record<Nature, string>> = {
  services: 'C. com. L110-4 ; C. civ. 2224',
  goods: 'C. com. L110-4 ; C. civ. 2224',
  transport: 'C. com. L133-6',
  consumer: 'C. conso. L218-2',
  public: 'loi 68-1250 du 31 décembre 1968, art. 1 et 2',
  'enforceable-title': 'CPCE L111-4',
};

/**
 * Limitation (C. com. L110-4, L133-6; C. conso. L218-2; CPCE L111-4): from the earliest of completion and due date, to the same day number years later
 * (C. civ. 2228, 2229), never moved to a working day (Cass. 2e civ. 7 April 2016, 15-12.960). Suspended (2238), started again by a
 * confirmed acknowledgement (2240, 2231), within twenty years (2232).
 * Against a public body four years from the 1 January that follows, started again on the 1 January that follows a written demand or a
 * confirmed acknowledgement (loi 68-1250, arts. 1 and 2). Throws `BadInput` without any starting day.
 */
export function prescriptionOf(question: PrescriptionQuestion): Prescription {
  const startOn = startOf(question);
  const demands = (question.demands ?? []).map(({ on }) => ({ on, confirmed: true }));
  const acknowledgements = [...(question.acknowledgements ?? []), ...demands];
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
  const { nature } = question;
  const suspensions = merged(question.suspensions ?? []);
  const endFrom = (on: CivilDate) => suspended(on, periodEndOn(nature, on), suspensions);
  const lastStart = acknowledgedOn.reduce((start, on) => (on >= start && on <= endFrom(start) ? on : start), startOn);
  if (nature === 'public') return endFrom(lastStart);
  return earlier(endFrom(lastStart), addYears(startOn, legalValue('prescription-long-stop-years', startOn)));
}

/** Against a public body whole civil years are counted, from the one after (loi 68-1250, art. 1); against others the years from that day. */
function periodEndOn(nature: Nature, on: CivilDate): CivilDate {
  const years = legalValue(YEARS[nature], on);
  return nature === 'public' ? `${Number(on.slice(0, 4)) + years}-12-31` : addYears(on, years);
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
