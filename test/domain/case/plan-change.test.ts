import { describe, expect, test } from 'vitest';
import { msOf } from '../../../domain/calendar/clock.ts';
import { planChange } from '../../../domain/case/next/plan-change.ts';
import { caseOf, heard, planOf, reminder, sent } from './case-of.ts';

const usual = planOf([reminder('r5', 5), reminder('r15', 15), reminder('r30', 30)]);
const softer = planOf([reminder('r5', 5), reminder('r20', 20), reminder('r30', 40)], { id: 'soft', version: 3 });
const open = heard(caseOf(), usual, ['2026-03-09T10:00', sent('r5')]);
const nowMs = msOf('2026-03-10T10:00:00+01:00');

describe('what another plan would change', () => {
  test('steps that come, go and move; what was sent stays sent', () => {
    expect(planChange(open, usual, softer, nowMs)).toEqual({
      from: { id: 'p', version: 1 },
      to: { id: 'soft', version: 3 },
      steps: [
        { step: 'r20', before: { state: 'absent' }, after: { state: 'to-come', plannedOn: '2026-03-22' } },
        {
          step: 'r30',
          before: { state: 'to-come', plannedOn: '2026-04-01' },
          after: { state: 'to-come', plannedOn: '2026-04-11' },
        },
        { step: 'r15', before: { state: 'to-come', plannedOn: '2026-03-17' }, after: { state: 'absent' } },
      ],
      next: {
        before: expect.stringContaining('relance par e-mail le 17/03/2026'),
        after: expect.stringContaining('relance par e-mail le 23/03/2026'),
      },
    });
  });

  test('the same plan changes nothing', () => {
    expect(planChange(open, usual, usual, nowMs).steps).toEqual([]);
  });

  test('a plan that is not for this debtor says so', () => {
    const consumers = planOf([reminder('r5', 5)], { appliesTo: { kinds: ['consumer'] } });
    expect(planChange(open, usual, consumers, nowMs).next.after).toBe('ce plan ne s’applique pas à ce type de débiteur');
  });
});
