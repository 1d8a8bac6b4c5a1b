import { describe, expect, test } from 'vitest';
import { epochDay, fromEpochDay } from '../../../domain/calendar/civil-date.ts';
import { isWorkingDay } from '../../../domain/calendar/working-days.ts';
import { answerDeadlines } from '../../../domain/deadlines/deadline-input.ts';

const one = (item: object) => answerDeadlines([item])[0];

/** A question, and the dates of its answer, worked out with a calendar in hand. */
const TABLE: readonly (readonly [object, object])[] = [
  [{ kind: 'payment-term', invoiceOn: '2026-10-10', term: { net: 60 } }, { dueOn: '2026-12-09' }],
  [{ kind: 'payment-term', invoiceOn: '2026-10-10', term: { net: 0 } }, { dueOn: '2026-10-10' }],
  [{ kind: 'payment-term', invoiceOn: '2026-10-10', term: { endOfMonth: 'days-then-month-end' } }, { dueOn: '2026-11-30' }],
  [{ kind: 'payment-term', invoiceOn: '2026-10-10', term: { endOfMonth: 'month-end-then-days' } }, { dueOn: '2026-12-15' }],
  [{ kind: 'payment-term', invoiceOn: '2028-01-15', term: { endOfMonth: 'days-then-month-end' } }, { dueOn: '2028-02-29' }],
  [{ kind: 'payment-cap', family: 'net', invoiceOn: '2026-10-10' }, { latestOn: '2026-12-09' }],
  [{ kind: 'payment-cap', family: 'no-agreement', receptionOn: '2026-10-12' }, { latestOn: '2026-11-11' }],
  [
    { kind: 'payment-cap', family: 'no-agreement', invoiceOn: '2026-10-10', deliveryOn: '2026-10-12' },
    { latestOn: '2026-11-11' },
  ],
  [{ kind: 'payment-cap', family: 'perishable', deliveryOn: '2026-10-12' }, { latestOn: '2026-11-11' }],
  [{ kind: 'payment-cap', family: 'perishable-periodic', deliveryOn: '2026-10-10' }, { latestOn: '2026-11-09' }],
  [{ kind: 'payment-cap', family: 'perishable-periodic', deliveryOn: '2026-10-11' }, { latestOn: '2026-11-19' }],
  [{ kind: 'payment-cap', family: 'perishable-periodic', deliveryOn: '2026-02-21' }, { latestOn: '2026-03-30' }],
  [{ kind: 'payment-cap', family: 'live-cattle', deliveryOn: '2026-10-12' }, { latestOn: '2026-11-01' }],
  [{ kind: 'payment-cap', family: 'periodic', invoiceOn: '2026-10-31' }, { latestOn: '2026-12-15' }],
  [{ kind: 'payment-cap', family: 'transport', invoiceOn: '2026-10-10' }, { latestOn: '2026-11-09' }],
  [{ kind: 'payment-cap', family: 'public', receptionOn: '2026-10-12' }, { latestOn: '2026-11-11' }],
  [{ kind: 'payment-cap', family: 'public', invoiceOn: '2026-10-10', receptionOn: '2026-10-12' }, { latestOn: '2026-11-11' }],
  [{ kind: 'payment-cap', family: 'public', invoiceOn: '2026-10-10' }, { latestOn: '2026-11-09' }],
  [{ kind: 'payment-cap', family: 'public-health', receptionOn: '2026-10-12' }, { latestOn: '2026-12-01' }],
  [{ kind: 'payment-cap', family: 'public-company', receptionOn: '2026-10-12' }, { latestOn: '2026-12-11' }],
  [{ kind: 'notice', effectiveOn: '2026-09-10', days: 8 }, { endsOn: '2026-09-18' }],
  [{ kind: 'notice', effectiveOn: '2026-09-11', days: 8 }, { endsOn: '2026-09-21' }],
  [{ kind: 'notice', effectiveOn: '2026-12-18', days: 8, department: '67' }, { endsOn: '2026-12-28' }],
  [{ kind: 'notice', effectiveOn: '2026-05-14', days: 8 }, { endsOn: '2026-05-22' }],
  [{ kind: 'notice', effectiveOn: '2026-05-14', days: 8, department: '972' }, { endsOn: '2026-05-26' }],
  [
    { kind: 'injunction-service', orderOn: '2026-08-31' },
    { legalEndOn: '2027-03-01', planOn: '2027-02-26' },
  ],
  [
    { kind: 'injunction-service', orderOn: '2026-09-01' },
    { legalEndOn: '2026-12-01', planOn: '2026-12-01' },
  ],
  [
    { kind: 'injunction-service', orderOn: '2026-09-30' },
    { legalEndOn: '2026-12-30', planOn: '2026-12-30' },
  ],
  [
    { kind: 'injunction-service', orderOn: '2026-11-30' },
    { legalEndOn: '2027-03-01', planOn: '2027-02-26' },
  ],
  [
    { kind: 'injunction-service', orderOn: '2026-09-26', department: '68' },
    { legalEndOn: '2026-12-28', planOn: '2026-12-24' },
  ],
  [
    { kind: 'opposition', servedOn: '2026-08-14', orderOn: '2026-08-01' },
    { oppositionEndsOn: '2026-09-14', enforceableFrom: '2026-09-15' },
  ],
  [
    { kind: 'opposition', servedOn: '2026-09-14', orderOn: '2026-08-31' },
    { oppositionEndsOn: '2026-10-14', enforceableFrom: '2026-10-15' },
  ],
  [
    { kind: 'opposition', servedOn: '2026-09-14', orderOn: '2026-09-01' },
    { oppositionEndsOn: '2026-10-14', enforceableFrom: '2026-11-17' },
  ],
  [
    { kind: 'opposition', servedOn: '2026-09-14', orderOn: '2026-09-01', distance: 'overseas' },
    { oppositionEndsOn: '2026-11-16', enforceableFrom: '2026-11-17' },
  ],
  [
    { kind: 'opposition', servedOn: '2026-09-14', orderOn: '2026-09-01', distance: 'abroad' },
    { oppositionEndsOn: '2026-12-14', enforceableFrom: '2026-12-15' },
  ],
  [
    { kind: 'opposition', servedOn: '2026-09-14', orderOn: '2026-09-01', toPerson: false },
    { oppositionEndsOn: null, enforceableFrom: '2026-11-17' },
  ],
  [
    { kind: 'opposition', servedOn: '2026-11-26', orderOn: '2026-11-20', department: '57' },
    { oppositionEndsOn: '2026-12-28', enforceableFrom: '2027-01-27' },
  ],
  [
    { kind: 'uncontested-claim', servedOn: '2026-10-01' },
    { contestEndsOn: '2026-11-02', recordFrom: '2026-11-10' },
  ],
  [
    { kind: 'uncontested-claim', servedOn: '2026-10-11' },
    { contestEndsOn: '2026-11-12', recordFrom: '2026-11-20' },
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-10-15' },
    { legalEndOn: '2026-12-15', planOn: '2026-12-15', reliefEndsOn: '2027-04-15' },
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-10-25' },
    { legalEndOn: '2026-12-28', planOn: '2026-12-24', reliefEndsOn: '2027-04-26' },
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-12-31', creditorAbroad: true },
    { legalEndOn: '2027-04-30', planOn: '2027-04-30', reliefEndsOn: '2027-06-30' },
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-10-14', creditorDepartment: '75', courtDepartment: '974' },
    { legalEndOn: '2027-02-15', planOn: '2027-02-12', reliefEndsOn: '2027-04-14' },
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-10-15', creditorDepartment: '974', courtDepartment: '75' },
    { legalEndOn: '2027-02-15', planOn: '2027-02-15', reliefEndsOn: '2027-04-15' },
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-10-15', creditorDepartment: '971', courtDepartment: '972' },
    { legalEndOn: '2027-02-15', planOn: '2027-02-15', reliefEndsOn: '2027-04-15' },
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-10-15', creditorDepartment: '988', courtDepartment: '75' },
    { legalEndOn: '2027-02-15', planOn: '2027-02-15', reliefEndsOn: '2027-04-15' },
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-10-15', creditorDepartment: '974', courtDepartment: '974' },
    { legalEndOn: '2026-12-15', planOn: '2026-12-15', reliefEndsOn: '2027-04-15' },
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-10-15', creditorDepartment: '2A', courtDepartment: '75' },
    { legalEndOn: '2026-12-15', planOn: '2026-12-15', reliefEndsOn: '2027-04-15' },
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-10-15', creditorDepartment: '974' },
    { legalEndOn: '2026-12-15', planOn: '2026-12-15', reliefEndsOn: '2027-04-15' },
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-10-26', creditorDepartment: '67', courtDepartment: '67' },
    { legalEndOn: '2026-12-28', planOn: '2026-12-24', reliefEndsOn: '2027-04-26' },
  ],
  [
    { kind: 'retention-of-title', publishedOn: '2026-10-14' },
    { legalEndOn: '2027-01-14', planOn: '2027-01-14' },
  ],
  [
    { kind: 'retention-of-title', publishedOn: '2026-10-31' },
    { legalEndOn: '2027-02-01', planOn: '2027-01-29' },
  ],
  [{ kind: 'grace', from: '2028-02-29' }, { maxOn: '2030-02-28' }],
  [{ kind: 'electronic-registered-letter', informedOn: '2026-11-21' }, { acceptUntilOn: '2026-12-06' }],
];

