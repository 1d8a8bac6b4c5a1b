import { expect, test } from 'vitest';
import type { OutsideFact } from '../../../domain/case/facts/fact.ts';
import type { Plan } from '../../../domain/plan/plan.ts';
import { onceApproved } from '../../../domain/simulate/once-approved.ts';
import { lifeToCome } from '../../../domain/simulate/what-if.ts';
import { caseOf, heard, planOf, reminder, sent } from '../case/case-of.ts';

const creditor = { id: 'c1', kind: 'company' as const, terms: {} };
const asked = (step: string) => ({ type: 'approval-asked', step }) as const;
const plan = planOf([reminder('first', 5), reminder('second', 8, { approval: true })], { gap: 'P7D', grouping: 'none' });
const at = (day: string) => `2026-03-${day}T10:00`;

/** Of some invoices of one debtor, each with what happened, on Tuesday 10 March at half past ten: the life to come. */
function lifeOf(under: Plan, contactsOn: readonly string[], ...ids: readonly string[]) {
  const cases = ids.map((id) => ({
    case: heard(
      caseOf({ id, number: id }, { id: `invoice:c1:${id}` }),
      under,
      [at('09'), sent('first')],
      [at('10'), asked('second')],
    ),
    plan: under,
  }));
  const contacts = contactsOn.map((day) => ({
    on: `2026-03-${day}`,
    atMs: Date.parse(`${at(day)}:00+01:00`),
    caseId: 'invoice:c1:elsewhere',
    step: 'first',
  }));
  return lifeToCome(creditor, under, { cases, contacts }, Date.parse('2026-03-10T10:30:00+01:00'));
}

test('what is approved leaves the same day where nothing else was written to its debtor', () => {
  const free = planOf([reminder('first', 5), reminder('second', 8, { approval: true })], { gap: 'P0D', grouping: 'none' });
  expect(onceApproved(lifeOf(free, [], 'i1'), 'i1')).toBeNull();
});

test('it waits for the distance to the last message, and the planner says so', () => {
  expect(onceApproved(lifeOf(plan, ['09'], 'i1'), 'i1')).toMatchObject({
    on: '2026-03-16',
    why: 'prévue le 10 mars 2026\u00a0; écart entre deux contacts avec le débiteur',
  });
});

test('of two that wait for an accord the second waits for the first', () => {
  const [one, other] = ['i1', 'i2'].map((id) => onceApproved(lifeOf(plan, ['09'], 'i1', 'i2'), id));
  expect(one?.on).toBe('2026-03-16');
  expect(other?.on).toBe('2026-03-23');
});

test('nothing is said of an invoice whose accord lets nothing leave within a month', () => {
  const paid: OutsideFact = { type: 'payment', id: 'p1', amountCents: 120_000 };
  const { before, ...life } = lifeOf(plan, ['09'], 'i1');
  const cases = (before?.cases ?? []).map((each) => ({ ...each, case: heard(each.case, plan, [at('10'), paid]) }));
  expect(onceApproved({ ...life, before: { cases, contacts: [] } }, 'i1')).toBeNull();
});
