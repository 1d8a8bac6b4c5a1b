import { type CivilDate, epochDay } from '../calendar/civil-date.ts';

/** Half of a civil year, `2026-S2`: the period of the rates (C. com. L441-10 II; CMF L313-2). */
export type Semester = string;

/** Position of a semester on the time line: twice the year, plus one for the second half. */
export type SemesterIndex = number;

const FIRST_YEAR = 1970;
const LAST_YEAR = 2200;
const FIRST_DAYS = ['01-01', '07-01'];
const LAST_DAYS = ['06-30', '12-31'];

const STARTS = Array.from({ length: 2 * (LAST_YEAR - FIRST_YEAR) }, (_, position) =>
  epochDay(firstDayOf(nameOf(2 * FIRST_YEAR + position))),
);

/** The semester that holds a day. */
export function semesterOf(on: CivilDate): Semester {
  return `${on.slice(0, 4)}-S${on.slice(5, 7) < '07' ? 1 : 2}`;
}

/** Its first day, 1 January or 1 July: the day whose central bank rate counts. */
export function firstDayOf(semester: Semester): CivilDate {
  return `${semester.slice(0, 4)}-${FIRST_DAYS[Number(semester.slice(6)) - 1]}`;
}

/** Its last day, 30 June or 31 December. */
export function lastDayOf(semester: Semester): CivilDate {
  return `${semester.slice(0, 4)}-${LAST_DAYS[Number(semester.slice(6)) - 1]}`;
}

/** The semester after. */
export function following(semester: Semester): Semester {
  return nameOf(indexOf(semester) + 1);
}

/** Its position on the time line. */
export function indexOf(semester: Semester): SemesterIndex {
  return 2 * Number(semester.slice(0, 4)) + Number(semester.slice(6)) - 1;
}

/** The semester at a position. */
export function nameOf(index: SemesterIndex): Semester {
  return `${Math.floor(index / 2)}-S${(index % 2) + 1}`;
}

/** The position of the semester that holds a day counted from 1970-01-01, from 1970 to 2199. */
export function indexAt(day: number): SemesterIndex {
  let position = Math.floor(day / 182.62);
  while (firstDayAt(2 * FIRST_YEAR + position) > day) position -= 1;
  while (firstDayAt(2 * FIRST_YEAR + position + 1) <= day) position += 1;
  return 2 * FIRST_YEAR + position;
}

/** First day of the semester at a position, counted from 1970-01-01. */
export function firstDayAt(index: SemesterIndex): number {
  return STARTS[index - 2 * FIRST_YEAR] ?? Number.POSITIVE_INFINITY;
}
