import { expect, test } from 'vitest';
import { spreadOver } from '../../../domain/matching/spread.ts';

const entry = (entryKey: string, openCents: number) => ({ entryKey, openCents });
const share = (caseId: string, amountCents: number) => ({ caseId, amountCents });
const placed = (entryKey: string, ...allocations: ReturnType<typeof share>[]) => ({ entryKey, allocations });

test.each([
  ['one to one', [entry('e1', 100)], [share('a', 100)], [placed('e1', share('a', 100))]],
  [
    'one to several, in part',
    [entry('e1', 100)],
    [share('a', 30), share('b', 50)],
    [placed('e1', share('a', 30), share('b', 50))],
  ],
  [
    'several to one',
    [entry('e1', 40), entry('e2', 60)],
    [share('a', 100)],
    [placed('e1', share('a', 40)), placed('e2', share('a', 60))],
  ],
  [
    'several to several',
    [entry('e1', 70), entry('e2', 60)],
    [share('a', 50), share('b', 75)],
    [placed('e1', share('a', 50), share('b', 20)), placed('e2', share('b', 55))],
  ],
  [
    'of one amount together, wherever they stand',
    [entry('e1', 50), entry('e2', 80)],
    [share('a', 80), share('b', 50)],
    [placed('e1', share('b', 50)), placed('e2', share('a', 80))],
  ],
  [
    'an entry that is not needed gives nothing',
    [entry('e1', 100), entry('e2', 30)],
    [share('a', 100)],
    [placed('e1', share('a', 100))],
  ],
])('%s', (_what, entries, wanted, expected) => {
  expect(spreadOver(entries, wanted)).toEqual(expected);
});

test('more than there is throws', () => {
  expect(() => spreadOver([entry('e1', 10)], [share('a', 11)])).toThrow(RangeError);
});
