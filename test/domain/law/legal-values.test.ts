import { describe, expect, test } from 'vitest';
import { epochDay } from '../../../domain/calendar/civil-date.ts';
import { nameOfDay } from '../../../domain/calendar/day-names.ts';
import { BadInput } from '../../../domain/fault.ts';
import { PROCEDURES } from '../../../domain/law/data/procedures.ts';
import { LEGAL_VALUES } from '../../../domain/law/data/values.ts';
import { entryOn, gapsOf } from '../../../domain/law/dated-value.ts';
import { isOpenInLaw, l126Enabled, legalEntry, legalValue } from '../../../domain/law/legal-values.ts';
import { firstDayOf, indexAt, indexOf, lastDayOf, nameOf, semesterOf } from '../../../domain/law/semester.ts';

const KEYS = [...new Set(LEGAL_VALUES.map((entry) => entry.key))];

describe('dated legal values', () => {
  test.each([
    ['recovery-indemnity-cents', '2026-11-21', 4000],
    ['small-claims-limit-cents', '2026-11-21', 500_000],
    ['lawyer-limit-cents', '2026-11-21', 1_000_000],
    ['injunction-service-months', '2026-08-31', 6],
    ['injunction-service-months', '2026-09-01', 3],
    ['injunction-wait-months', '2026-08-31', 1],
    ['injunction-wait-months', '2026-09-01', 2],
    ['injunction-service-fee-cents', '2026-11-21', 2579],
    ['declaration-months', '2026-11-21', 2],
  ])('%s on %s is %i', (key, on, value) => {
    expect(legalValue(key, on)).toBe(value);
  });

  test.each([
    ['injunction-service-fee-cents', '2028-03-01'],
    ['recovery-indemnity-cents', '2012-12-31'],
    ['no-such-key', '2026-11-21'],
  ])('%s on %s is refused, not guessed', (key, on) => {
    expect(() => legalValue(key, on)).toThrow(BadInput);
  });

  test.each(KEYS)('%s follows on without gap or overlap, with an article', (key) => {
    expect(gapsOf(LEGAL_VALUES, key)).toEqual([]);
    expect(legalEntry(key, LEGAL_VALUES.find((entry) => entry.key === key)?.validFrom ?? '').source).toMatch(/\d/);
  });

  test('a table with a hole says so', () => {
    const entry = { key: 'k', value: 1, source: '', checkedOn: '2026-11-21' };
    const table = [
      { ...entry, validFrom: '2020-01-01', validTo: '2020-06-30' },
      { ...entry, validFrom: '2020-07-02', validTo: null },
      { ...entry, validFrom: '2021-01-01', validTo: null },
    ];
    expect(gapsOf(table, 'k')).toHaveLength(2);
    expect(entryOn(table, 'k', '2020-07-01')).toBeUndefined();
  });

  test.each([
    ['small-claims-between-traders', '2026-04-24', true],
    ['small-claims-between-traders', '2026-04-25', false],
    ['uncontested-claims-in-law', '2026-04-24', false],
    ['uncontested-claims-in-law', '2026-04-25', true],
  ])('%s on %s: %s', (key, on, open) => {
    expect(isOpenInLaw(key, on)).toBe(open);
    expect(gapsOf(PROCEDURES, key)).toEqual([]);
  });

  test('the L126 procedure is not offered before its decree', () => {
    expect(l126Enabled).toBe(false);
  });
});

describe('semesters', () => {
  test('every day of 2019 to 2032 falls in its semester, by text and by number', () => {
    for (let day = epochDay('2019-01-01'); day <= epochDay('2032-12-31'); day += 1) {
      const on = nameOfDay(day);
      const semester = semesterOf(on);
      expect(firstDayOf(semester) <= on && on <= lastDayOf(semester)).toBe(true);
      expect(indexAt(day)).toBe(indexOf(semester));
      expect(nameOf(indexOf(semester))).toBe(semester);
    }
  });

  test.each([
    ['2026-06-30', '2026-S1'],
    ['2026-07-01', '2026-S2'],
    ['2026-12-31', '2026-S2'],
  ])('%s is in %s', (on, semester) => {
    expect(semesterOf(on)).toBe(semester);
  });
});
