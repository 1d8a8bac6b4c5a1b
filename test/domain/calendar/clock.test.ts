import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromEpochDay } from '../../../domain/calendar/civil-date.ts';
import { dayAt, instantAt, midnightOf, momentAt, msOf } from '../../../domain/calendar/clock.ts';
import { epochMs, parisDay, parisInstant, toInstant } from '../../../domain/calendar/paris.ts';

const anyMs = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2199, 11, 31) });
const anyDay = fc.integer({ min: 7305, max: 84_000 }).map(fromEpochDay);
const changingDays = ['2026-03-29', '2026-10-25', '1996-10-27', '2027-03-28'];

describe('the clock says what the time zone says', () => {
  test('of any moment', () =>
    fc.assert(
      fc.property(anyMs, (ms) => {
        expect(dayAt(ms)).toBe(parisDay(ms));
        for (const at of [ms, ms - (ms % 1000)]) expect(instantAt(at)).toBe(toInstant(at));
        expect(msOf(toInstant(ms))).toBe(epochMs(toInstant(ms)));
      }),
    ));

  test('of any day and second', () =>
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 86_400 }), (on, second) => {
        expect(midnightOf(on)).toBe(parisInstant(on));
        expect(momentAt(on, second)).toBe(parisInstant(on, second));
      }),
    ));

  test.each(changingDays)('of every quarter of an hour of %s, when the hour changes', (on) => {
    for (let quarter = 0; quarter <= 100; quarter += 1) {
      const ms = midnightOf(on) + quarter * 900_000;
      expect(dayAt(ms)).toBe(parisDay(ms));
      expect(instantAt(ms)).toBe(toInstant(ms));
      expect(momentAt(on, Math.min(86_400, quarter * 900))).toBe(parisInstant(on, Math.min(86_400, quarter * 900)));
    }
  });

  test('milliseconds are kept, and odd instants are read', () => {
    expect(instantAt(Date.UTC(2026, 10, 6, 8, 0, 0, 250))).toBe('2026-11-06T09:00:00.250+01:00');
    expect(msOf('2026-11-06T08:30:00+01:00[Europe/Paris]')).toBe(Date.UTC(2026, 10, 6, 7, 30));
  });
});
