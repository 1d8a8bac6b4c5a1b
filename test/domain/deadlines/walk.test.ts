import { describe, expect, test } from 'vitest';
import { epochDay } from '../../../domain/calendar/civil-date.ts';
import { nameOfDay } from '../../../domain/calendar/day-names.ts';
import { holidaysOf } from '../../../domain/calendar/holidays.ts';
import { prescriptionOf } from '../../../domain/deadlines/prescription.ts';
import {
  injunctionService,
  insolvencyDeclaration,
  noticeEndsOn,
  opposition,
  uncontestedClaim,
} from '../../../domain/deadlines/procedure.ts';

const FIRST = epochDay('2019-01-01');
const LAST = epochDay('2032-12-31');
const DAYS = Array.from({ length: LAST - FIRST + 1 }, (_, index) => nameOfDay(FIRST + index));

/** The day after, by the JavaScript calendar. */
function tomorrow(on: string): string {
  const date = new Date(`${on}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

/** The same day number `months` later, found by walking: the last day of the target month that is not after the number. */
function walkMonths(on: string, months: number): string {
  const index = Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7)) - 1 + months;
  const month = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
  let day = `${month}-01`;
  while (Number(day.slice(8)) < Number(on.slice(8)) && tomorrow(day).startsWith(month)) day = tomorrow(day);
  return day;
}

function isWorked(on: string, department?: string): boolean {
  const weekday = new Date(`${on}T12:00:00Z`).getUTCDay();
  return weekday % 6 !== 0 && !holidaysOf(Number(on.slice(0, 4)), department).has(on);
}

function walkForward(on: string, department?: string): string {
  let day = on;
  while (!isWorked(day, department)) day = tomorrow(day);
  return day;
}

function walkBack(on: string): string {
  let day = on;
  while (!isWorked(day)) day = nameOfDay(epochDay(day) - 1);
  return day;
}

function walkDays(on: string, days: number): string {
  let day = on;
  for (let step = 0; step < days; step += 1) day = tomorrow(day);
  return day;
}

describe('every date function agrees with a walk day by day, 2019 to 2032', { timeout: 0 }, () => {
  test('service of an order of payment', () => {
    for (const orderOn of DAYS) {
      const end = walkMonths(orderOn, orderOn < '2026-09-01' ? 6 : 3);
      expect(injunctionService({ kind: 'injunction-service', orderOn })).toEqual({
        legalEndOn: walkForward(end),
        planOn: walkBack(end),
      });
    }
  });

  test.each([
    [undefined, 1],
    ['overseas', 2],
    ['abroad', 3],
  ] as const)('opposition, distance %s', (distance, months) => {
    for (const servedOn of DAYS) {
      const { oppositionEndsOn, enforceableFrom } = opposition({
        kind: 'opposition',
        servedOn,
        orderOn: servedOn,
        distance,
        department: '67',
      });
      const waits = [
        walkForward(walkMonths(servedOn, months), '67'),
        walkForward(walkMonths(servedOn, servedOn < '2026-09-01' ? 1 : 2), '67'),
      ];
      expect(oppositionEndsOn).toBe(waits[0]);
      expect(enforceableFrom).toBe(tomorrow(waits.toSorted()[1] ?? ''));
    }
  });

  test('notice of eight days', () => {
    for (const effectiveOn of DAYS) {
      expect(noticeEndsOn({ kind: 'notice', effectiveOn, days: 8, department: '974' })).toBe(
        walkForward(walkDays(effectiveOn, 8), '974'),
      );
    }
  });

  test('contest of a claim between traders', () => {
    for (const servedOn of DAYS.filter((on) => on >= '2026-04-25')) {
      const end = walkForward(walkMonths(servedOn, 1));
      expect(uncontestedClaim({ kind: 'uncontested-claim', servedOn })).toEqual({
        contestEndsOn: end,
        recordFrom: walkDays(end, 8),
      });
    }
  });

  test.each([false, true])('declaration of a claim, creditor abroad: %s', (creditorAbroad) => {
    for (const publishedOn of DAYS) {
      const end = walkMonths(publishedOn, creditorAbroad ? 4 : 2);
      const expected = {
        legalEndOn: walkForward(end),
        planOn: walkBack(end),
        reliefEndsOn: walkForward(walkMonths(publishedOn, 6)),
      };
      expect(insolvencyDeclaration({ kind: 'insolvency-declaration', publishedOn, creditorAbroad })).toEqual(expected);
    }
  });

  test.each([
    ['transport', 1],
    ['consumer', 2],
    ['services', 5],
  ] as const)('limitation, %s', (nature, years) => {
    for (const dueOn of DAYS) {
      const end = walkMonths(dueOn, 12 * years);
      expect(prescriptionOf({ kind: 'prescription', nature, dueOn })).toEqual({
        lastDayOn: end,
        alertOn: walkBack(nameOfDay(epochDay(end) - 1)),
      });
    }
  });
});
