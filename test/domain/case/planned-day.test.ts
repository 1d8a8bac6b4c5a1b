import { describe, expect, test } from 'vitest';
import { noticeDeadline, payByOf, plannedFor } from '../../../domain/case/next/step-day.ts';
import type { MessageStep } from '../../../domain/plan/plan.ts';
import { caseOf, decision, handoff, heard, letter, planOf, reminder, sent } from './case-of.ts';

const courtesy = { ...reminder('courtesy', 5), anchor: 'before-due' };
const plan = planOf([courtesy, reminder('r5', 5), reminder('r30', 30, { payWithin: 'P8D' }), letter, decision, handoff]);
const planned = (theCase = caseOf(), id = 'r5', of = plan) => {
  const step = of.steps.find((candidate) => candidate.id === id);
  return step ? plannedFor(theCase, of, step) : undefined;
};
const day = (on: string) => ({ kind: 'day', on });

describe('the planned day', () => {
  test.each([
    ['courtesy', '2026-02-25'],
    ['r5', '2026-03-07'],
    ['r30', '2026-04-01'],
  ])('%s is anchored on the due date: %s', (id, on) => expect(planned(caseOf(), id)).toEqual(day(on)));

  test('a later due date moves it', () => expect(planned(caseOf({ dueOn: '2026-04-01' }))).toEqual(day('2026-04-06')));

  test('after-previous counts from the last day to pay that the step before printed', () => {
    const reminded = heard(caseOf(), plan, ['2026-03-09T10:00', sent('r5')], ['2026-03-20T10:00', sent('r30')]);
    expect(planned(reminded, 'letter')).toEqual(day('2026-04-07'));
  });

  test('after-previous counts from the sending when nothing was printed', () => {
    const short = planOf([reminder('r5', 5), letter, decision]);
    expect(planned(heard(caseOf(), short, ['2026-03-09T10:00', sent('r5')]), 'letter', short)).toEqual(day('2026-03-17'));
  });

  test('after-previous counts from the last step that was sent, not from one left out', () => {
    const reminded = heard(
      caseOf(),
      plan,
      ['2026-03-09T10:00', sent('r5')],
      ['2026-04-01T10:00', { type: 'step-left-out', step: 'r30', reason: '' }],
    );
    expect(planned(reminded, 'letter')).toEqual(day('2026-03-17'));
  });

  test('after-entry counts from the entry', () => {
    const bought = planOf([reminder('r2', 2, { anchor: 'after-entry' })]);
    expect(planned(caseOf(), 'r2', bought)).toEqual(day('2026-02-04'));
  });

  test('a delay with a time part counts real time', () => {
    const demo = planOf([reminder('a', 0, { anchor: 'after-entry', delay: 'PT4S' })]);
    expect(planned(caseOf(), 'a', demo)).toEqual({ kind: 'second', ms: Date.parse('2026-02-02T08:00:04+01:00') });
  });
});

describe('the deadline of a notice', () => {
  const posted = heard(caseOf(), plan, ['2026-04-17T10:00', sent('letter', 'registered-letter')]);
  const told = (outcome: 'received' | 'unclaimed' | 'refused' | 'notice-left' | 'unknown-address', on: string) =>
    heard(posted, plan, ['2026-05-10T10:00', { type: 'notice-event', outcome, on }]);

  test.each([
    ['received', '2026-04-22', '2026-04-30', '2026-05-04'],
    ['unclaimed', '2026-04-22', '2026-04-30', '2026-05-04'],
    ['refused', '2026-04-22', '2026-04-30', '2026-05-04'],
    ['received', '2026-04-23', '2026-05-04', '2026-05-05'],
    ['received', '2026-04-30', '2026-05-11', '2026-05-12'],
  ] as const)('%s on %s: last day %s, decision %s', (outcome, on, lastDay, decisionOn) => {
    const noticed = told(outcome, on);
    expect(noticeDeadline(noticed, 'P8D')).toBe(lastDay);
    expect(planned(noticed, 'decision')).toEqual(day(decisionOn));
  });

  test.each(['notice-left', 'unknown-address'] as const)('%s takes no effect', (outcome) => {
    expect(planned(told(outcome, '2026-04-22'), 'decision')).toBeNull();
  });

  test('the first effect stands', () => {
    const twice = heard(told('unclaimed', '2026-04-22'), plan, [
      '2026-05-12T10:00',
      { type: 'notice-event', outcome: 'received', on: '2026-05-09' },
    ]);
    expect(twice.notice?.effectiveOn).toBe('2026-04-22');
  });
});

describe('the last day to pay that a message prints', () => {
  const step = plan.steps[2] as MessageStep;
  test.each([
    ['2026-04-01', '75', '2026-04-09'],
    ['2026-03-27', '75', '2026-04-07'],
    ['2026-03-26', '67', '2026-04-07'],
    ['2026-03-26', '75', '2026-04-03'],
  ])('sent %s in %s: %s', (on, department, expected) => expect(payByOf(step, on, department)).toBe(expected));
});
