import { Temporal } from 'temporal-polyfill/implementation';
import type { CivilDate } from './civil-date.ts';

/** A moment, ISO 8601 with offset. Stored as text; compared through `epochMs`. */
export type Instant = string;

const PARIS = 'Europe/Paris';

/** Milliseconds since 1970 of an ISO 8601 instant with offset. */
export function epochMs(at: Instant): number {
  return Temporal.Instant.from(at).epochMilliseconds;
}

/** The instant in Paris local time with its offset, `2026-11-06T08:30:00+01:00`; milliseconds are shown only when there are some. */
export function toInstant(ms: number): Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(PARIS)
    .toString({ timeZoneName: 'never', smallestUnit: ms % 1000 === 0 ? 'second' : 'millisecond' });
}

/** The civil day in Paris of a moment. */
export function parisDay(ms: number): CivilDate {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(PARIS).toPlainDate().toString();
}

/** Seconds since midnight in Paris, as read on a clock there. */
export function parisSecondOfDay(ms: number): number {
  const time = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(PARIS);
  return time.hour * 3600 + time.minute * 60 + time.second;
}

/** The moment when a clock in Paris shows that many seconds since midnight on that day. */
export function parisInstant(on: CivilDate, secondOfDay = 0): number {
  const whole = Math.floor(secondOfDay);
  const time = { hour: Math.floor(whole / 3600), minute: Math.floor(whole / 60) % 60, second: whole % 60 };
  if (time.hour >= 24) return parisInstant(Temporal.PlainDate.from(on).add({ days: 1 }).toString(), whole - 86_400);
  return Temporal.PlainDate.from(on).toPlainDateTime(time).toZonedDateTime(PARIS).epochMilliseconds;
}
