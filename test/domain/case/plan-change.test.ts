import { describe, expect, test } from 'vitest';
import { msOf } from '../../../domain/calendar/clock.ts';
import { planChange } from '../../../domain/case/next/plan-change.ts';
import { because } from '../../../domain/case/reason.ts';
import { caseOf, decision, heard, letter, nextAt, planOf, reminder, sent } from './case-of.ts';

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
      noticeFirst: false,
    });
  });

  test('that the first word would be a formal notice is said', () => {
    const first = { ...letter, anchor: 'after-due', delay: 'P5D' };
    const hard = planOf([first, decision]);
    const silent = caseOf();
    expect(planChange(silent, usual, hard, nowMs).noticeFirst).toBe(true);
    const [spoken, posted] = [
      { ...silent, talks: [{ step: 'done-before', at: '2026-03-05T10:00:00+01:00' }] },
      heard(silent, hard, ['2026-03-09T10:00', sent('letter', 'registered-letter')]),
    ];
    for (const known of [open, spoken, posted]) expect(planChange(known, usual, hard, nowMs).noticeFirst).toBe(false);
    expect(planChange(silent, usual, planOf([reminder('r5', 5), letter, decision]), nowMs).noticeFirst).toBe(false);
    expect(planChange(silent, usual, planOf([first, decision], { appliesTo: { kinds: ['consumer'] } }), nowMs).noticeFirst).toBe(
      false,
    );
  });

  test('the same plan changes nothing', () => {
    expect(planChange(open, usual, usual, nowMs).steps).toEqual([]);
  });

  test('a plan that is not for this debtor says so', () => {
    const consumers = planOf([reminder('r5', 5)], { appliesTo: { kinds: ['consumer'] } });
    expect(planChange(open, usual, consumers, nowMs).next.after).toBe('ce plan ne s’applique pas à ce type de débiteur');
    expect(planChange(open, consumers, { ...consumers, version: 2, steps: usual.steps }, nowMs).steps).toEqual([]);
  });

  test('another version that does not chase this debtor either is a question again', () => {
    const one = planOf([reminder('r5', 5)], { thresholds: { EUR: 0 } });
    const dollars = caseOf({ currency: 'USD' });
    const asked = nextAt(dollars, one, '2026-03-10T10:00').act;
    expect(asked).toMatchObject({ do: 'raise-task', kind: 'plan' });
    const told = heard(
      dollars,
      one,
      ['2026-03-10T10:00', { type: 'task-raised', task: 'plan', key: 'p', context: because('mail-to-read') }],
      ['2026-03-10T11:00', { type: 'plan-changed', plan: 'p', version: 2 }],
    );
    expect(told.tasks).toEqual([]);
    expect(nextAt(told, { ...one, version: 2 }, '2026-03-10T12:00').act).toEqual(asked);
  });
});
