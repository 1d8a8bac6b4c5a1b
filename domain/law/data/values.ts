import type { CivilDate } from '../../calendar/civil-date.ts';
import type { DatedValue } from '../dated-value.ts';

type Row = readonly [key: string, value: number, validFrom: string, validTo: string | null, source: string, checkedOn: CivilDate];

const ROWS: readonly Row[] = [
  // Interest and indemnity
  [
    'commercial-margin-basis-points',
    1000,
    '2009-01-01',
    null,
    'C. com. L441-10 II (L441-6 avant le 26 avril 2019)',
    '2026-11-21',
  ],
  ['public-procurement-margin-basis-points', 800, '2013-03-16', null, 'CCP R2192-31', '2026-11-21'],
  ['post-judgment-increase-basis-points', 500, '1975-07-16', null, 'CMF L313-3', '2026-11-21'],
  ['post-judgment-increase-after-months', 2, '1975-07-16', null, 'CMF L313-3', '2026-11-21'],
  ['contract-floor-multiple', 3, '2009-01-01', null, 'C. com. L441-10 II', '2026-11-21'],
  ['recovery-indemnity-cents', 4000, '2013-01-01', null, 'C. com. D441-5 ; CCP D2192-35', '2026-11-21'],
  ['capitalisation-after-months', 12, '2016-10-01', null, 'C. civ. 1343-2', '2026-11-21'],
  // Payment terms
  ['payment-term-default-days', 30, '2009-01-01', null, 'C. com. L441-10 I', '2026-11-21'],
  ['payment-term-cap-days', 60, '2009-01-01', null, 'C. com. L441-10 I', '2026-11-21'],
  ['payment-term-end-of-month-days', 45, '2009-01-01', null, 'C. com. L441-10 I', '2026-11-21'],
  ['payment-term-periodic-days', 45, '2015-08-08', null, 'C. com. L441-10 I (L441-6 avant le 26 avril 2019)', '2026-11-21'],
  ['payment-term-transport-days', 30, '2006-01-06', null, 'C. com. L441-11 II 5° (L441-6 avant le 26 avril 2019)', '2026-11-21'],
  ['payment-term-public-days', 30, '2013-05-01', null, 'CCP R2192-10 (décret 2013-269 avant le 1er avril 2019)', '2026-11-21'],
  [
    'payment-term-public-health-days',
    50,
    '2013-05-01',
    null,
    'CCP R2192-11 1° (décret 2013-269 avant le 1er avril 2019)',
    '2026-11-21',
  ],
  [
    'payment-term-public-company-days',
    60,
    '2013-05-01',
    null,
    'CCP R2192-11 2° (décret 2013-269 avant le 1er avril 2019)',
    '2026-11-21',
  ],
  ['payment-term-perishable-days', 30, '2019-04-26', null, 'C. com. L441-11 II 1°', '2026-11-21'],
  ['payment-term-live-cattle-days', 20, '2019-04-26', null, 'C. com. L441-11 II 2°', '2026-11-21'],
  // Limitation
  ['prescription-professional-years', 5, '2008-06-19', null, 'C. com. L110-4 ; C. civ. 2224', '2026-11-21'],
  ['prescription-consumer-years', 2, '2008-06-19', null, 'C. conso. L218-2', '2026-11-21'],
  ['prescription-transport-years', 1, '2008-06-19', null, 'C. com. L133-6', '2026-11-21'],
  ['prescription-public-years', 4, '1969-01-01', null, 'loi 68-1250 du 31 décembre 1968, art. 1', '2026-11-21'],
  ['prescription-enforceable-title-years', 10, '2008-06-19', null, 'CPCE L111-4', '2026-11-21'],
  ['prescription-long-stop-years', 20, '2008-06-19', null, 'C. civ. 2232', '2026-11-21'],
  ['prescription-after-suspension-months', 6, '2008-06-19', null, 'C. civ. 2238', '2026-11-21'],
  // Order of payment: by the date of the order
  ['injunction-service-months', 6, '1973-01-01', '2026-08-31', 'CPC 1411 avant le décret 2026-96', '2026-11-21'],
  ['injunction-service-months', 3, '2026-09-01', null, 'CPC 1411, décret 2026-96 du 16 février 2026, art. 1 et 9', '2026-11-21'],
  ['injunction-wait-months', 1, '1973-01-01', '2026-08-31', 'CPC 1422 avant le décret 2026-96', '2026-11-21'],
  ['injunction-wait-months', 2, '2026-09-01', null, 'CPC 1422, décret 2026-96 du 16 février 2026, art. 1 et 9', '2026-11-21'],
  ['opposition-months', 1, '1973-01-01', null, 'CPC 1416', '2026-11-21'],
  ['distance-overseas-months', 1, '1976-01-01', null, 'CPC 643', '2026-11-21'],
  ['distance-abroad-months', 2, '1976-01-01', null, 'CPC 643', '2026-11-21'],
  // Uncontested claims between traders
  ['uncontested-claim-months', 1, '2026-04-25', null, 'CPCE L126-2, loi 2026-307 du 23 avril 2026', '2026-11-21'],
  ['uncontested-claim-record-days', 8, '2026-04-25', null, 'CPCE L126-3, loi 2026-307 du 23 avril 2026', '2026-11-21'],
  // Insolvency of the debtor
  ['declaration-months', 2, '2006-01-01', null, 'C. com. R622-24, R641-25', '2026-11-21'],
  ['declaration-distant-months', 4, '2006-01-01', null, 'C. com. R622-24 al. 2', '2026-11-21'],
  ['declaration-relief-months', 6, '2006-01-01', null, 'C. com. L622-26', '2026-11-21'],
  ['retention-of-title-months', 3, '2006-01-01', null, 'C. com. L624-9', '2026-11-21'],
  // Instalments: no text counts the days of the notice; for a consumer a reasonable time, thirty days here
  ['instalment-notice-consumer-days', 30, '1993-01-01', null, 'Cass. 1re civ., 29 mai 2024, 23-12.904 ; usage', '2026-11-21'],
  // Other periods
  ['judicial-grace-months', 24, '2016-10-01', null, 'C. civ. 1343-5', '2026-11-21'],
  ['electronic-registered-letter-days', 15, '2019-01-01', null, 'CPCE (postes) R53-3', '2026-11-21'],
  ['vat-recovery-years', 2, '1993-01-01', null, 'CGI ann. II 208 ; BOI-TVA-DED-40-10-20', '2026-11-21'],
  // Thresholds, in cents of principal and interest
  ['small-claims-limit-cents', 500_000, '2020-01-01', null, 'CPCE L125-1, R125-1', '2026-11-21'],
  ['amicable-attempt-limit-cents', 500_000, '2023-10-01', null, 'CPC 750-1', '2026-11-21'],
  [
    'amicable-attempt-announced-limit-cents',
    1_000_000,
    '2026-09-01',
    null,
    'CPC 750-1, projet de 2025 annoncé pour septembre 2026, décret non trouvé',
    '2026-11-21',
  ],
  ['lawyer-limit-cents', 1_000_000, '2020-01-01', null, 'CPC 761, 853', '2026-11-21'],
  ['european-small-claims-limit-cents', 500_000, '2017-07-14', null, 'règlement (CE) 861/2007, art. 2', '2026-11-21'],
  ['economic-court-contribution-limit-cents', 5_000_000, '2025-01-01', '2028-12-31', 'loi 2023-1059, art. 27', '2026-11-21'],
  ['public-silence-months', 2, '2001-01-01', null, 'CJA R421-2', '2026-11-21'],
  // Costs: shown as indications, never added to a claim
  [
    'legal-aid-contribution-cents',
    5000,
    '2026-03-01',
    null,
    'CGI 1635 bis Q, loi de finances pour 2026, art. 128 (mars ou mai 2026 selon les sources)',
    '2026-11-21',
  ],
  // Tariffs, before tax: shown as indications, never added to a claim
  [
    'injunction-service-fee-cents',
    2579,
    '2026-03-01',
    '2028-02-29',
    'C. com. A444-11 n° 4, arrêté du 25 février 2026',
    '2026-11-21',
  ],
  ['fee-half-coefficient-limit-cents', 12_800, '2016-05-01', null, 'C. com. A444-46', '2026-11-21'],
  ['fee-full-coefficient-limit-cents', 128_000, '2016-05-01', null, 'C. com. A444-46', '2026-11-21'],
];

/** Every dated value that is one number: months, days, years, cents or basis points, as its key says. */
export const LEGAL_VALUES: readonly DatedValue[] = ROWS.map(([key, value, validFrom, validTo, source, checkedOn]) => ({
  key,
  value,
  validFrom,
  validTo,
  source,
  checkedOn,
}));
