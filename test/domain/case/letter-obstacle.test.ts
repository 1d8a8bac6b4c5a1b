import { describe, expect, test } from 'vitest';
import type { Case } from '../../../domain/case/case.ts';
import type { InsideFact } from '../../../domain/case/facts/fact.ts';
import { caseOf, decision, handoff, heard, letter, nextAt, planOf, reminder, sent, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5), { ...letter, approval: true }, decision, handoff]);
const OBSTACLE: InsideFact = {
  type: 'task-raised',
  task: 'notice',
  key: 'unprintable:letter',
  context: 'La mise en demeure ne peut pas partir (adresse postale du débiteur inconnue).',
};
const blocked = heard(
  caseOf(),
  plan,
  ['2026-03-09T10:00', sent('r5')],
  ['2026-03-17T10:00', OBSTACLE],
  ['2026-03-17T10:00', { type: 'approval-asked', step: 'letter' }],
);
const notices = ({ tasks }: Case) => tasks.filter(({ kind }) => kind === 'notice').map(({ key }) => key);

describe('a letter that cannot leave is a task until it leaves, or need not', () => {
  test('it is one', () => expect(notices(blocked)).toEqual(['unprintable:letter']));

  test('it left', () => {
    const left = heard(
      blocked,
      plan,
      ['2026-03-18T10:00', { type: 'approve' }],
      ['2026-03-18T10:01', sent('letter', 'registered-letter')],
    );
    expect(notices(left)).toEqual([]);
  });

  test('the address was corrected: what still stands in the way is asked anew', () => {
    const corrected = heard(blocked, plan, ['2026-03-18T10:00', { type: 'contact-changed', post: true }]);
    expect(notices(corrected)).toEqual([]);
    expect(notices(heard(corrected, plan, ['2026-03-19T10:00', OBSTACLE]))).toEqual(['unprintable:letter']);
  });

  test('an e-mail address alone moves no letter', () => {
    const written = heard(blocked, plan, ['2026-03-18T10:00', { type: 'contact-changed', email: true }]);
    expect(notices(written)).toEqual(['unprintable:letter']);
  });

  test('it was refused: one task is left, for what follows', () => {
    expect(notices(heard(blocked, plan, ['2026-03-18T10:00', { type: 'reject' }]))).toEqual(['letter']);
  });

  test('the invoice was paid', () => {
    expect(notices(heard(blocked, plan, ['2026-03-18T10:00', { type: 'payment', id: 'p', amountCents: 120_000 }]))).toEqual([]);
  });
});

test('what certainly did not leave is not said to be in doubt', () => {
  const failed = heard(blocked, plan, [
    '2026-03-18T10:00',
    { type: 'send-failed', step: 'letter', channel: 'registered-letter', reason: 'adresse postale du débiteur inconnue' },
  ]);
  expect(told(nextAt(failed, plan, '2026-03-18T11:00'))).toBe(
    'n’est pas parti\u00a0: à corriger (adresse ou choix manquant), puis à trancher',
  );
  const doubted = heard(blocked, plan, [
    '2026-03-18T10:00',
    { type: 'send-unknown', step: 'letter', channel: 'registered-letter', reason: 'panne' },
  ]);
  expect(told(nextAt(doubted, plan, '2026-03-18T11:00'))).toContain('sort inconnu');
});
