import { describe, expect, test } from 'vitest';
import { actFaults, refusalOf } from '../../../domain/case/acts/index.ts';
import { parsePlan } from '../../../domain/plan/plan-document.ts';
import { caseOf, decision, heard, letter, nextAt, planOf, reminder, sent, told } from './case-of.ts';

const by = (channel: string) => planOf([reminder('r5', 5), { ...letter, channels: [channel, 'email'] }, decision]);
const served = by('commissaire-de-justice');
const AT = '2026-03-17T10:00';
const reminded = heard(caseOf(), served, ['2026-03-09T10:00', sent('r5')]);
const given = heard(reminded, served, [AT, { type: 'external-asked', step: 'letter', channel: 'commissaire-de-justice' }]);
const done = { type: 'external-step', who: 'Me Dupont', on: '2026-03-20' } as const;

describe('nobody signs for another', () => {
  test.each(['commissaire-de-justice', 'lawyer'])('%s: a task with our draft, never a letter of ours', (channel) => {
    const coming = nextAt(heard(caseOf(), by(channel), ['2026-03-09T10:00', sent('r5')]), by(channel), AT);
    expect(told(coming)).toBe(`ask-external letter ${channel} 2026-03-17`);
  });

  test('until it is told what he did, the case waits with its task', () => {
    expect(given.tasks.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['external letter']);
    expect(told(nextAt(given, served, '2026-03-30T10:00'))).toContain('confié à un tiers');
  });

  test.each([
    ['served by a commissaire: that day', served, {}, '2026-03-20', 'received'],
    ['another day that is told', served, { effectiveOn: '2026-03-23' }, '2026-03-23', 'received'],
    ['sent by a lawyer: from its receipt', by('lawyer'), {}, null, 'posted'],
  ] as const)('what he did takes effect: %s', (_what, plan, more, effectiveOn, outcome) => {
    const known = heard(given, plan, ['2026-03-25T10:00', { ...done, ...more }]);
    expect(known.notice).toMatchObject({ postedOn: '2026-03-20', effectiveOn, outcome });
    expect(known.tasks).toEqual([]);
    expect(known.steps.find(({ step }) => step === 'letter')).toMatchObject({ state: 'sent', on: '2026-03-20', contact: true });
  });

  test('a debtor who pays is left in peace; when the money comes back it is given again', () => {
    const pay = { type: 'payment', id: 'p', amountCents: 120_000 } as const;
    const paid = heard(given, served, ['2026-03-20T10:00', pay]);
    expect([paid.tasks, paid.steps.map(({ step }) => step)]).toEqual([[], ['r5']]);
    const part = heard(given, served, ['2026-03-20T10:00', { ...pay, amountCents: 60_000 }]);
    expect(part.tasks.map(({ kind }) => kind)).toEqual(['external']);
    const thanked = heard(paid, served, ['2026-03-20T10:01', { type: 'note-left-out', note: 'payment:p', reason: '' }]);
    const returned = heard(thanked, served, ['2026-03-23T10:00', { type: 'payment-reversed', payment: 'p' }]);
    expect(nextAt(returned, served, '2026-03-23T10:00').act).toMatchObject({ do: 'ask-external' });
    const again = heard(returned, served, [
      '2026-03-23T10:00',
      { type: 'external-asked', step: 'letter', channel: 'commissaire-de-justice' },
    ]);
    expect(again.tasks.map(({ kind }) => kind)).toEqual(['external']);
  });

  test('a person may take it back', () => {
    expect(refusalOf(given, { type: 'reject' }, served, '2026-03-20')).toBeNull();
    const back = heard(given, served, ['2026-03-20T10:00', { type: 'reject', reason: 'réglé au téléphone' }]);
    expect(back.steps.find(({ step }) => step === 'letter')?.state).toBe('left-out');
    expect(back.tasks.map(({ kind }) => kind)).toEqual(['notice']);
  });

  test.each([
    [{ ...done, on: '2026-04-30' }, 'n’est pas encore passé'],
    [{ ...done, effectiveOn: '2026-03-01' }, 'avant son jour'],
    [{ ...done, step: 'r5' }, 'L’étape «\u00a0relance\u00a0» n’a été confiée à personne'],
  ])('%j is refused', (fact, sentence) => expect(refusalOf(given, fact, served, '2026-03-25')).toContain(sentence));

  test('an act without who or when names the field', () => {
    expect(actFaults('recordExternalStep', {}).map(({ path }) => path)).toEqual(['$.who', '$.on']);
  });

  test('an electronic registered letter has no provider: refused when the plan is read', () => {
    const steps = [reminder('r5', 5), { ...letter, channels: ['electronic-registered-letter'] }, decision];
    expect(() => parsePlan({ id: 'p', version: 1, name: 'Essai', steps })).toThrow(/steps\[1\]\.channels\[0\].*no provider/);
  });
});

test('a step is not advanced before the due date', () => {
  const early = refusalOf(caseOf(), { type: 'act-now' }, served, '2026-02-20');
  expect(early).toContain('3 mars 2026');
  expect(refusalOf(caseOf(), { type: 'act-now' }, served, '2026-03-03')).toBeNull();
});
