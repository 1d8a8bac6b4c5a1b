import type { DatedValue } from '../dated-value.ts';

/** Switches of the law and of its practice: what a procedure is open to, from when. */
export const PROCEDURES: readonly DatedValue<boolean>[] = [
  {
    key: 'small-claims-between-traders',
    value: true,
    validFrom: '2016-06-01',
    validTo: '2026-04-24',
    source: 'CPCE L125-1 avant la loi 2026-307',
    checkedOn: '2026-11-21',
  },
  {
    key: 'small-claims-between-traders',
    value: false,
    validFrom: '2026-04-25',
    validTo: null,
    source: 'CPCE L125-1, loi 2026-307 du 23 avril 2026',
    checkedOn: '2026-11-21',
  },
  {
    key: 'uncontested-claims-in-law',
    value: true,
    validFrom: '2026-04-25',
    validTo: null,
    source: 'CPCE L126-1 à L126-5, loi 2026-307 du 23 avril 2026',
    checkedOn: '2026-11-21',
  },
  {
    key: 'commercial-court-for-artisans',
    value: true,
    validFrom: '2022-01-01',
    validTo: null,
    source: 'C. com. L721-3, loi 2016-1547 du 18 novembre 2016, art. 95',
    checkedOn: '2026-11-28',
  },
];

/** Practical availability of the uncontested-claims procedure: its decree and its tariff were not published on 2026-09-03. */
export const l126Enabled = false;
