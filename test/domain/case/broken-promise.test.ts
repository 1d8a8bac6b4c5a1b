import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../domain/case/acts/index.ts';
import type { Case } from '../../../domain/case/case.ts';
import type { InsideFact, OutsideFact } from '../../../domain/case/facts/fact.ts';
import { said } from '../../../domain/case/show/reasons.ts';
import { caseOf, heard, nextAt, planOf, reminder, sent, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5), reminder('r15', 15), reminder('r30', 30)], { promise: { broken: 'r30' } });
const promise: OutsideFact = { type: 'promise', amountCents: 100_000, on: '2026-03-20' };
const isBroken: InsideFact = { type: 'promise-broken', promisedCents: 100_000, paidCents: 2_000 };
const promised = heard(caseOf(), plan, ['2026-03-10T10:00', promise]);
const broken = heard(promised, plan, ['2026-03-21T00:00', isBroken]);
const since = (theCase: Case, ...facts: (OutsideFact | InsideFact)[]) =>
  heard(theCase, plan, ...facts.map((fact, index): [string, typeof fact] => [`2026-03-2${index + 3}T11:00`, fact]));
const kinds = ({ tasks }: Case) => tasks.map(({ kind }) => kind);
const noAnswer: OutsideFact = { type: 'call-result', outcome: 'no-answer' };

describe('a promise that was not kept', () => {
  test('is something to do: whose, until when, and what was promised', () => {
    expect(promised.tasks).toEqual([]);
    expect(broken.tasks).toMatchObject([{ kind: 'promise-broken', owner: 'operator', dueOn: '2026-03-24' }]);
    expect(broken.tasks[0]?.context).toBe(
      'Promesse de 1\u202f000,00\u00a0€ pour le 20 mars 2026 non tenue, 20,00\u00a0€ reçus\u00a0: appeler le débiteur, ou laisser les relances suivre leur cours.',
    );
  });

  test('stops nothing: the same step leaves, on the same day and for the same reason, as without the task', () => {
    const silent = { ...broken, tasks: [], raised: [] };
    for (const at of ['2026-03-21T00:00', '2026-03-24T10:00', '2026-05-02T10:00'])
      expect(nextAt(broken, plan, at)).toEqual(nextAt(silent, plan, at));
    expect(told(nextAt({ ...broken, notes: [] }, plan, '2026-03-21T00:00'))).toBe('send r30 email 2026-03-23');
    expect(kinds(since(broken, sent('r30')))).toEqual(['promise-broken']);
  });

  test('is one task for each promise that was broken', () => {
    const again = heard(broken, plan, ['2026-03-24T10:00', { ...promise, on: '2026-03-27' }], ['2026-03-28T00:00', isBroken]);
    expect(broken.raised).toHaveLength(1);
    expect(again.raised).toHaveLength(2);
    expect(kinds(again)).toEqual(['promise-broken']);
  });

  const ending: readonly [string, OutsideFact | InsideFact][] = [
    ['money', { type: 'payment', id: 'p1', amountCents: 100 }],
    ['a new promise', { ...promise, on: '2026-04-10' }],
    ['instalments', { type: 'instalments', schedule: [{ on: '2026-04-01', amountCents: 120_000 }] }],
    ['a dispute', { type: 'dispute-opened', amountCents: 100 }],
    ['a talk', { type: 'call-result', outcome: 'no-commitment', spoken: 'forgot' }],
    ['another person to write to', { type: 'call-result', outcome: 'other-contact' }],
    ['a person who lets the ladder go on', { type: 'call-result', outcome: 'not-made' }],
    ['a visit', { type: 'visit-result', on: '2026-03-23', outcome: 'met', report: 'vu le gérant' }],
    ['insolvency proceedings', { type: 'insolvency', openedOn: '2026-03-22' }],
    ['the end of the case', { type: 'close', reason: 'accord' }],
  ];
  test.each(ending)('is no longer to do after %s', (_what, fact) => {
    expect(kinds(since(broken, fact))).not.toContain('promise-broken');
  });

  const others: readonly [string, OutsideFact][] = [
    ['nobody at home', { type: 'visit-result', on: '2026-03-23', outcome: 'absent', report: 'personne' }],
    ['money that came back', { type: 'payment-reversed', payment: 'p0' }],
    ['a letter of the debtor', { type: 'debtor-wrote', channel: 'email', about: 'question' }],
  ];
  test.each(others)('is still to do after %s', (_what, fact) => {
    expect(kinds(since(broken, fact))).toContain('promise-broken');
  });
});

describe('the call for a broken promise', () => {
  test('is noted as any other, and tried three times', () => {
    expect(refusalOf(broken, noAnswer, plan, '2026-03-23')).toBeNull();
    const again = since(broken, noAnswer);
    expect(again.tasks).toMatchObject([{ kind: 'promise-broken', tries: 2, dueOn: '2026-03-24' }]);
    expect(again.tasks[0]?.context).toContain('essai 1 sur 3');
    expect(kinds(since(broken, noAnswer, noAnswer))).toEqual(['promise-broken']);
    expect(kinds(since(broken, noAnswer, noAnswer, noAnswer))).toEqual([]);
    expect(again.talks).toBeUndefined();
  });

  test('counts as a contact once he was reached, of no step', () => {
    expect(since(broken, { type: 'call-result', outcome: 'no-commitment' }).talks).toMatchObject([{ step: 'spoken' }]);
  });

  test('a call of the ladder is one call with it: its result speaks for both', () => {
    const both = since(broken, { type: 'call-due', step: 'r30' });
    expect(kinds(both)).toEqual(['promise-broken', 'call']);
    expect(since(both, noAnswer).tasks).toMatchObject([{ kind: 'call', step: 'r30', tries: 2 }]);
    expect(kinds(since(both, { type: 'call-result', outcome: 'wrong-number', step: 'r30' }))).toEqual(['missing-contact']);
    expect(kinds(since(both, { type: 'insolvency', openedOn: '2026-03-22' }))).toEqual(['insolvency']);
  });

  test('a case that opens again asks what it asked', () => {
    const reopened = since(broken, { type: 'close', reason: 'accord' }, { type: 'reopened', reason: 'rejet' });
    expect(kinds(reopened)).toEqual(['promise-broken']);
  });
});

test('a call that nobody made ends as a decision, and is no contact', () => {
  const called = heard(caseOf(), plan, ['2026-03-09T10:00', { type: 'call-due', step: 'r5' }]);
  const left = since(called, { type: 'call-result', outcome: 'not-made' });
  expect([left.tasks, left.talks]).toEqual([[], undefined]);
  expect(said(nextAt(left, plan, '2026-03-24T10:00').why)).toBe(said(nextAt(called, plan, '2026-03-24T10:00').why));
});
