import { type CivilDate, fromEpochDay } from './civil-date.ts';

const names = new Map<number, CivilDate>();

/** The civil date of a number of days since 1970-01-01, kept for the next time: loops over thousands of claims name the same days. */
export function nameOfDay(day: number): CivilDate {
  const known = names.get(day);
  if (known !== undefined) return known;
  const name = fromEpochDay(day);
  names.set(day, name);
  return name;
}
