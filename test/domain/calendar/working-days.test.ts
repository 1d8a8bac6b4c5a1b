import { describe, expect, test } from 'vitest';
import { addDays, dayOfWeek, epochDay } from '../../../domain/calendar/civil-date.ts';
import { nameOfDay } from '../../../domain/calendar/day-names.ts';
import { holidaysOf } from '../../../domain/calendar/holidays.ts';
import { isWorkingDay, nextWorkingDay, previousWorkingDay } from '../../../domain/calendar/working-days.ts';
import { BadInput } from '../../../domain/fault.ts';

const FIRST = epochDay('2019-01-01');
const LAST = epochDay('2032-12-31');
const DEPARTMENTS = [undefined, '75', '57', '67', '971', '974', '978', '2A'];

/** The same question to the JavaScript calendar and to the list of holidays. */
function workedByHand(on: string, department?: string): boolean {
  const weekday = new Date(`${on}T12:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidaysOf(Number(on.slice(0, 4)), department).has(on);
}

describe('working days', () => {
  test.each(DEPARTMENTS)('every day of 2019 to 2032 in %s agrees with a walk day by day', (department) => {
    let previous = '2018-12-31';
    const waiting: string[] = [];
    for (let day = FIRST; day <= LAST; day += 1) {
      const on = nameOfDay(day);
      const worked = workedByHand(on, department);
      expect(isWorkingDay(on, department)).toBe(worked);
      if (worked) previous = on;
      expect(previousWorkingDay(on, department)).toBe(previous);
      waiting.push(on);
      if (worked) for (const waited of waiting.splice(0)) expect(nextWorkingDay(waited, department)).toBe(on);
    }
  });

  test.each([
    ['2026-05-01', undefined, '2026-05-04', '2026-04-30'],
    ['2026-12-26', '67', '2026-12-28', '2026-12-24'],
    ['2026-04-03', '57', '2026-04-07', '2026-04-02'],
    ['2026-04-03', '54', '2026-04-03', '2026-04-03'],
    ['2026-05-22', '972', '2026-05-26', '2026-05-21'],
  ])('%s in %s: next %s, previous %s', (on, department, next, previous) => {
    expect([nextWorkingDay(on, department), previousWorkingDay(on, department)]).toEqual([next, previous]);
  });

  test('an unknown department is refused, not taken for a calendar without local days', () => {
    expect(() => isWorkingDay('2026-11-21', '99')).toThrow(BadInput);
    expect(() => nextWorkingDay('2026-11-21', '')).toThrow('expected a French department');
  });

  test('names of days follow one another', () => {
    for (let day = FIRST; day < LAST; day += 97) {
      expect(nameOfDay(day + 1)).toBe(addDays(nameOfDay(day), 1));
      expect(dayOfWeek(nameOfDay(day + 7))).toBe(dayOfWeek(nameOfDay(day)));
    }
  });
});
