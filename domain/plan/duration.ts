import { Temporal } from 'temporal-polyfill/implementation';
import { addDays, addMonths, type CivilDate } from '../calendar/civil-date.ts';
import type { Duration } from './plan.ts';

/** True when the duration has hours, minutes or seconds: it then counts real time and is never moved to a working day. */
export function isTimed(duration: Duration): boolean {
  return duration.includes('T');
}

/** The civil day a duration of whole days, weeks, months or years later. A time part is ignored: see `durationMs`. */
export function addDuration(on: CivilDate, duration: Duration): CivilDate {
  const { years, months, weeks, days } = partsOf(duration);
  return moved(on, years * 12 + months, weeks * 7 + days);
}

/** The day a duration earlier. */
export function subtractDuration(on: CivilDate, duration: Duration): CivilDate {
  const { years, months, weeks, days } = partsOf(duration);
  return moved(on, -(years * 12 + months), -(weeks * 7 + days));
}

function moved(on: CivilDate, months: number, days: number): CivilDate {
  return addDays(months === 0 ? on : addMonths(on, months), days);
}

/** Milliseconds of a duration; a month counts 30 days and a year 365, which only matters to compare. */
export function durationMs(duration: Duration): number {
  const { years, months, weeks, days, hours, minutes, seconds, milliseconds } = partsOf(duration);
  const wholeDays = years * 365 + months * 30 + weeks * 7 + days;
  return ((wholeDays * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000 + milliseconds;
}

/** Whole days of a duration, to count distances between contacts. */
export function durationDays(duration: Duration): number {
  return Math.floor(durationMs(duration) / 86_400_000);
}

const parsed = new Map<Duration, Temporal.Duration>();

/** The parts of a duration; plans use few, so each is read once. */
function partsOf(duration: Duration): Temporal.Duration {
  const known = parsed.get(duration);
  if (known) return known;
  const parts = Temporal.Duration.from(duration);
  parsed.set(duration, parts);
  return parts;
}
