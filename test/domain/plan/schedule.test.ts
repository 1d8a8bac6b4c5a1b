import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantAt, msOf } from '../../../domain/calendar/clock.ts';
import { isWorkingDay } from '../../../domain/calendar/working-days.ts';
import type { SendingHours } from '../../../domain/plan/plan.ts';
import { secondOfDay, sendingDay, sendingMoment, sendingOffset } from '../../../domain/plan/schedule.ts';

const working: SendingHours = { days: 'working', email: { from: '08:30', to: '12:00' }, sms: { from: '09:30', to: '12:00' } };
const anyDay: SendingHours = { ...working, days: 'any' };

const momentOf = (notBeforeOn: string, notBeforeAt: string, offset = 0.5, sending = working) =>
  instantAt(
    sendingMoment({ sending, window: sending.email, offset, notBeforeOn, notBeforeMs: msOf(notBeforeAt), department: '75' }),
  );

describe('the day of sending', () => {
  test.each([
    ['2026-11-06', '75', '2026-11-06', 'a Friday'],
    ['2026-11-07', '75', '2026-11-09', 'a Saturday'],
    ['2026-11-11', '75', '2026-11-12', 'Armistice day'],
    ['2026-04-03', '75', '2026-04-03', 'Good Friday in Paris'],
    ['2026-04-03', '67', '2026-04-07', 'Good Friday in Strasbourg, then Easter'],
    ['2026-12-25', '57', '2026-12-28', 'Christmas, Saint Stephen on a Saturday'],
    ['2026-12-20', '974', '2026-12-21', 'the day of Réunion, a Sunday'],
  ])('%s in %s: %s (%s)', (on, department, expected) => expect(sendingDay(on, working, department)).toBe(expected));

  test('any day is any day', () => expect(sendingDay('2026-11-08', anyDay)).toBe('2026-11-08'));
});

describe('the moment of sending', () => {
  test.each([
    ['before the window: the debtor’s place in it', '2026-11-06', '2026-11-06T07:00:00+01:00', '2026-11-06T10:15:00+01:00'],
    ['inside, before his place: his place', '2026-11-06', '2026-11-06T09:00:00+01:00', '2026-11-06T10:15:00+01:00'],
    ['inside, after his place: at once', '2026-11-06', '2026-11-06T11:00:00+01:00', '2026-11-06T11:00:00+01:00'],
    ['the end is excluded: Monday', '2026-11-06', '2026-11-06T12:00:00+01:00', '2026-11-09T10:15:00+01:00'],
    ['a day to come', '2026-11-12', '2026-11-06T11:00:00+01:00', '2026-11-12T10:15:00+01:00'],
    ['a day long past: now', '2026-01-02', '2026-11-06T11:00:00+01:00', '2026-11-06T11:00:00+01:00'],
    [
      'the day the hour changes, a Sunday: Monday, winter time',
      '2026-10-25',
      '2026-10-25T06:00:00+01:00',
      '2026-10-26T10:15:00+01:00',
    ],
  ])('%s', (_why, on, at, expected) => expect(momentOf(on, at)).toBe(expected));

  test('never before it may, never outside window and days', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }),
        fc.double({ min: 0, max: 0.9999, noNaN: true }),
        (ms, offset) => {
          const at = sendingMoment({
            sending: working,
            window: working.email,
            offset,
            notBeforeOn: '2020-01-01',
            notBeforeMs: ms,
            department: '75',
          });
          const [on, clock] = [instantAt(at).slice(0, 10), instantAt(at).slice(11, 16)];
          expect(at).toBeGreaterThanOrEqual(ms);
          expect(isWorkingDay(on, '75')).toBe(true);
          expect(clock >= '08:30' && clock < '12:00').toBe(true);
        },
      ),
    ));

  test('a clock time in seconds', () => expect([secondOfDay('08:30'), secondOfDay('24:00')]).toEqual([30_600, 86_400]));
});

describe('the offset of a debtor', () => {
  const of = (debtorId: string, currency = 'EUR') => sendingOffset({ creditorId: 'c1', debtorId, currency });

  test('is the same on every run, and another for another currency', () => {
    expect(of('d1')).toBe(of('d1'));
    expect(of('d1')).not.toBe(of('d1', 'USD'));
  });

  test('spreads ten thousand debtors over the whole window', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 10_000; index += 1) {
      const tenth = Math.floor(of(`d${index}`) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(Math.min(...tenths)).toBeGreaterThan(800);
    expect(Math.max(...tenths)).toBeLessThan(1200);
  });
});