/** A refused item, the path and words of its error. */
const REFUSED: readonly (readonly [unknown, string, string])[] = [
  [{ kind: 'nothing' }, '$[0].kind', 'got "nothing", expected one of'],
  [{}, '$[0].kind', 'expected one of'],
  [3, '$[0].kind', 'expected one of'],
  [null, '$[0].kind', 'expected one of'],
  [{ kind: 'grace', from: '2026-02-30' }, '$[0].from', 'got "2026-02-30"'],
  [{ kind: 'grace', from: '2200-01-01' }, '$[0].from', '2100-12-31'],
  [{ kind: 'grace' }, '$[0].from', 'missing'],
  [{ kind: 'grace', from: '2026-10-01', days: 3 }, '$[0].days', 'unknown field'],
  [{ kind: 'notice', effectiveOn: '2026-10-01', days: 0 }, '$[0].days', 'at least 1'],
  [{ kind: 'notice', effectiveOn: '2026-10-01', days: 8, department: '99' }, '$[0].department', 'got "99"'],
  [{ kind: 'payment-term', invoiceOn: '2026-10-10', term: {} }, '$[0].term', 'one of net and endOfMonth'],
  [
    { kind: 'payment-term', invoiceOn: '2026-10-10', term: { net: 30, endOfMonth: 'days-then-month-end' } },
    '$[0].term',
    'one of net and endOfMonth',
  ],
  [{ kind: 'payment-term', invoiceOn: '2026-10-10', term: { net: -1 } }, '$[0].term.net', 'at least 0'],
  [{ kind: 'payment-term', invoiceOn: '2026-10-10', term: { endOfMonth: 'x' } }, '$[0].term.endOfMonth', 'days-then-month-end'],
  [{ kind: 'payment-cap', family: 'net', receptionOn: '2026-10-10' }, '$[0].invoiceOn', 'missing'],
  [{ kind: 'payment-cap', family: 'perishable', invoiceOn: '2026-10-10' }, '$[0].deliveryOn', 'missing'],
  [{ kind: 'prescription', nature: 'goods' }, '$[0].completedOn', 'dueOn or both'],
  [{ kind: 'prescription', nature: 'rent', dueOn: '2026-10-10' }, '$[0].nature', '"services"'],
  [
    { kind: 'prescription', nature: 'goods', dueOn: '2026-10-10', suspensions: [{ from: '2026-12-01', to: '2026-11-01' }] },
    '$[0].suspensions[0]',
    'ends on or after',
  ],
  [{ kind: 'payment-cap', family: 'state', receptionOn: '2026-10-10' }, '$[0].family', '"public-health"'],
  [{ kind: 'payment-cap', family: 'public' }, '$[0].receptionOn', 'missing'],
  [
    { kind: 'prescription', nature: 'services', dueOn: '2026-10-10', demands: [{ on: '2026-11-01' }] },
    '$[0].demands',
    'a public body alone',
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-10-14', creditorDepartment: 'Paris' },
    '$[0].creditorDepartment',
    'a French department',
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-10-14', creditorDepartment: '75', courtDepartment: '988' },
    '$[0].courtDepartment',
    'no collectivity of the Pacific',
  ],
  [
    { kind: 'insolvency-declaration', publishedOn: '2026-10-14', creditorAbroad: true, creditorDepartment: '75' },
    '$[0].creditorDepartment',
    'abroad',
  ],
  [{ kind: 'retention-of-title' }, '$[0].publishedOn', 'missing'],
  [{ kind: 'opposition', servedOn: '2026-09-01', orderOn: '2026-09-02' }, '$[0].servedOn', 'no day before orderOn'],
  [{ kind: 'uncontested-claim', servedOn: '2026-04-24' }, '$[0]', 'no legal value'],
];

