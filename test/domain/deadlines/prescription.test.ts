import { describe, expect, test } from 'vitest';
import type { PrescriptionQuestion } from '../../../domain/deadlines/deadline.ts';
import { prescriptionOf } from '../../../domain/deadlines/prescription.ts';

type Given = Partial<Omit<PrescriptionQuestion, 'kind'>>;

const ask = (given: Given) => prescriptionOf({ kind: 'prescription', nature: 'services', ...given });
const suspension = (from: string, to: string) => ({ from, to });

/** The case, what is known, the last day to sue. */
const TABLE: readonly (readonly [string, Given, string])[] = [
  ['five years between professionals', { dueOn: '2026-07-31' }, '2031-07-31'],
  ['two years against a consumer', { nature: 'consumer', completedOn: '2026-07-31' }, '2028-07-31'],
  ['one year for carriage', { nature: 'transport', completedOn: '2026-07-31' }, '2027-07-31'],
  ['the published case: due 2013-04-19', { nature: 'goods', dueOn: '2013-04-19' }, '2018-04-19'],
  ['completion before the due date', { completedOn: '2026-05-15', dueOn: '2026-07-31' }, '2031-05-15'],
  ['due date before completion', { completedOn: '2026-09-15', dueOn: '2026-07-31' }, '2031-07-31'],
  ['from 29 February', { nature: 'consumer', dueOn: '2024-02-29' }, '2026-02-28'],
  ['the last day is a Sunday and stays', { nature: 'consumer', dueOn: '2024-11-22' }, '2026-11-22'],
  ['the last day is 1 May and stays', { nature: 'consumer', dueOn: '2024-05-01' }, '2026-05-01'],
  ['a public body: four whole years after the one of the due date', { nature: 'public', dueOn: '2022-01-15' }, '2026-12-31'],
  [
    'a public body: the service of the year before counts first',
    { nature: 'public', completedOn: '2021-12-20', dueOn: '2022-01-15' },
    '2025-12-31',
  ],
  ['a public body: due on 1 January is a claim of that year', { nature: 'public', dueOn: '2022-01-01' }, '2026-12-31'],
  [
    'a written demand to a public body counts from the next 1 January',
    { nature: 'public', dueOn: '2022-01-15', demands: [{ on: '2024-03-03' }] },
    '2028-12-31',
  ],
  [
    'so does the last of two demands, whatever their order',
    { nature: 'public', dueOn: '2022-01-15', demands: [{ on: '2028-12-31' }, { on: '2024-03-03' }] },
    '2032-12-31',
  ],
  [
    'a demand that comes too late revives nothing',
    { nature: 'public', dueOn: '2021-01-15', demands: [{ on: '2026-01-01' }] },
    '2025-12-31',
  ],
  [
    'an acknowledgement by a public body interrupts too',
    { nature: 'public', dueOn: '2022-01-15', acknowledgements: [{ on: '2023-06-01', confirmed: true }] },
    '2027-12-31',
  ],
  [
    'no long stop of the civil code against a public body',
    {
      nature: 'public',
      dueOn: '2004-01-15',
      demands: ['2008-01-15', '2012-01-15', '2016-01-15', '2020-01-15', '2024-01-15'].map((on) => ({ on })),
    },
    '2028-12-31',
  ],
  ['ten years for an enforceable title', { nature: 'enforceable-title', dueOn: '2026-03-10' }, '2036-03-10'],
  [
    'a suspension leaves the days that were left',
    { dueOn: '2026-07-31', suspensions: [suspension('2027-01-01', '2027-03-01')] },
    '2031-09-28',
  ],
  [
    'and never less than six months after its end',
    { nature: 'consumer', dueOn: '2024-07-31', suspensions: [suspension('2026-07-01', '2026-07-20')] },
    '2027-01-20',
  ],
  [
    'a suspension after the last day changes nothing',
    { nature: 'transport', dueOn: '2024-07-31', suspensions: [suspension('2026-01-01', '2026-02-01')] },
    '2025-07-31',
  ],
  [
    'a suspension before the start changes nothing',
    { nature: 'transport', dueOn: '2024-07-31', suspensions: [suspension('2024-01-01', '2024-02-01')] },
    '2025-07-31',
  ],
  [
    'a suspension over the start counts from it',
    { nature: 'transport', dueOn: '2024-07-31', suspensions: [suspension('2024-07-01', '2024-08-10')] },
    '2025-08-10',
  ],
  [
    'two that overlap are one',
    { dueOn: '2026-07-31', suspensions: [suspension('2027-02-01', '2027-03-01'), suspension('2027-01-01', '2027-02-15')] },
    '2031-09-28',
  ],
  [
    'a confirmed acknowledgement starts again',
    { nature: 'consumer', dueOn: '2024-07-31', acknowledgements: [{ on: '2025-06-10', confirmed: true }] },
    '2027-06-10',
  ],
  [
    'one that is not confirmed does not',
    { nature: 'consumer', dueOn: '2024-07-31', acknowledgements: [{ on: '2025-06-10', confirmed: false }] },
    '2026-07-31',
  ],
  [
    'one after the last day revives nothing',
    { nature: 'transport', dueOn: '2024-07-31', acknowledgements: [{ on: '2025-08-01', confirmed: true }] },
    '2025-07-31',
  ],
  [
    'one on the last day is in time',
    { nature: 'transport', dueOn: '2024-07-31', acknowledgements: [{ on: '2025-07-31', confirmed: true }] },
    '2026-07-31',
  ],
  [
    'in a chain, whatever their order',
    {
      nature: 'transport',
      dueOn: '2024-07-31',
      acknowledgements: [
        { on: '2026-03-01', confirmed: true },
        { on: '2025-05-01', confirmed: true },
      ],
    },
    '2027-03-01',
  ],
  [
    'an acknowledgement during a suspension waits for its end',
    {
      nature: 'consumer',
      dueOn: '2024-07-31',
      suspensions: [suspension('2025-01-01', '2025-12-31')],
      acknowledgements: [{ on: '2025-06-30', confirmed: true }],
    },
    '2027-12-31',
  ],
  [
    'never more than twenty years after the start',
    {
      dueOn: '2010-01-15',
      acknowledgements: ['2014-12-01', '2019-11-01', '2024-10-01', '2029-09-01'].map((on) => ({ on, confirmed: true })),
    },
    '2030-01-15',
  ],
];

