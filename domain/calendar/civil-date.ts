import { Temporal } from 'temporal-polyfill/implementation';
import { onceADay } from './once-a-day.ts';

/** A day of the calendar in France, `YYYY-MM-DD`. Compared as text, never through a time zone. */
export type CivilDate = string;

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MS_PER_DAY = 86_400_000;

/** The last day that is taken: what is counted from it still has a year of four digits. */
const LAST = '9899-12-31';

/** True for a day that exists, `2026-02-30` does not, and from which a century can be counted: `9999-12-31` is no day but a way to say never. */
export function isCivilDate(text: string): text is CivilDate {
  if (!SHAPE.test(text) || text > LAST) return false;
  return fromEpochDay(epochDay(text)) === text;
}

/** Days since 1970-01-01. */
export function epochDay(on: CivilDate): number {
  return Math.floor(Date.UTC(Number(on.slice(0, 4)), Number(on.slice(5, 7)) - 1, Number(on.slice(8, 10))) / MS_PER_DAY);
}

/** The civil date of a number of days since 1970-01-01. */
export const fromEpochDay = onceADay((day): CivilDate => new Date(day * MS_PER_DAY).toISOString().slice(0, 10));

/** The day `days` later, or earlier when negative. */
export function addDays(on: CivilDate, days: number): CivilDate {
  return fromEpochDay(epochDay(on) + days);
}

/** Whole days from the first date to the second: 1 from a day to the next. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return epochDay(to) - epochDay(from);
}

/** Same day number `months` later, or the last day of that month when it is shorter (CPC 641; C. civ. 2228). */
export function addMonths(on: CivilDate, months: number): CivilDate {
  return Temporal.PlainDate.from(on).add({ months }, { overflow: 'constrain' }).toString();
}

/** Monday is 1, Sunday is 7. */
export function dayOfWeek(on: CivilDate): number {
  return ((((epochDay(on) + 3) % 7) + 7) % 7) + 1;
}

/** Last day of the month that holds `on`. */
export function endOfMonth(on: CivilDate): CivilDate {
  return addDays(addMonths(`${on.slice(0, 7)}-01`, 1), -1);
}

/** The later of two days. */
export function later(a: CivilDate, b: CivilDate): CivilDate {
  return a > b ? a : b;
}

/** The earlier of two days. */
export function earlier(a: CivilDate, b: CivilDate): CivilDate {
  return a < b ? a : b;
}
