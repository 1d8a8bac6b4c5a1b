import { expect, test } from 'vitest';
import { instantAt } from '../../../domain/calendar/clock.ts';
import { caseOf, heard, nextAt, planOf, reminder } from './case-of.ts';

const planWith = (grace: string) => planOf([reminder('r30', 30)], { promise: { grace, broken: 'r30' } });

/** A promise made on Tuesday 3 March at ten. */
test.each([
  ['of seconds, for the same day: from the moment it is made', 'PT6S', '2026-03-03', '2026-03-03T10:00:06+01:00'],
  ['of seconds, for another day: from the end of that day', 'PT6S', '2026-03-04', '2026-03-05T00:00:06+01:00'],
  ['of days, for the same day: to the end of it', 'P0D', '2026-03-03', '2026-03-04T00:00:00+01:00'],
  ['of days, with a grace', 'P2D', '2026-03-04', '2026-03-07T00:00:00+01:00'],
])('a promise under a grace %s', (_what, grace, on, brokenAt) => {
  const plan = planWith(grace);
  const promised = heard(caseOf(), plan, ['2026-03-03T10:00', { type: 'promise', amountCents: 1_000, on }]);
  const { act, atMs } = nextAt({ ...promised, notes: [] }, plan, '2026-03-03T10:00');
  expect([act?.do, atMs === null ? null : instantAt(atMs)]).toEqual(['break-promise', brokenAt]);
});
