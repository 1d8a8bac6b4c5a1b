import { type CivilDate, epochDay, fromEpochDay } from './civil-date.ts';
import { onceADay } from './once-a-day.ts';
import { epochMs, type Instant, parisInstant, toInstant } from './paris.ts';

const MS_PER_DAY = 86_400_000;
const MS_PER_HOUR = 3_600_000;

/** A day as Paris lives it: its midnight in milliseconds, and the offset of its clocks all day long; null on the days that change. */
interface ParisDay {
  readonly on: CivilDate;
  readonly midnightMs: number;
  readonly offsetMs: number | null;
}

const dayOf = onceADay((number): ParisDay => {
  const on = fromEpochDay(number);
  const midnightMs = parisInstant(on);
  const isPlain = parisInstant(fromEpochDay(number + 1)) - midnightMs === MS_PER_DAY;
  return { on, midnightMs, offsetMs: isPlain ? number * MS_PER_DAY - midnightMs : null };
});

/** Milliseconds of midnight in Paris at the start of a day: the same as `parisInstant(on)`, looked up once a day. */
export function midnightOf(on: CivilDate): number {
  return dayOf(epochDay(on)).midnightMs;
}

/** The civil day in Paris of a moment: the same as `parisDay(ms)`, without asking the time zone each time. */
export function dayAt(ms: number): CivilDate {
  return parisDayAt(ms).on;
}

/** The moment when a clock in Paris shows that many seconds since midnight: the same as `parisInstant(on, second)`. */
export function momentAt(on: CivilDate, secondOfDay: number): number {
  const { midnightMs, offsetMs } = dayOf(epochDay(on));
  return offsetMs === null ? parisInstant(on, secondOfDay) : midnightMs + Math.floor(secondOfDay) * 1000;
}

/** Milliseconds of an instant: the same as `epochMs(at)`. */
export function msOf(at: Instant): number {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? epochMs(at) : ms;
}

/** An instant with the offset of Paris: the same as `toInstant(ms)`. */
export function instantAt(ms: number): Instant {
  const { offsetMs } = parisDayAt(ms);
  if (offsetMs === null || offsetMs % MS_PER_HOUR !== 0 || !Number.isInteger(ms)) return toInstant(ms);
  const clock = new Date(ms + offsetMs).toISOString().slice(0, ms % 1000 === 0 ? 'yyyy-mm-ddThh:mm:ss'.length : -1);
  return `${clock}+${String(offsetMs / MS_PER_HOUR).padStart(2, '0')}:00`;
}

function parisDayAt(ms: number): ParisDay {
  const number = Math.floor((ms + MS_PER_HOUR) / MS_PER_DAY);
  const day = dayOf(number);
  if (ms < day.midnightMs) return dayOf(number - 1);
  const tomorrow = dayOf(number + 1);
  return ms < tomorrow.midnightMs ? day : tomorrow;
}
