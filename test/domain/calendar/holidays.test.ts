import Holidays from 'date-holidays';
import { describe, expect, test } from 'vitest';
import { easterSunday, holidaysOf, isHoliday } from '../../../domain/calendar/holidays.ts';

const YEARS = Array.from({ length: 14 }, (_, index) => 2019 + index);

/** Public holidays of another library, by its own code of the region; it counts no Sunday that is a holiday only by its name. */
function oracle(year: number, region?: string): Set<string> {
  const calendar = region === undefined ? new Holidays('FR') : new Holidays('FR', region);
  const days = calendar.getHolidays(year).filter((holiday) => holiday.type === 'public');
  return new Set(days.map((holiday) => holiday.date.slice(0, 10)));
}

describe('public holidays', () => {
  test.each(YEARS)('%i agrees with another library, for the whole country', (year) => {
    expect([...holidaysOf(year)].toSorted()).toEqual([...oracle(year)].toSorted());
  });

  test.each(YEARS)('%i agrees with another library in Moselle', (year) => {
    expect([...holidaysOf(year, '57')].toSorted()).toEqual([...oracle(year, '57')].toSorted());
  });

  test.each([
    ['2026', ['2026-04-06', '2026-05-14', '2026-05-25']],
    ['2027', ['2027-03-29', '2027-05-06', '2027-05-17']],
    ['2028', ['2028-04-17', '2028-05-25', '2028-06-05']],
  ])('the movable days of %s', (year, days) => {
    expect([...holidaysOf(Number(year))]).toEqual(expect.arrayContaining(days));
    expect(holidaysOf(Number(year)).size).toBe(11);
  });

  test.each([
    ['971', '2026-05-27'],
    ['972', '2026-05-22'],
    ['973', '2026-06-10'],
    ['974', '2026-12-20'],
    ['976', '2026-04-27'],
    ['977', '2026-10-09'],
    ['978', '2026-05-28'],
    ['57', '2026-04-03'],
    ['67', '2026-12-26'],
    ['68', '2026-12-26'],
  ])('%s alone has %s', (department, on) => {
    expect(isHoliday(on, department)).toBe(true);
    expect(isHoliday(on)).toBe(false);
    expect(isHoliday(on, '75')).toBe(false);
  });

  test('Saint-Pierre-et-Miquelon has the national days only', () => {
    expect([...holidaysOf(2026, '975')]).toEqual([...holidaysOf(2026)]);
  });

  test.each([
    [1961, '1961-04-02'],
    [2000, '2000-04-23'],
    [2019, '2019-04-21'],
    [2024, '2024-03-31'],
    [2038, '2038-04-25'],
    [2285, '2285-03-22'],
  ])('Easter of %i', (year, on) => {
    expect(easterSunday(year)).toBe(on);
  });
});
