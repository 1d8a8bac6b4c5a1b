import { expect, test } from 'vitest';
import { figuresOn } from '../../../domain/case/records.ts';
import type { OutwardStep } from '../../../domain/plan/plan.ts';
import { caseOf, decision, heard, letter, planOf } from './case-of.ts';

const plan = planOf([{ ...letter, anchor: 'after-due', approval: true }, decision]);
const step = plan.steps[0] as OutwardStep;
const approved = heard(
  caseOf(),
  plan,
  ['2026-03-16T10:00', { type: 'approval-asked', step: 'letter' }],
  ['2026-03-17T10:00', { type: 'approve' }],
);

test.each([
  ['approved: those of that day', approved, '2026-03-17'],
  [
    'approved, then given a later due date: those of the day itself',
    heard(approved, plan, ['2026-03-18T10:00', { type: 'invoice-changed', dueOn: '2026-03-19' }]),
    '2026-03-20',
  ],
  ['nobody approved it: those of the day itself', caseOf(), '2026-03-20'],
])('the figures of a letter, %s', (_when, theCase, on) => {
  expect(figuresOn([theCase], step, '2026-03-20')).toBe(on);
});
