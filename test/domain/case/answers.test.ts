import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../domain/case/acts/index.ts';
import { holdOf } from '../../../domain/case/case.ts';
import { awaitsPayment, equalParts, grantsInstalments, grantsPromise, opensDispute } from '../../../domain/case/debtor/asks.ts';
import type { OutsideFact } from '../../../domain/case/facts/fact.ts';
import { factFaults } from '../../../domain/case/facts/shape.ts';
import { sentenceOf } from '../../../domain/case/show/sentences.ts';
import { sumCents } from '../../../domain/money/cents.ts';
import { caseOf, heard, nextAt, planOf, reminder, sent, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5), reminder('r15', 15)]);
const wrote = (document: string): OutsideFact => ({ type: 'debtor-wrote', channel: 'email', about: 'question', document });
const open = caseOf();

describe('an answer of the debtor', () => {
  test('holds the ladder for the days of the plan, and asks a person to answer', () => {
    const answered = heard(open, plan, ['2026-03-09T10:00', sent('r5')], ['2026-03-16T10:00', wrote('d1')]);
    expect(holdOf(answered, 'pause')).toMatchObject({ until: '2026-03-21', awaits: 'answer' });
    expect(answered.tasks).toMatchObject([{ kind: 'answer', key: 'd1', owner: 'operator' }]);
    expect(told(nextAt(answered, plan, '2026-03-17T10:00'))).toBe('end-hold 2026-03-22');
    const longer = { ...plan, replies: { pause: 'P10D' } };
    expect(holdOf(heard(open, longer, ['2026-03-16T10:00', wrote('d1')]), 'pause')).toMatchObject({ until: '2026-03-26' });
  });

  test('who writes again does not hold it again before the next demand; every letter is a task', () => {
    const once = heard(open, plan, ['2026-03-09T10:00', sent('r5')], ['2026-03-16T10:00', wrote('d1')]);
    const twice = heard(once, plan, ['2026-03-20T10:00', wrote('d2')]);
    expect(holdOf(twice, 'pause')).toEqual(holdOf(once, 'pause'));
    expect(twice.tasks.map(({ key }) => key)).toEqual(['d1', 'd2']);
    const ended = { type: 'hold-ended', hold: 'pause', reason: '' } as const;
    const demanded = heard(
      twice,
      plan,
      ['2026-03-22T10:00', ended],
      ['2026-03-23T10:00', sent('r15')],
      ['2026-03-24T10:00', wrote('d3')],
    );
    expect(holdOf(demanded, 'pause')).toMatchObject({ until: '2026-03-29' });
  });

  test('a longer pause of an operator stands; once answered, he resumes', () => {
    const paused = heard(
      open,
      plan,
      ['2026-03-09T10:00', { type: 'pause', until: '2026-06-01' }],
      ['2026-03-16T10:00', wrote('d1')],
    );
    expect(paused.holds.map((hold) => 'until' in hold && hold.until)).toEqual(['2026-06-01', '2026-03-21']);
    const resumed = heard(paused, plan, ['2026-03-17T10:00', { type: 'resume' }]);
    expect([resumed.holds, resumed.tasks]).toEqual([[], []]);
  });

  test('a task that outlived its pause can be ended', () => {
    const late = heard(
      open,
      plan,
      ['2026-03-09T10:00', wrote('d1')],
      ['2026-03-15T10:00', { type: 'hold-ended', hold: 'pause', reason: '' }],
    );
    expect(refusalOf(late, { type: 'resume' }, plan, '2026-03-16')).toBeNull();
    expect(heard(late, plan, ['2026-03-16T10:00', { type: 'resume' }]).tasks).toEqual([]);
  });

  test.each([
    [{ channel: 'fax' }, '$.channel'],
    [{ about: 'love' }, '$.about'],
    [{ document: 3 }, '$.document'],
  ])('%j is set aside', (change, path) => {
    expect(factFaults({ ...wrote('d1'), ...change })[0]?.path).toBe(path);
  });
});

