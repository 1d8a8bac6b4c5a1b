import { describe, expect, test } from 'vitest';
import { msOf } from '../../../domain/calendar/clock.ts';
import type { Case } from '../../../domain/case/case.ts';
import { beginsStep, type DebtorCase, debtorMorning } from '../../../domain/case/debtor/morning.ts';
import { next } from '../../../domain/case/next/next.ts';
import { said } from '../../../domain/case/show/reasons.ts';
import { aloneInTheWorld } from '../../../domain/case/world.ts';
import type { Plan } from '../../../domain/plan/plan.ts';
import { caseOf, decision, heard, letter, planOf, reminder, sent } from './case-of.ts';

const plan = planOf([reminder('r5', 5), reminder('r15', 15, { channels: ['sms'] }), reminder('r30', 30)], { gap: 'P3D' });

/** A case of the debtor, as its planner sees it on the morning of Monday 9 March. */
function onMonday(theCase: Case, under: Plan = plan): DebtorCase {
  return { case: theCase, plan: under, next: next(theCase, under, msOf('2026-03-09T07:00:00+01:00'), aloneInTheWorld) };
}
const invoice = (id: string, dueOn: string, currency = 'EUR') =>
  caseOf({ id, number: id.toUpperCase(), dueOn, currency }, { id });
const namesOf = (cases: readonly DebtorCase[]) => {
  const morning = debtorMorning(cases);
  return {
    lead: morning?.lead.step.id,
    together: morning?.together.map(({ of }) => of.case.id),
    waiting: morning?.waiting.map(({ of, until }) => `${of.case.id} ${until}`),
  };
};

describe('the next contact with a debtor', () => {
  test('nobody begins a step: none', () => {
    expect(debtorMorning([])).toBeNull();
    expect(debtorMorning([onMonday(caseOf({ totalCents: 0 }))])).toBeNull();
  });

  test('two invoices the same day leave together, in the order planned', () => {
    const cases = [onMonday(invoice('late', '2026-03-03')), onMonday(invoice('early', '2026-03-02'))];
    expect(namesOf(cases)).toEqual({ lead: 'r5', together: ['early', 'late'], waiting: [] });
  });

  test('the step furthest down the plan leads, at the moment of its own channel', () => {
    const further = heard(invoice('old', '2026-02-20'), plan, ['2026-02-27T10:00', sent('r5')]);
    const cases = [onMonday(invoice('new', '2026-03-02')), onMonday(further)];
    expect(namesOf(cases)).toEqual({ lead: 'r15', together: ['old', 'new'], waiting: [] });
    expect(debtorMorning(cases)?.atMs).toBe(cases[1]?.next.atMs);
  });

  test('an invoice that is not due leaves along and gives nobody its words', () => {
    const early = {
      id: 'note',
      act: 'message',
      anchor: 'after-entry',
      delay: 'P20D',
      channels: ['email'],
      template: 'courtesy-note',
    };
    const mixed = planOf([reminder('r5', 5), early], { gap: 'P3D' });
    const coming = heard(invoice('coming', '2026-03-20'), mixed, ['2026-02-02T09:00', { type: 'skip-step', reason: 'essai' }]);
    const cases = [onMonday(coming, mixed), onMonday(invoice('late', '2026-03-02'), mixed)];
    expect(namesOf(cases)).toEqual({ lead: 'r5', together: ['coming', 'late'], waiting: [] });
  });

  test('another currency waits for the gap, with the reason', () => {
    const cases = [onMonday(invoice('eur', '2026-03-02')), onMonday(invoice('usd', '2026-03-01', 'USD'))];
    expect(namesOf(cases)).toEqual({ lead: 'r5', together: ['usd'], waiting: ['eur 2026-03-12'] });
    expect(said(debtorMorning(cases)?.waiting[0]?.why ?? '')).toContain('12 mars 2026');
  });

  test('planned first goes first, even when its moment of the morning comes later', () => {
    for (const first of ['eur', 'usd']) {
      const dueOn = (id: string) => (id === first ? '2026-03-01' : '2026-03-02');
      const cases = [onMonday(invoice('eur', dueOn('eur'))), onMonday(invoice('usd', dueOn('usd'), 'USD'))];
      expect(namesOf(cases).together).toEqual([first]);
      expect(debtorMorning(cases)?.atMs).toBe(cases.find((each) => each.case.id === first)?.next.atMs);
    }
  });

  test('a letter leaves alone', () => {
    const legal = planOf([reminder('r5', 5), letter, decision], { gap: 'P3D' });
    const due = heard(invoice('old', '2026-02-16'), legal, ['2026-02-27T10:00', sent('r5')]);
    const cases = [onMonday(due, legal), onMonday(invoice('new', '2026-03-02'), legal)];
    expect(namesOf(cases)).toEqual({ lead: 'letter', together: ['old'], waiting: ['new 2026-03-12'] });
  });

  test('without grouping one goes and the other waits', () => {
    const alone = planOf([reminder('r5', 5)], { grouping: 'none', gap: 'P3D' });
    const cases = [onMonday(invoice('a', '2026-03-02'), alone), onMonday(invoice('b', '2026-03-02'), alone)];
    expect(namesOf(cases)).toEqual({ lead: 'r5', together: ['a'], waiting: ['b 2026-03-12'] });
  });

  test('with a gap of nothing nobody waits', () => {
    const free = planOf([reminder('r5', 5)], { grouping: 'none', gap: 'PT0S' });
    const cases = [onMonday(invoice('a', '2026-03-02'), free), onMonday(invoice('b', '2026-03-02'), free)];
    expect(namesOf(cases)).toEqual({ lead: 'r5', together: ['a'], waiting: [] });
  });

  test('a step whose condition fails today keeps nobody waiting', () => {
    const rich = planOf([reminder('r5', 5, { conditions: { minimumBalance: { EUR: 500_000 } } })], { gap: 'P3D' });
    expect(debtorMorning([onMonday(invoice('a', '2026-03-02'), rich)])).toBeNull();
  });

  test('what waits for an approval is no departure, what is approved is', () => {
    const strict = planOf([reminder('r5', 5, { approval: true })]);
    const asked = heard(invoice('a', '2026-03-02'), strict, ['2026-03-09T06:00', { type: 'approval-asked', step: 'r5' }]);
    expect(debtorMorning([onMonday(asked, strict)])).toBeNull();
    const approved = heard(asked, strict, ['2026-03-09T06:30', { type: 'approve' }]);
    expect(namesOf([onMonday(approved, strict)]).together).toEqual(['a']);
    expect(beginsStep(approved, onMonday(approved, strict).next)).toBe(true);
  });
});
