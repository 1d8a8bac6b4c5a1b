import { describe, expect, test } from 'vitest';
import { RATE_KEYS, SHIPPED_RATES } from '../../../domain/law/data/rates.ts';
import { gapsOf } from '../../../domain/law/dated-value.ts';
import {
  missingSemester,
  rateOf,
  SHIPPED_SEMESTERS,
  sameRates,
  shippedRatesOf,
  tableWith,
  withSemester,
} from '../../../domain/law/rates.ts';
import { firstDayOf, following, type Semester } from '../../../domain/law/semester.ts';

/** Days on which the central bank's refinancing rate changed, a second source for the column. */
const CENTRAL_BANK: readonly (readonly [on: string, basisPoints: number])[] = [
  ['2013-11-13', 25],
  ['2014-06-11', 15],
  ['2014-09-10', 5],
  ['2016-03-16', 0],
  ['2022-07-27', 50],
  ['2022-09-14', 125],
  ['2022-11-02', 200],
  ['2022-12-21', 250],
  ['2023-02-08', 300],
  ['2023-03-22', 350],
  ['2023-05-10', 375],
  ['2023-06-21', 400],
  ['2023-08-02', 425],
  ['2023-09-20', 450],
  ['2024-06-12', 425],
  ['2024-09-18', 365],
  ['2024-10-23', 340],
  ['2024-12-18', 315],
  ['2025-02-05', 290],
  ['2025-03-12', 265],
  ['2025-04-23', 240],
  ['2025-06-11', 215],
  ['2026-06-17', 240],
  ['2026-09-16', 265],
];

/** Semester, default penalty rate, professional column, private column, floor of a clause. */
const TABLE: readonly (readonly [Semester, number, number, number, number])[] = [
  ['2014-S1', 1025, 4, 4, 12],
  ['2014-S2', 1015, 4, 4, 12],
  ['2015-S1', 1005, 93, 406, 279],
  ['2015-S2', 1005, 99, 429, 297],
  ['2016-S1', 1005, 101, 454, 303],
  ['2016-S2', 1000, 93, 435, 279],
  ['2017-S1', 1000, 90, 416, 270],
  ['2017-S2', 1000, 90, 394, 270],
  ['2018-S1', 1000, 89, 373, 267],
  ['2018-S2', 1000, 88, 360, 264],
  ['2019-S1', 1000, 86, 340, 258],
  ['2019-S2', 1000, 87, 326, 261],
  ['2020-S1', 1000, 87, 315, 261],
  ['2020-S2', 1000, 84, 311, 252],
  ['2021-S1', 1000, 79, 314, 237],
  ['2021-S2', 1000, 76, 312, 228],
  ['2022-S1', 1000, 76, 313, 228],
  ['2022-S2', 1000, 77, 315, 231],
  ['2023-S1', 1250, 206, 447, 618],
  ['2023-S2', 1400, 422, 682, 1266],
  ['2024-S1', 1450, 507, 801, 1521],
  ['2024-S2', 1425, 492, 816, 1476],
  ['2025-S1', 1315, 371, 721, 1113],
  ['2025-S2', 1215, 276, 665, 828],
  ['2026-S1', 1215, 262, 667, 786],
  ['2026-S2', 1240, 275, 684, 825],
];

const NEXT = {
  semester: '2027-S1',
  centralBankBasisPoints: 265,
  legalProfessionalBasisPoints: 281,
  legalPrivateBasisPoints: 690,
  source: 'arrêté à venir',
  checkedOn: '2026-12-28',
};

function known(answer: ReturnType<typeof rateOf>): number {
  if (answer.status === 'rate-missing') throw new Error(`missing ${answer.semester}`);
  return answer.rateBasisPoints;
}

describe('rates by semester', () => {
  test.each(TABLE)('%s', (semester, penalty, professional, privatePerson, floor) => {
    expect(known(rateOf('centralBank', semester)) + 1000).toBe(penalty);
    expect(known(rateOf('legalProfessional', semester))).toBe(professional);
    expect(known(rateOf('legalPrivate', semester))).toBe(privatePerson);
    expect(3 * known(rateOf('legalProfessional', semester))).toBe(floor);
  });

  test.each(TABLE)('%s takes the central bank rate in force on its first day', (semester, penalty) => {
    const inForce = CENTRAL_BANK.filter(([on]) => on <= firstDayOf(semester)).at(-1);
    expect(inForce?.[1]).toBe(penalty - 1000);
  });

  test.each(['2013-S2', '2027-S1', '2030-S2'])('%s is missing, never the last one known', (semester) => {
    expect(rateOf('centralBank', semester)).toEqual({ status: 'rate-missing', semester });
  });

  test.each(Object.values(RATE_KEYS))('%s has no gap and no overlap, and a source on each entry', (key) => {
    expect(gapsOf(SHIPPED_RATES, key)).toEqual([]);
    expect(SHIPPED_RATES.filter((entry) => entry.key === key)).toHaveLength(TABLE.length);
    expect(SHIPPED_RATES.every((entry) => entry.source.length > 10)).toBe(true);
  });
});