describe('a payment that the debtor announces', () => {
  const announced = (on: string): OutsideFact => ({ type: 'payment-announced', amountCents: 120_000, on, by: 'debtor' });

  test('is waited for as long as a transfer takes, from the day that he names, never for ever', () => {
    const waiting = heard(open, plan, ['2026-03-09T10:00', announced('2026-03-09')]);
    expect(holdOf(waiting, 'pause')).toMatchObject({ until: '2026-03-16', awaits: 'payment' });
    expect(waiting.tasks).toMatchObject([{ kind: 'payment-announced' }]);
    expect(holdOf(heard(open, plan, ['2026-03-09T10:00', announced('2026-02-20')]), 'pause')).toMatchObject({
      until: '2026-03-16',
    });
    expect(told(nextAt(waiting, plan, '2026-03-10T10:00'))).toBe('send-note 2026-03-10');
    expect(told(nextAt({ ...waiting, notes: [] }, plan, '2026-03-10T10:00'))).toBe('end-hold 2026-03-17');
  });

  test('pays nothing: only money in the feed does', () => {
    const waiting = heard(open, plan, ['2026-03-09T10:00', announced('2026-03-09')]);
    expect(waiting.payments).toEqual([]);
    const paid = heard(waiting, plan, ['2026-03-11T10:00', { type: 'payment', id: 'p1', amountCents: 120_000 }]);
    expect([paid.holds, paid.tasks]).toEqual([[], []]);
  });

  test('is told as his', () => {
    const fact = { ...announced('2026-03-09'), at: '2026-03-09T10:00:00+01:00', actor: 'debtor' };
    expect(sentenceOf(fact, 'EUR')).toBe('Paiement de 1\u202f200,00\u00a0€ annoncé par le débiteur pour le 9 mars 2026');
  });
});

describe('what is granted by rule', () => {
  const today = '2026-03-10';
  const generous = planOf([reminder('r5', 5)], {
    selfService: { promiseWithin: 'P15D', instalments: { count: 3, within: 'P90D' } },
  });
  const parts = equalParts(100_000, 3, '2026-03-20');

  test.each([
    ['within the days of the plan', {}, '2026-03-25', true],
    ['a day later', {}, '2026-03-26', false],
    ['after one that was broken', { 'promise-broken': 1 }, '2026-03-20', false],
    ['a second one', { promise: 1 }, '2026-03-20', false],
  ])('a promise: %s', (_name, before, on, granted) => {
    expect(grantsPromise(open, generous, before, on, today)).toBe(granted);
  });

  test('a plan that says nothing grants a promise within thirty days, and no instalments', () => {
    expect(grantsPromise(open, plan, {}, '2026-04-09', today)).toBe(true);
    expect(grantsPromise(open, plan, {}, '2026-04-10', today)).toBe(false);
    expect(grantsInstalments(open, plan, {}, parts, today)).toBe(false);
  });

  test.each([
    ['three within ninety days', {}, parts, true],
    ['four', {}, equalParts(100_000, 4, '2026-03-20'), false],
    ['the last too late', {}, equalParts(100_000, 3, '2026-04-20'), false],
    ['none', {}, [], false],
    ['after a promise that was broken', { 'promise-broken': 1 }, parts, false],
    ['a second schedule', { instalments: 1 }, parts, false],
  ])('instalments: %s', (_name, before, schedule, granted) => {
    expect(grantsInstalments(open, generous, before, schedule, today)).toBe(granted);
  });

  test('against a hold in force a person decides', () => {
    const promised = heard(open, generous, ['2026-03-09T10:00', { type: 'promise', amountCents: 1000, on: '2026-03-20' }]);
    expect(grantsPromise(promised, generous, {}, '2026-03-20', today)).toBe(false);
  });

  test('a dispute opens once, an announced payment is awaited once', () => {
    expect([opensDispute(open, {}), opensDispute(open, { 'dispute-resolved': 1 })]).toEqual([true, false]);
    expect([awaitsPayment({}), awaitsPayment({ 'payment-announced': 1 })]).toEqual([true, false]);
  });

  test('parts add up to the cent', () => {
    expect(parts).toEqual([
      { on: '2026-03-20', amountCents: 33_334 },
      { on: '2026-04-19', amountCents: 33_333 },
      { on: '2026-05-19', amountCents: 33_333 },
    ]);
    for (const count of [2, 3, 7, 12])
      expect(sumCents(equalParts(99_999, count, today).map((each) => each.amountCents))).toBe(99_999);
  });
});
