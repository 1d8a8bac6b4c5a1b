import { describe, expect, test } from 'vitest';
import { addDuration, durationDays, durationMs, isTimed, subtractDuration } from '../../../domain/plan/duration.ts';

describe('durations', () => {
  test.each([
    ['2026-01-31', 'P1M', '2026-02-28'],
    ['2026-11-06', 'P5D', '2026-11-11'],
    ['2026-11-06', 'P2W', '2026-11-20'],
    ['2024-02-29', 'P1Y', '2025-02-28'],
    ['2026-11-06', 'P0D', '2026-11-06'],
    ['2026-11-06', 'P1M3D', '2026-12-09'],
    ['2026-11-06', 'PT4S', '2026-11-06'],
  ])('%s + %s = %s', (on, duration, expected) => expect(addDuration(on, duration)).toBe(expected));

  test.each([
    ['2026-03-31', 'P1M', '2026-02-28'],
    ['2026-11-06', 'P5D', '2026-11-01'],
  ])('%s - %s = %s', (on, duration, expected) => expect(subtractDuration(on, duration)).toBe(expected));

  test.each([
    ['PT4S', true, 4000, 0],
    ['PT0S', true, 0, 0],
    ['P1D', false, 86_400_000, 1],
    ['P1DT12H', true, 129_600_000, 1],
    ['P1M', false, 30 * 86_400_000, 30],
  ])('%s: timed %s, %d ms, %d days', (duration, timed, ms, days) => {
    expect(isTimed(duration)).toBe(timed);
    expect(durationMs(duration)).toBe(ms);
    expect(durationDays(duration)).toBe(days);
  });
});