describe('the next semester', () => {
  test.each([
    ['2026-11-30', null],
    ['2026-12-01', '2027-S1'],
    ['2026-12-31', '2027-S1'],
    ['2027-01-01', '2027-S1'],
    ['2026-06-01', null],
    ['2027-06-15', '2027-S1'],
  ])('on %s somebody has to enter %s', (on, semester) => {
    expect(missingSemester(on)).toBe(semester);
  });

  test('from 1 June the second semester is asked', () => {
    const before = SHIPPED_RATES.filter((entry) => entry.validFrom < '2026-07-01');
    expect(missingSemester('2026-05-31', before)).toBeNull();
    expect(missingSemester('2026-06-01', before)).toBe('2026-S2');
  });

  test('entering it answers, and leaves the shipped table alone', () => {
    const rates = withSemester(NEXT);
    expect(missingSemester('2026-12-31', rates)).toBeNull();
    expect(rateOf('legalPrivate', '2027-S1', rates)).toMatchObject({
      rateBasisPoints: 690,
      source: expect.stringContaining('arrêté à venir'),
    });
    expect(missingSemester('2026-12-31')).toBe('2027-S1');
  });

  test('entering it again replaces it', () => {
    const rates = withSemester({ ...NEXT, centralBankBasisPoints: 240 }, withSemester(NEXT));
    expect(rateOf('centralBank', '2027-S1', rates)).toMatchObject({ rateBasisPoints: 240 });
    expect(rates).toHaveLength(SHIPPED_RATES.length + 3);
  });

  test('an entry of one column alone is not a semester', () => {
    const half = withSemester(NEXT).filter((entry) => entry.key !== RATE_KEYS.legalPrivate || entry.validFrom < '2027');
    expect(missingSemester('2026-12-31', half)).toBe('2027-S1');
  });

  test('semesters follow one another', () => {
    expect(following('2026-S2')).toBe('2027-S1');
    expect(following('2027-S1')).toBe('2027-S2');
  });
});

describe('the table of a running system', () => {
  test('without an entry it is the shipped one', () => {
    expect(tableWith([])).toBe(SHIPPED_RATES);
  });

  test('an entered semester is added with its source', () => {
    const rates = tableWith([NEXT]);
    expect(rateOf('centralBank', '2027-S1', rates)).toEqual({ status: 'known', rateBasisPoints: 265, source: 'arrêté à venir' });
    expect(rates).toHaveLength(SHIPPED_RATES.length + 3);
  });

  test('what a release came to ship wins over what was entered before it', () => {
    const entered = { ...NEXT, semester: '2026-S2', centralBankBasisPoints: 1 };
    expect(tableWith([entered])).toBe(SHIPPED_RATES);
  });

  test('each shipped rate names what published it: the bank its own, the order both columns', () => {
    for (const { semester, source } of SHIPPED_SEMESTERS) {
      expect(rateOf('centralBank', semester)).toMatchObject({
        source: expect.stringMatching(/^BCE, .* 1er (janvier|juillet) 20\d\d$/),
      });
      expect(rateOf('legalPrivate', semester)).toMatchObject({ source });
      expect(source).toMatch(/^(arrêté|décret) /);
    }
  });

  test.each([
    [{}, true],
    [{ source: 'lu ailleurs', checkedOn: '2027-01-02' }, true],
    [{ centralBankBasisPoints: 264 }, false],
    [{ legalProfessionalBasisPoints: 280 }, false],
    [{ legalPrivateBasisPoints: 0 }, false],
  ])('the same rates with %j: %j', (change, same) => {
    expect(sameRates(NEXT, { ...NEXT, ...change })).toBe(same);
  });

  test('what is shipped for a semester', () => {
    expect(shippedRatesOf('2026-S2')?.legalPrivateBasisPoints).toBe(684);
    expect(shippedRatesOf('2027-S1')).toBeUndefined();
  });
});
