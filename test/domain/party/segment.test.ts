import { describe, expect, test } from 'vitest';
import { type Behaviour, proposedSegment, type SegmentRule, USUAL_RULE } from '../../../domain/party/segment.ts';

const today = '2026-11-29';
const known: Behaviour = {
  since: '2025-11-29',
  knownSince: '2024-03-01',
  invoicedCents: { EUR: 1_200_000 },
  paid: 12,
  overdue: 0,
  meanDelayDays: 4,
  worstDelayDays: 11,
  promisesKept: 0,
  promisesBroken: 0,
  disputes: 0,
  disputesUpheld: 0,
};
const proposed = (change: Partial<Behaviour>, rule: Partial<SegmentRule> = {}) =>
  proposedSegment({ ...known, ...change }, { ...USUAL_RULE, ...rule }, today);

describe('the segment that a year speaks for', () => {
  const rows: readonly [string, Partial<Behaviour>, Partial<SegmentRule>, string][] = [
    ['pays near the due date', {}, {}, 'regular'],
    ['a day below the mean that is late', { meanDelayDays: 14 }, {}, 'regular'],
    ['the mean that is late', { meanDelayDays: 15 }, {}, 'late'],
    ['a creditor who bears more', { meanDelayDays: 15 }, { lateFromDays: 30 }, 'regular'],
    ['never paid, and late', { paid: 0, overdue: 2, meanDelayDays: 60, worstDelayDays: 90 }, {}, 'late'],
    ['one promise broken', { promisesBroken: 1 }, {}, 'regular'],
    ['two promises broken', { promisesBroken: 2 }, {}, 'late'],
    ['as many kept as broken', { promisesBroken: 2, promisesKept: 2 }, {}, 'regular'],
    ['nothing paid, nothing due', { paid: 0, meanDelayDays: null, worstDelayDays: null }, {}, 'regular'],
    ['no invoice known', { knownSince: null, paid: 0, meanDelayDays: null }, {}, 'new'],
    ['known since 179 days', { knownSince: '2026-06-03', meanDelayDays: 40 }, {}, 'new'],
    ['known since 180 days', { knownSince: '2026-06-02', meanDelayDays: 40 }, {}, 'late'],
    [
      'buys much: late or new, he is handled with care',
      { meanDelayDays: 40 },
      { strategicFrom: { EUR: 1_200_000 } },
      'strategic',
    ],
    ['a cent less', {}, { strategicFrom: { EUR: 1_200_001 } }, 'regular'],
    ['another currency', {}, { strategicFrom: { CHF: 1 } }, 'regular'],
  ];
  test.each(rows)('%s', (_name, change, rule, segment) => {
    expect(proposed(change, rule).segment).toBe(segment);
  });

  test('says its figures', () => {
    expect(proposed({ overdue: 1, meanDelayDays: 21, worstDelayDays: 48 }).because).toBe(
      '12 factures payées et 1 en retard, 21 jours après l’échéance en moyenne, 48 au pire, en retard à partir de 15 jours',
    );
    expect(proposed({}, { strategicFrom: { EUR: 1_000_000 } }).because).toBe(
      '12\u202f000,00\u00a0€ facturés depuis le 29 novembre 2025, stratégique à partir de 10\u202f000,00\u00a0€',
    );
    expect(proposed({ promisesBroken: 3, promisesKept: 1 }).because).toBe('3 promesses non tenues pour 1 tenue');
  });
});
