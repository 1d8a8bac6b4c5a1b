import { describe, expect, test } from 'vitest';
import { apply } from '../../../domain/case/apply/apply.ts';
import type { Case } from '../../../domain/case/case.ts';
import type { OutsideFact } from '../../../domain/case/facts/fact.ts';
import { caseOf, heard, nextAt, planOf, reminder, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5)]);
type Opened = Extract<OutsideFact, { type: 'dispute-opened' }>;
/** Told on his own page on Tuesday 3 March: the creditor has until Wednesday 18. */
const byDebtor = (more: Partial<Opened> = {}, theCase: Case = caseOf()): Case =>
  apply(
    theCase,
    { type: 'dispute-opened', reason: 'qualité', ...more, at: '2026-03-03T10:00:00+01:00', actor: 'debtor:7' },
    plan,
  );
const resolved: OutsideFact = { type: 'dispute-resolved', outcome: 'rejected' };
/** The receipt that he is owed left. */
const thanked = (theCase: Case): Case => ({ ...theCase, notes: [] });

describe('a dispute that the debtor opens himself', () => {
  test('is a task from the moment it comes, due by the day of the answer, which says how much and why', () => {
    expect(byDebtor({ amountCents: 20_000 }).tasks).toEqual([
      {
        kind: 'dispute',
        key: '2026-03-18',
        since: '2026-03-03T10:00:00+01:00',
        context: 'Le débiteur conteste 200,00\u00a0€\u00a0: qualité. Lui répondre au plus tard le 18 mars 2026.',
        owner: 'operator',
        dueOn: '2026-03-18',
      },
    ]);
    expect(byDebtor().tasks[0]?.context).toContain('conteste tout le solde\u00a0: qualité.');
  });

  test('is asked once: its day raises nothing more', () => {
    expect(told(nextAt(thanked(byDebtor()), plan, '2026-03-18T10:00'))).toBe('litige en cours');
  });

  test('ends with its resolution', () => {
    const over = heard(byDebtor(), plan, ['2026-03-05T10:00', resolved]);
    expect(over.tasks).toEqual([]);
    expect(told(nextAt(thanked(over), plan, '2026-03-18T10:00'))).toBe('send r5 email 2026-03-18');
  });

  test('one that a person opens the same day once it was resolved is recalled on its day all the same', () => {
    const again = heard(byDebtor(), plan, ['2026-03-03T11:00', resolved], ['2026-03-03T12:00', { type: 'dispute-opened' }]);
    expect([again.tasks, told(nextAt(thanked(again), plan, '2026-03-17T10:00'))]).toEqual([[], 'raise-task 2026-03-18']);
  });
});

test('a dispute that a person opens is a task on the day of the answer', () => {
  const opened = heard(caseOf(), plan, ['2026-03-03T10:00', { type: 'dispute-opened', reason: 'qualité' }]);
  expect([opened.tasks, told(nextAt(thanked(opened), plan, '2026-03-17T10:00'))]).toEqual([[], 'raise-task 2026-03-18']);
});
