import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  type AgreementTerms,
  agreementFaults,
  handwrittenSum,
  scheduledCents,
  signatureFaults,
} from '../../../domain/agreement/agreement.ts';
import { lapseOf, type MissedAgreement } from '../../../domain/agreement/lapse.ts';
import { addDays } from '../../../domain/calendar/civil-date.ts';
import { sharesOf } from '../../../domain/claim/allocation.ts';

const terms: AgreementTerms = {
  agreedOn: '2026-09-01',
  balanceCents: 120_000,
  lateChargesCents: 5_223,
  lateCharges: 'waived',
  schedule: [
    { on: '2026-09-15', amountCents: 60_000 },
    { on: '2026-10-15', amountCents: 60_000 },
  ],
};
const pathsOf = (change: Partial<AgreementTerms>) => agreementFaults({ ...terms, ...change }).map(({ path }) => path);

describe('a schedule', () => {
  test.each<[string, Partial<AgreementTerms>, string[]]>([
    ['of the balance, charges given up', {}, []],
    ['of the balance, charges kept apart', { lateCharges: 'reserved' }, []],
    ['of the balance, although the charges are scheduled', { lateCharges: 'scheduled' }, ['$.schedule']],
    ['of nothing', { schedule: [] }, ['$.schedule']],
    ['of a debt that is paid', { balanceCents: 0 }, ['$.schedule']],
    ['one cent short', { balanceCents: 120_001 }, ['$.schedule']],
    [
      'with an instalment of nothing',
      {
        schedule: [
          { on: '2026-09-15', amountCents: 0 },
          { on: '2026-10-15', amountCents: 120_000 },
        ],
      },
      ['$.schedule[0].amountCents'],
    ],
    ['before the agreement', { agreedOn: '2026-09-16' }, ['$.schedule[0].on']],
    ['backwards', { schedule: terms.schedule.toReversed() }, ['$.schedule[1].on']],
    ['on the day of the agreement', { agreedOn: '2026-09-15' }, []],
  ])('%s', (_, change, paths) => {
    expect(pathsOf(change)).toEqual(paths);
  });

  property.prop([
    fc.integer({ min: 1, max: 10_000_000 }),
    fc.integer({ min: 0, max: 500_000 }),
    fc.constantFrom('scheduled', 'waived', 'reserved'),
    fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 12 }),
  ])(
    'adds up to the balance, and to the charges only when they are scheduled',
    (balanceCents, lateChargesCents, lateCharges, weights) => {
      const owed = balanceCents + (lateCharges === 'scheduled' ? lateChargesCents : 0);
      fc.pre(owed >= 1_200 * weights.length);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const shares = sharesOf(
        owed,
        weights.map((weight) => weight * Math.ceil(owed / total + 1)),
      );
      const schedule = shares.map((amountCents, index) => ({ on: addDays(terms.agreedOn, 30 * index), amountCents }));
      const agreed = { ...terms, balanceCents, lateChargesCents, lateCharges, schedule };
      expect(scheduledCents(agreed)).toBe(owed);
      expect(agreementFaults(agreed)).toEqual([]);
      const [first, ...rest] = schedule;
      if (first)
        expect(
          agreementFaults({ ...agreed, schedule: [{ ...first, amountCents: first.amountCents + 1 }, ...rest] }),
        ).toHaveLength(1);
    },
  );
});

describe('a signature', () => {
  const signed = { on: '2026-09-05', debtor: { name: 'Léa Aubertin', capacity: 'gérante' } };
  const around = { agreedOn: '2026-09-01', asOf: '2026-09-06', isPerson: false };

  test.each<[string, Partial<typeof signed>, Partial<typeof around>, string[]]>([
    ['of the manager of a company', {}, {}, []],
    ['of nobody', { debtor: { name: ' ', capacity: 'gérante' } }, {}, ['$.debtor.name']],
    ['for a company without a capacity', { debtor: { name: 'Léa', capacity: '' } }, {}, ['$.debtor.capacity']],
    ['of a person needs none', { debtor: { name: 'Léa', capacity: '' } }, { isPerson: true }, []],
    ['before the agreement', { on: '2026-08-31' }, {}, ['$.on']],
    ['to come', { on: '2026-09-07' }, {}, ['$.on']],
  ])('%s', (_, change, day, paths) => {
    const faults = signatureFaults({ ...signed, ...change }, { ...around, ...day });
    expect(faults.map(({ path }) => path)).toEqual(paths);
    for (const { message } of faults) expect(message).toMatch(/^[A-ZÀ-Ü].*\.$/);
  });

  test.each([
    ['trader', 'not-required'],
    ['artisan', 'required'],
    ['association', 'required'],
    ['private', 'required'],
    ['public', 'ask'],
    [null, 'ask'],
  ] as const)('of a %s: the handwritten sum is %s', (quality, expected) => {
    expect(handwrittenSum(quality)).toBe(expected);
  });
});

describe('a missed instalment', () => {
  const missed: MissedAgreement = {
    debtorKind: 'business',
    hasClause: true,
    signedOn: '2026-09-05',
    missedOn: '2026-10-15',
    noticeEffectiveOn: '2026-10-20',
    noticeDays: 8,
  };

  test.each<[string, Partial<MissedAgreement>, string, object]>([
    ['without a clause', { hasClause: false }, '2026-12-31', { state: 'stands' }],
    ['never signed', { signedOn: null }, '2026-12-31', { state: 'stands' }],
    ['signed later than today', { signedOn: '2027-01-01' }, '2026-12-31', { state: 'stands' }],
    ['no notice yet', { noticeEffectiveOn: null }, '2026-12-31', { state: 'notice-first' }],
    ['a notice of before', { noticeEffectiveOn: '2026-10-15' }, '2026-12-31', { state: 'notice-first' }],
    ['a notice to come', { noticeEffectiveOn: '2026-12-31' }, '2026-12-30', { state: 'notice-first' }],
    ['the last day of the notice', {}, '2026-10-28', { state: 'running', endsOn: '2026-10-28' }],
    ['the day after', {}, '2026-10-29', { state: 'lapsed', from: '2026-10-29' }],
    ['ending on a Sunday', { noticeEffectiveOn: '2026-10-17' }, '2026-10-26', { state: 'running', endsOn: '2026-10-26' }],
    ['a consumer has thirty days', { debtorKind: 'consumer' }, '2026-11-19', { state: 'running', endsOn: '2026-11-19' }],
    ['and no more', { debtorKind: 'consumer' }, '2026-11-20', { state: 'lapsed', from: '2026-11-20' }],
    ['unless the plan grants more', { debtorKind: 'consumer', noticeDays: 45 }, '2026-12-04', { state: 'running' }],
  ])('%s', (_, change, asOf, expected) => {
    expect(lapseOf({ ...missed, ...change }, asOf)).toMatchObject({ ...expected, says: expect.stringMatching(/\.$/) });
  });
});
