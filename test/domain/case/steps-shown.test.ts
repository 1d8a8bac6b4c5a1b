import { describe, expect, test } from 'vitest';
import { msOf } from '../../../domain/calendar/clock.ts';
import type { Case } from '../../../domain/case/case.ts';
import type { InsideFact, OutsideFact } from '../../../domain/case/facts/fact.ts';
import { shownSteps } from '../../../domain/case/show/steps-shown.ts';
import { caseOf, decision, handoff, heard, letter, planOf, reminder, sent } from './case-of.ts';

const late = {
  id: 'late',
  act: 'late-charges',
  anchor: 'after-previous',
  delay: 'P0D',
  channels: ['email'],
  template: 'late-charges',
};
const plan = planOf([reminder('r5', 5), letter, late, decision, handoff], { lateCharges: 'claim' });
const NOW_MS = msOf('2026-03-05T10:00:00+01:00');
const stayed = (theCase: Case, reachedOn = '2026-03-05') => ({ later: theCase, goesOn: true, reachedOn });
const daysOf = (theCase: Case) => shownSteps(theCase, plan, stayed(theCase), NOW_MS).map(({ step, on }) => [step, on]);
const paid: OutsideFact = { type: 'payment', id: 'v1', amountCents: 120_000, on: '2026-03-10' };
const closed: InsideFact = { type: 'closed', reason: 'paid' };

test('a step that counts from another has no day before that one is over', () => {
  expect(daysOf(caseOf())).toEqual([
    ['r5', '2026-03-07'],
    ['letter', null],
    ['late', null],
    ['decision', null],
    ['handoff', null],
  ]);
  expect(daysOf(heard(caseOf(), plan, ['2026-03-09T10:00', sent('r5')]))).toEqual([
    ['r5', '2026-03-09'],
    ['letter', '2026-03-17'],
    ['late', null],
    ['decision', null],
    ['handoff', null],
  ]);
});

test.each([
  [120_000, '2026-03-10'],
  [119_950, '2026-03-10'],
  [119_000, null],
])(
  'late charges have their day once the principal is paid, but for a rest that nobody asks for: %i cents',
  (amountCents, day) => {
    const now = heard(caseOf(), plan, ['2026-03-09T10:00', sent('r5')], ['2026-03-10T10:00', { ...paid, amountCents }]);
    expect(daysOf(now)).toContainEqual(['late', day]);
  },
);

test('once the principal is paid, reminders, notice and file are not to come any more; late charges are', () => {
  const now = heard(caseOf(), plan, ['2026-03-09T10:00', sent('r5')], ['2026-03-10T10:00', paid]);
  const never = 'plus rien n’est dû en principal';
  expect(shownSteps(now, plan, stayed(now), NOW_MS).map(({ step, on, willBeLeftOut }) => [step, on, willBeLeftOut])).toEqual([
    ['r5', '2026-03-09', null],
    ['letter', null, never],
    ['late', '2026-03-10', null],
    ['decision', null, never],
    ['handoff', null, never],
  ]);
});

describe('once the claim is time-barred', () => {
  const never = 'créance prescrite\u00a0: plus aucune demande';
  const shown = (theCase: Case, reachedOn: string) =>
    shownSteps(theCase, plan, stayed(theCase, reachedOn), NOW_MS).map(({ step, on, willBeLeftOut }) => [step, on, willBeLeftOut]);

  test('no step that asks will come, and none of those behind it', () => {
    expect(shown(caseOf({}, { timeBarredOn: '2026-03-04' }), '2026-03-05')).toEqual(
      ['r5', 'letter', 'late', 'decision', 'handoff'].map((step) => [step, null, never]),
    );
  });

  test('nor a step whose day passed before', () => {
    expect(shown(caseOf({}, { timeBarredOn: '2026-03-20' }), '2026-03-21')[0]).toEqual(['r5', null, never]);
  });

  test('a step whose day comes after the last one will not come either', () => {
    expect(shown(caseOf({}, { timeBarredOn: '2026-03-06' }), '2026-03-05')[0]).toEqual(['r5', null, never]);
    expect(shown(caseOf({}, { timeBarredOn: '2026-03-07' }), '2026-03-05')[0]).toEqual(['r5', '2026-03-07', null]);
  });

  test('a court may still be chosen where nothing else is left to ask', () => {
    const notified = heard(
      caseOf({}, { timeBarredOn: '2026-03-20' }),
      plan,
      ['2026-03-09T10:00', sent('r5')],
      ['2026-03-17T10:00', sent('letter', 'registered-letter')],
      ['2026-03-17T10:00', sent('letter')],
      ['2026-03-18T10:00', { type: 'notice-event', outcome: 'received', on: '2026-03-18' }],
    );
    expect(shown(notified, '2026-03-21').slice(3)).toEqual([
      ['decision', expect.any(String), null],
      ['handoff', null, null],
    ]);
  });

  test('late charges of a principal that is paid come all the same', () => {
    const now = heard(caseOf({}, { timeBarredOn: '2026-03-04' }), plan, ['2026-03-10T10:00', paid]);
    expect(shown(now, '2026-03-11')).toContainEqual(['late', '2026-03-10', null]);
  });
});

