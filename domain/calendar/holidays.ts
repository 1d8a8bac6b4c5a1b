import { addDays, type CivilDate } from './civil-date.ts';
import { ALSACE_MOSELLE, requireDepartment } from './departments.ts';

/** C. trav. L3133-1: the eight days that keep their date. */
const FIXED = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];

/** C. trav. L3133-1: Easter Monday, Ascension, Whit Monday, in days after Easter Sunday. */
const AFTER_EASTER = [1, 39, 50];

/** Abolition of slavery, decree 83-1003 as amended; the other collectivities have none. */
const ABOLITION: ReadonlyMap<string, string> = new Map([
  ['971', '05-27'],
  ['972', '05-22'],
  ['973', '06-10'],
  ['974', '12-20'],
  ['976', '04-27'],
  ['977', '10-09'],
  ['978', '05-28'],
]);

const seen = new Map<string, ReadonlySet<CivilDate>>();

/** True on a public holiday of France (C. trav. L3133-1) or, with a department, of that department (L3134-13, decree 83-1003). Throws `BadInput` for an unknown department. */
export function isHoliday(on: CivilDate, department?: string): boolean {
  return holidaysOf(Number(on.slice(0, 4)), department).has(on);
}

/** Every public holiday of a year, national and of the department when one is given. */
export function holidaysOf(year: number, department?: string): ReadonlySet<CivilDate> {
  if (department !== undefined) requireDepartment(department);
  const key = `${year}/${department ?? ''}`;
  const known = seen.get(key);
  if (known) return known;
  const days = new Set([...nationalHolidays(year), ...localHolidays(year, department)]);
  seen.set(key, days);
  return days;
}

function nationalHolidays(year: number): CivilDate[] {
  const easter = easterSunday(year);
  return [...FIXED.map((day) => `${year}-${day}`), ...AFTER_EASTER.map((days) => addDays(easter, days))];
}

function localHolidays(year: number, department?: string): CivilDate[] {
  if (department === undefined) return [];
  if (ALSACE_MOSELLE.has(department)) return [addDays(easterSunday(year), -2), `${year}-12-26`];
  const abolition = ABOLITION.get(department);
  return abolition ? [`${year}-${abolition}`] : [];
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher). */
export function easterSunday(year: number): CivilDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const lunarShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - lunarShift + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const correction = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const marchDay = epact + weekday - 7 * correction + 22;
  return addDays(`${year}-03-01`, marchDay - 1);
}
