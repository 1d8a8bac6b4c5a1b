import { addDays, type CivilDate, later } from '../calendar/civil-date.ts';
import { dayAt, momentAt } from '../calendar/clock.ts';
import { isWorkingDay } from '../calendar/working-days.ts';
import type { SendingHours, SendingWindow } from './plan.ts';

const LONGEST_CLOSURE_DAYS = 30;

/** Who shares one moment of the morning: all cases of a debtor, with one creditor, in one currency. */
export interface SendingIdentity {
  readonly creditorId: string;
  readonly debtorId: string;
  readonly currency: string;
}

/** The place of a debtor in the sending window, 0 to 1, the same on every run (FNV-1a of the identity). */
export function sendingOffset({ creditorId, debtorId, currency }: SendingIdentity): number {
  let hash = 0x811c9dc5;
  for (const character of `${creditorId}:${debtorId}:${currency}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash / 0x1_0000_0000;
}

/** True when something may leave on that day under these rules. */
function isSendingDay(on: CivilDate, sending: SendingHours, department?: string): boolean {
  return sending.days === 'any' || isWorkingDay(on, department);
}

/** The first sending day that is not before `on`. */
export function sendingDay(on: CivilDate, sending: SendingHours, department?: string): CivilDate {
  if (isSendingDay(on, sending, department)) return on;
  for (let days = 1; days <= LONGEST_CLOSURE_DAYS; days += 1) {
    const day = addDays(on, days);
    if (isSendingDay(day, sending, department)) return day;
  }
  return on;
}

export interface SendingRequest {
  readonly sending: SendingHours;
  readonly window: SendingWindow;
  readonly offset: number;
  readonly department?: string;
  readonly notBeforeOn: CivilDate;
  readonly notBeforeMs: number;
}

/** The moment something leaves: the debtor's place in the window of the first sending day, or at once while that window is open. Milliseconds. */
export function sendingMoment(request: SendingRequest): number {
  const from = later(request.notBeforeOn, dayAt(request.notBeforeMs));
  const on = sendingDay(from, request.sending, request.department);
  const [opens, closes] = [secondOfDay(request.window.from), secondOfDay(request.window.to)];
  const moment = momentAt(on, opens + Math.floor(request.offset * (closes - opens)));
  if (moment >= request.notBeforeMs) return moment;
  if (request.notBeforeMs < momentAt(on, closes)) return request.notBeforeMs;
  return sendingMoment({ ...request, notBeforeOn: addDays(on, 1) });
}

/** Seconds since midnight of `HH:MM`; `24:00` is the end of the day. */
export function secondOfDay(clock: string): number {
  return Number(clock.slice(0, 2)) * 3600 + Number(clock.slice(3, 5)) * 60;
}