test('no step of a plan that does not chase the debtor will come, and each says why', () => {
  const euros = { ...plan, thresholds: { EUR: 0 } };
  const dollars = caseOf({ currency: 'USD' });
  const shown = shownSteps(dollars, euros, stayed(dollars), NOW_MS);
  expect(new Set(shown.map(({ on, willBeLeftOut }) => [on, willBeLeftOut].join()))).toEqual(
    new Set([',le plan ne relance pas en USD']),
  );
});

test('of a closed case only what left, or was left out, is shown', () => {
  const asked: InsideFact = { type: 'approval-asked', step: 'letter' };
  const told: [string, OutsideFact | InsideFact][] = [
    ['2026-03-09T10:00', sent('r5')],
    ['2026-03-17T10:00', asked],
    ['2026-03-18T10:00', paid],
  ];
  expect(daysOf(heard(caseOf(), plan, ...told))).toContainEqual(['letter', null]);
  expect(daysOf(heard(caseOf(), plan, ...told, ['2026-03-18T10:01', closed]))).toEqual([['r5', '2026-03-09']]);
});

describe('what is still to come', () => {
  const now = caseOf();
  const shown = (ahead: Parameters<typeof shownSteps>[2]) =>
    shownSteps(now, plan, ahead, NOW_MS).map(({ step, on, willBeLeftOut }) => [step, on, willBeLeftOut]);
  const out: InsideFact = { type: 'step-left-out', step: 'r5', reason: 'trop tard' };

  test('has the day on which it will, and why it will not', () => {
    const later = heard(now, plan, ['2026-03-09T10:00', out], ['2026-03-20T10:00', { type: 'approval-asked', step: 'letter' }]);
    expect(shown({ later, goesOn: false, reachedOn: '2026-03-20' }).slice(0, 3)).toEqual([
      ['r5', '2026-03-07', 'trop tard'],
      ['letter', '2026-03-20', null],
      ['late', null, null],
    ]);
  });

  test('has no day while somebody outside has to move the case', () => {
    expect(shown({ later: now, goesOn: false, reachedOn: '2026-03-05' })[0]).toEqual(['r5', null, null]);
  });
});

test.each([
  [{ email: true, mobile: true }, ['email', 'sms', 'call']],
  [{ email: true, mobile: false }, ['email', 'call']],
  [{ email: true, mobile: true, smsStopped: true }, ['email', 'call']],
  [{ email: false, mobile: false }, ['letter', 'call']],
])('a step to come shows the channels that will reach whom it writes to: %j', (contact, shown) => {
  const channels = ['email', 'sms', 'letter', 'call'];
  const under = planOf([reminder('r5', 5, { channels })]);
  const theCase = caseOf({}, { contact: { smsStopped: false, emailStopped: false, ...contact } });
  expect(shownSteps(theCase, under, stayed(theCase), NOW_MS)[0]?.channels).toEqual(shown);
});

test('a step of which no channel reaches him shows those of the plan', () => {
  const contact = { email: false, mobile: false, smsStopped: false, emailStopped: false };
  const theCase = caseOf({}, { contact });
  expect(shownSteps(theCase, planOf([reminder('r5', 5)]), stayed(theCase), NOW_MS)[0]?.channels).toEqual(['email']);
});

describe('why a step will not come is true today', () => {
  const courtesy = { ...reminder('courtesy', 0), anchor: 'before-due', delay: 'P3D', template: 'courtesy-note' };
  const under = planOf([courtesy, reminder('r5', 5), reminder('r15', 15)], { promise: { broken: 'r15' } });
  const whyOn = (on: string, theCase: Case, ...comes: [string, OutsideFact | InsideFact][]) =>
    shownSteps(theCase, under, stayed(heard(theCase, under, ...comes)), msOf(`${on}T10:00:00+01:00`)).map(
      ({ step, willBeLeftOut }) => [step, willBeLeftOut],
    );
  const out: InsideFact = { type: 'step-left-out', step: 'courtesy', reason: { code: 'due-date-passed' } };

  test('a promise that runs is not broken', () => {
    const promised = heard(caseOf(), under, ['2026-03-04T10:00', { type: 'promise', amountCents: 120_000, on: '2026-03-12' }]);
    const broken: InsideFact = { type: 'promise-broken', promisedCents: 120_000, paidCents: 0 };
    expect(whyOn('2026-03-05', promised, ['2026-03-16T10:00', broken]).slice(0, 2)).toEqual([
      ['courtesy', null],
      ['r5', 'promesse de paiement en cours'],
    ]);
  });

  test('a due date to come has not passed: a pause holds the courtesy back, or other things do until then', () => {
    const paused = heard(caseOf(), under, ['2026-02-25T10:00', { type: 'pause', until: '2026-03-05' }]);
    expect(whyOn('2026-02-26', paused, ['2026-03-06T10:00', out])[0]).toEqual(['courtesy', 'dossier en pause']);
    expect(whyOn('2026-02-26', caseOf(), ['2026-03-06T10:00', out])[0]).toEqual(['courtesy', 'l’échéance sera passée avant']);
    expect(whyOn('2026-03-04', paused, ['2026-03-06T10:00', out])[0]).toEqual(['courtesy', 'l’échéance est passée']);
  });
});
