import { addDays, type CivilDate, dayOfWeek } from './civil-date.ts';
import { isHoliday } from './holidays.ts';

const FRIDAY = 5;

/** Monday to Friday and no public holiday, of the department too when one is given (CPC 642; C. trav. L3133-1). Throws `BadInput` for an unknown department. */
export function isWorkingDay(on: CivilDate, department?: string): boolean {
  return !isHoliday(on, department) && dayOfWeek(on) <= FRIDAY;
}

/** The same day when it is worked, else the first worked day after it (CPC 642): for the time left to the other side. */
export function nextWorkingDay(on: CivilDate, department?: string): CivilDate {
  return isWorkingDay(on, department) ? on : nextWorkingDay(addDays(on, 1), department);
}

/** The same day when it is worked, else the last worked day before it: for what we must do ourselves. */
export function previousWorkingDay(on: CivilDate, department?: string): CivilDate {
  return isWorkingDay(on, department) ? on : previousWorkingDay(addDays(on, -1), department);
}

/** So many worked days later; none: the same day when it is worked, else the next one. */
export function addWorkingDays(on: CivilDate, days: number, department?: string): CivilDate {
  const worked = nextWorkingDay(on, department);
  return days <= 0 ? worked : addWorkingDays(addDays(worked, 1), days - 1, department);
}
