import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../domain/case/acts/index.ts';
import { type Case, recordOf } from '../../../domain/case/case.ts';
import type { OutsideFact } from '../../../domain/case/facts/fact.ts';
import { caseOf, decision, heard, letter, nextAt, planOf, reminder, sent, told } from './case-of.ts';

const courtesy = reminder('courtesy', 5, { anchor: 'before-due', template: 'courtesy-note' });
const plan = planOf([courtesy, reminder('r5', 5), reminder('r15', 15), letter, decision]);
const QUIET = 'reprise de l’encours';
const ACT: OutsideFact = { type: 'act-now' };

describe('the next step put forward is the one that would come next', () => {
  test('not one before the due date, which has passed', () => {
    const quiet = caseOf({}, { holds: [{ type: 'pause', until: '2026-06-12', reason: QUIET }] });
    const free = heard(quiet, plan, ['2026-06-10T10:00', { type: 'resume' }], ['2026-06-10T10:00', ACT]);
    expect(free.jump?.step).toBe('r5');
    const ahead = nextAt(free, plan, '2026-06-10T10:00');
    expect(told(ahead)).toBe('leave-step-out courtesy 2026-06-10');
    const without = heard(free, plan, [
      '2026-06-10T10:00',
      { type: 'step-left-out', step: 'courtesy', reason: { code: 'due-date-passed' } },
    ]);
    expect(told(nextAt(without, plan, '2026-06-10T10:00'))).toBe('send r5 email 2026-06-10');
  });

  test('on its last day a courtesy may still be put forward', () => {
    expect(heard(caseOf(), plan, ['2026-03-02T10:00', ACT]).jump?.step).toBe('courtesy');
  });

  test('one that was put forward and did not leave before the due date leaves no more', () => {
    const jumped = heard(caseOf(), plan, ['2026-03-02T10:00', ACT]);
    expect(told(nextAt(jumped, plan, '2026-03-03T10:00'))).toBe('leave-step-out courtesy 2026-03-03');
  });

  test('not one that is for others: it is left out at once, not on its day', () => {
    const some = planOf([reminder('r5', 5, { conditions: { segments: ['strategic'] } }), reminder('r15', 15)]);
    const jumped = heard(caseOf(), some, ['2026-03-04T10:00', ACT]);
    expect(jumped.jump?.step).toBe('r15');
    expect(told(nextAt(jumped, some, '2026-03-04T10:00'))).toBe('leave-step-out r5 2026-03-04');
  });

  test('nor is one that has lapsed left out in its place', () => {
    const skipped = heard(caseOf(), plan, ['2026-06-10T10:00', { type: 'skip-step', reason: 'vu au téléphone' }]);
    expect(recordOf(skipped, 'r5')?.state).toBe('left-out');
  });

  test('a broken promise sends none before the due date either', () => {
    const promised = heard(caseOf(), plan, ['2026-03-01T10:00', { type: 'promise', amountCents: 120_000, on: '2026-03-04' }]);
    const broken = heard(promised, plan, ['2026-03-09T10:00', { type: 'promise-broken', promisedCents: 120_000, paidCents: 0 }]);
    expect(broken.jump?.step).toBe('r5');
  });

  test('where only such a step is left, there is none', () => {
    const only = planOf([courtesy]);
    expect(refusalOf(caseOf(), ACT, only, '2026-03-03')).toBe('Toutes les étapes du plan sont passées.');
    expect(refusalOf(caseOf(), ACT, only, '2026-03-02')).toBeNull();
  });

  test('what demands is not put forward before the due date', () => {
    const early = heard(caseOf(), plan, ['2026-02-20T10:00', sent('courtesy')]);
    expect(refusalOf(early, ACT, plan, '2026-02-21')).toContain('Rien n’est réclamé avant l’échéance');
  });
});

describe('a step is not put forward while nothing may leave: the sentence names what holds, and the way', () => {
  const held: readonly [string, Case['holds'], string][] = [
    [
      'a pause',
      [{ type: 'pause', until: '2026-06-12', reason: 'accord' }],
      'Le dossier est suspendu par une pause jusqu’au 12 juin 2026\u00a0: le reprendre d’abord (Reprendre).',
    ],
    ['a pause without end', [{ type: 'pause', until: null, reason: 'accord' }], 'suspendu par une pause\u00a0: le reprendre'],
    [
      'a quiet start',
      [{ type: 'pause', until: '2026-06-12', reason: QUIET }],
      'suspendu par la reprise de l’encours jusqu’au 12 juin 2026\u00a0: le reprendre',
    ],
    [
      'a dispute of the whole',
      [{ type: 'dispute', amountCents: null, answerBy: '2026-06-20', reason: 'x', owner: null }],
      'le résoudre d’abord (Résoudre le litige)',
    ],
    [
      'a promise',
      [{ type: 'promise', amountCents: 1, on: '2026-06-20', paidBeforeCents: 0 }],
      'promesse de paiement pour le 20 juin 2026',
    ],
    ['instalments', [{ type: 'instalments', schedule: [], paidBeforeCents: 0, missed: null }], 'un échéancier'],
    ['an insolvency', [{ type: 'insolvency', openedOn: '2026-06-01', publishedOn: null }], 'procédure collective'],
    ['a stale feed', [{ type: 'feed-stale' }], 'relevé bancaire est trop ancien'],
    ['a credit of the whole', [{ type: 'credit', amountCents: 120_000 }], 'un crédit qui couvre'],
  ];
  test.each(held)('%s', (_what, holds, sentence) => {
    expect(refusalOf(caseOf({}, { holds }), ACT, plan, '2026-06-10')).toContain(sentence);
  });

  test('a plan for others, a time-barred debt', () => {
    const others = planOf([reminder('r5', 5)], { appliesTo: { kinds: ['consumer'] } });
    expect(refusalOf(caseOf(), ACT, others, '2026-06-10')).toContain('Rien ne peut partir\u00a0: ce plan ne s’applique pas');
    expect(refusalOf(caseOf({}, { timeBarredOn: '2026-06-01' }), ACT, plan, '2026-06-10')).toContain('prescrite');
  });

  test('a dispute of a part does not hold it, nor a missing rate what asks for the balance', () => {
    const part = caseOf(
      {},
      { holds: [{ type: 'dispute', amountCents: 20_000, answerBy: '2026-06-20', reason: 'x', owner: null }] },
    );
    expect(refusalOf(part, ACT, plan, '2026-06-10')).toBeNull();
    expect(refusalOf(caseOf({}, { holds: [{ type: 'rate-missing', semester: '2026-S1' }] }), ACT, plan, '2026-06-10')).toBeNull();
  });
});
