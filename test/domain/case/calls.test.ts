import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../domain/case/acts/index.ts';
import type { Case } from '../../../domain/case/case.ts';
import type { InsideFact, OutsideFact } from '../../../domain/case/facts/fact.ts';
import { caseOf, heard, planOf, reminder } from './case-of.ts';

const plan = planOf([reminder('r5', 5, { channels: ['call'] }), reminder('r15', 15, { channels: ['call'] })]);
const called = heard(caseOf(), plan, ['2026-03-09T10:00', { type: 'call-due', step: 'r5' }]);
const noAnswer: OutsideFact = { type: 'call-result', outcome: 'no-answer' };
const tomorrow = (theCase: Case, ...facts: (OutsideFact | InsideFact)[]) =>
  heard(theCase, plan, ...facts.map((fact, index): [string, typeof fact] => [`2026-03-1${index}T10:00`, fact]));
const shown = ({ tasks }: Case) => tasks.map(({ kind, key }) => `${kind} ${key}`);

describe('what a call comes to', () => {
  test('nobody answers: called again, three times in all, then the ladder goes on alone', () => {
    expect(shown(called)).toEqual(['call r5']);
    const again = tomorrow(called, noAnswer);
    expect(again.tasks).toMatchObject([{ kind: 'call', key: 'r5:2', dueOn: '2026-03-11' }]);
    expect(again.tasks[0]?.context).toContain('essai 1 sur 3');
    expect(shown(tomorrow(called, noAnswer, noAnswer))).toEqual(['call r5:3']);
    expect(shown(tomorrow(called, noAnswer, noAnswer, noAnswer))).toEqual([]);
  });

  test('a wrong number: the contact is a person’s, until it was corrected', () => {
    const wrong = tomorrow(called, { type: 'call-result', outcome: 'wrong-number' });
    expect(shown(wrong)).toEqual(['missing-contact call:r5']);
    expect(shown(tomorrow(wrong, { type: 'contact-changed', mobile: true }))).toEqual([]);
  });

  const settling: readonly [string, OutsideFact][] = [
    ['a promise', { type: 'promise', amountCents: 1_000, on: '2026-04-01' }],
    ['a dispute', { type: 'dispute-opened' }],
    ['a schedule', { type: 'instalments', schedule: [{ on: '2026-04-01', amountCents: 120_000 }] }],
  ];
  test.each(settling)('%s is a result of the call: it ends', (_what, fact) => {
    expect(shown(tomorrow(called, fact))).toEqual([]);
  });

  test('two calls of one case: the step names the one that is meant', () => {
    const both = heard(called, plan, ['2026-03-17T10:00', { type: 'call-due', step: 'r15' }]);
    expect(shown(tomorrow(both, { ...noAnswer, step: 'r15' }))).toEqual(['call r5', 'call r15:2']);
  });

  test('a result of no call is refused; told all the same, it changes nothing', () => {
    expect(refusalOf(caseOf(), noAnswer, plan, '2026-03-10')).toBe('Aucun appel n’attend de résultat.');
    expect(refusalOf(called, { ...noAnswer, step: 'r15' }, plan, '2026-03-10')).toContain('l’étape r15');
    expect(refusalOf(called, noAnswer, plan, '2026-03-10')).toBeNull();
    expect(tomorrow(caseOf(), noAnswer)).toEqual(caseOf());
  });
});