describe('deadlines', () => {
  test.each(TABLE)('%j', (question, dates) => {
    expect(one(question)).toEqual({ kind: (question as { kind: string }).kind, ...dates });
  });

  test.each(REFUSED)('%j is refused', (question, path, words) => {
    const [answer] = answerDeadlines([question]);
    expect(answer?.error).toMatchObject({ path, message: expect.stringContaining(words) });
  });

  test('a refused item answers in its place and the others are computed', () => {
    const answers = answerDeadlines([
      { kind: 'grace', from: '2026-10-01' },
      { kind: 'grace', from: 'x' },
      { kind: 'grace', from: '2026-10-02' },
    ]);
    expect(answers.map((answer) => answer.error !== undefined)).toEqual([false, true, false]);
    expect(answers[1]).toEqual({ kind: 'grace', error: { path: '$[1].from', message: expect.stringContaining('got "x"') } });
    expect(answers[2]).toEqual({ kind: 'grace', maxOn: '2028-10-02' });
  });

  test('whatever the day of publication and the places, nothing is planned on a day on which nobody works, nor after its end', () => {
    const places = ['75', '67', '2A', '974', '971', '975'];
    for (let day = epochDay('2026-01-01'); day < epochDay('2028-01-01'); day += 1) {
      const publishedOn = fromEpochDay(day);
      const [creditorDepartment, courtDepartment] = [places[day % 6], places[Math.floor(day / 6) % 6]];
      const asked = { publishedOn, creditorDepartment, courtDepartment };
      const answer = one({ kind: 'insolvency-declaration', ...asked }) as Readonly<Record<string, string>>;
      const { planOn = '', legalEndOn = '' } = answer;
      expect(isWorkingDay(planOn, creditorDepartment), JSON.stringify({ asked, answer })).toBe(true);
      expect(planOn <= legalEndOn && planOn > publishedOn).toBe(true);
    }
  });

  test('an empty list answers an empty list; anything else is no list', () => {
    expect(answerDeadlines([])).toEqual([]);
    expect(() => answerDeadlines({ kind: 'grace' })).toThrow('expected a list');
  });
});