describe('limitation', () => {
  test.each(TABLE)('%s', (_, given, lastDayOn) => {
    expect(ask(given).lastDayOn).toBe(lastDayOn);
  });

  test.each([
    ['2024-11-22', '2026-11-22', '2026-11-20'],
    ['2024-11-24', '2026-11-24', '2026-11-23'],
    ['2024-05-02', '2026-05-02', '2026-04-30'],
    ['2024-12-28', '2026-12-28', '2026-12-24'],
  ])('due %s: last day %s, alert %s', (dueOn, lastDayOn, alertOn) => {
    expect(ask({ nature: 'consumer', dueOn })).toEqual({ lastDayOn, alertOn });
  });

  test.each([
    ['2018-04-19', false],
    ['2018-04-20', true],
  ])('on %s time-barred: %s', (asOf, timeBarred) => {
    expect(ask({ nature: 'goods', dueOn: '2013-04-19', asOf }).timeBarred).toBe(timeBarred);
  });

  test('what nobody confirmed is shown aside', () => {
    const acknowledgements = [{ on: '2025-06-10', confirmed: false }];
    expect(ask({ nature: 'consumer', dueOn: '2024-07-31', acknowledgements })).toMatchObject({
      lastDayOn: '2026-07-31',
      possibleLastDayOn: '2027-06-10',
    });
  });
});
