import type { CivilDate } from '../../calendar/civil-date.ts';
import type { DatedValue } from '../dated-value.ts';
import { firstDayOf, lastDayOf, type Semester } from '../semester.ts';

/** The three rates of a semester, in basis points: central bank refinancing rate on its first day, legal rate of professionals, legal rate of private persons. */
export interface SemesterRates {
  readonly semester: Semester;
  readonly centralBankBasisPoints: number;
  readonly legalProfessionalBasisPoints: number;
  readonly legalPrivateBasisPoints: number;
  readonly source: string;
  readonly checkedOn: CivilDate;
}

/** Keys of the rate table. */
export const RATE_KEYS = {
  centralBank: 'ecb-main-refinancing-rate-basis-points',
  legalProfessional: 'legal-rate-professional-basis-points',
  legalPrivate: 'legal-rate-private-basis-points',
} as const;

type Row = readonly [
  Semester,
  centralBank: number,
  professional: number,
  privatePerson: number,
  order: string,
  checkedOn: CivilDate,
];

/** Read in at least two independent publications each (docs/legal-rules.md); 2014 is the last year of a single rate, the same in both columns. */
const ROWS: readonly Row[] = [
  ['2014-S1', 25, 4, 4, 'décret 2014-98 du 4 février 2014', '2026-11-28'],
  ['2014-S2', 15, 4, 4, 'décret 2014-98 du 4 février 2014', '2026-11-28'],
  ['2015-S1', 5, 93, 406, 'arrêté du 23 décembre 2014', '2026-11-28'],
  ['2015-S2', 5, 99, 429, 'arrêté de juin 2015', '2026-11-28'],
  ['2016-S1', 5, 101, 454, 'arrêté du 23 décembre 2015', '2026-11-28'],
  ['2016-S2', 0, 93, 435, 'arrêté du 24 juin 2016', '2026-11-28'],
  ['2017-S1', 0, 90, 416, 'arrêté de décembre 2016', '2026-11-28'],
  ['2017-S2', 0, 90, 394, 'arrêté du 26 juin 2017, JO du 30 juin 2017', '2026-11-28'],
  ['2018-S1', 0, 89, 373, 'arrêté du 28 décembre 2017, JO du 30 décembre 2017', '2026-11-28'],
  ['2018-S2', 0, 88, 360, 'arrêté du 27 juin 2018, JO du 28 juin 2018', '2026-11-28'],
  ['2019-S1', 0, 86, 340, 'arrêté du 21 décembre 2018', '2026-11-21'],
  ['2019-S2', 0, 87, 326, 'arrêté du 26 juin 2019', '2026-11-21'],
  ['2020-S1', 0, 87, 315, 'arrêté de décembre 2019', '2026-11-21'],
  ['2020-S2', 0, 84, 311, 'arrêté de juin 2020', '2026-11-21'],
  ['2021-S1', 0, 79, 314, 'arrêté de décembre 2020', '2026-11-21'],
  ['2021-S2', 0, 76, 312, 'arrêté de juin 2021', '2026-11-21'],
  ['2022-S1', 0, 76, 313, 'arrêté de décembre 2021', '2026-11-21'],
  ['2022-S2', 0, 77, 315, 'arrêté de juin 2022', '2026-11-21'],
  ['2023-S1', 250, 206, 447, 'arrêté de décembre 2022', '2026-11-21'],
  ['2023-S2', 400, 422, 682, 'arrêté de juin 2023', '2026-11-21'],
  ['2024-S1', 450, 507, 801, 'arrêté de décembre 2023', '2026-11-21'],
  ['2024-S2', 425, 492, 816, 'arrêté de juin 2024', '2026-11-21'],
  ['2025-S1', 315, 371, 721, 'arrêté du 17 décembre 2024', '2026-11-21'],
  ['2025-S2', 215, 276, 665, 'arrêté du 19 juin 2025', '2026-11-21'],
  ['2026-S1', 215, 262, 667, 'arrêté du 15 décembre 2025, JO du 26 décembre 2025', '2026-11-21'],
  ['2026-S2', 240, 275, 684, 'arrêté du 26 juin 2026, JO du 30 juin 2026', '2026-11-21'],
];

/** The dated entries of one semester: what an operator enters in December and in June. The central bank publishes its own rate, apart from the order. */
export function entriesOf(rates: SemesterRates, centralBankSource = rates.source): DatedValue[] {
  const { semester, source, checkedOn } = rates;
  const days = { validFrom: firstDayOf(semester), validTo: lastDayOf(semester) };
  return [
    { key: RATE_KEYS.centralBank, value: rates.centralBankBasisPoints, source: centralBankSource, checkedOn, ...days },
    { key: RATE_KEYS.legalProfessional, value: rates.legalProfessionalBasisPoints, source, checkedOn, ...days },
    { key: RATE_KEYS.legalPrivate, value: rates.legalPrivateBasisPoints, source, checkedOn, ...days },
  ];
}

/** The semesters shipped, oldest first. Central bank: rate in force on the first day; legal rates: the order of the semester. */
export const SHIPPED_SEMESTERS: readonly SemesterRates[] = ROWS.map(
  ([semester, centralBank, professional, privatePerson, order, checkedOn]) => ({
    semester,
    centralBankBasisPoints: centralBank,
    legalProfessionalBasisPoints: professional,
    legalPrivateBasisPoints: privatePerson,
    source: order,
    checkedOn,
  }),
);

/** Every rate shipped, one entry per semester and key. */
export const SHIPPED_RATES: readonly DatedValue[] = SHIPPED_SEMESTERS.flatMap((rates) =>
  entriesOf(rates, `BCE, taux des opérations principales de refinancement au ${frenchFirstDay(rates.semester)}`),
);

function frenchFirstDay(semester: Semester): string {
  return `1er ${semester.endsWith('1') ? 'janvier' : 'juillet'} ${semester.slice(0, 4)}`;
}
