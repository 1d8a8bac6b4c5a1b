import { describe, expect, test } from 'vitest';
import { dutyOf } from '../../../domain/case/apply/duties.ts';
import { type Case, type TaskKind, taskKinds } from '../../../domain/case/case.ts';
import { caseOf, heard, planOf, reminder } from './case-of.ts';

const plan = planOf([reminder('r5', 5)]);
const open = caseOf();
const disputed = heard(open, plan, ['2026-03-03T10:00', { type: 'dispute-opened', owner: 'ventes' }]);
const insolvent = heard(open, plan, [
  '2026-03-03T10:00',
  { type: 'insolvency', openedOn: '2026-03-01', publishedOn: '2026-03-09' },
]);
const unpublished = heard(open, plan, ['2026-03-03T10:00', { type: 'insolvency', openedOn: '2026-03-01' }]);

/** Raised on Friday 6 March 2026, unless told. */
const table: readonly [string, Case, TaskKind, string, string, string][] = [
  ['an approval: two working days, over a week-end', open, 'approval', '2026-03-06', 'approver', '2026-03-10'],
  ['a call: the next working day', open, 'call', '2026-03-06', 'operator', '2026-03-09'],
  ['an unknown send: the same day', open, 'unknown-send', '2026-03-06', 'operator', '2026-03-06'],
  ['raised on a Saturday: from Monday on', open, 'unknown-send', '2026-03-07', 'operator', '2026-03-09'],
  ['Easter Monday is not worked', open, 'call', '2026-04-03', 'operator', '2026-04-07'],
  ['a dispute: whoever it was given to', disputed, 'dispute', '2026-03-18', 'ventes', '2026-03-18'],
  ['a dispute given to nobody', open, 'dispute', '2026-03-18', 'operator', '2026-03-18'],
  ['the declaration: two months, less the week-end', insolvent, 'insolvency', '2026-03-10', 'approver', '2026-05-07'],
  ['proceedings not published yet', unpublished, 'insolvency', '2026-03-06', 'approver', '2026-03-13'],
  [
    'the limitation date, when it is nearer',
    caseOf({}, { timeBarredOn: '2026-03-09' }),
    'limitation',
    '2026-03-06',
    'approver',
    '2026-03-09',
  ],
  ['the route', open, 'route', '2026-03-06', 'approver', '2026-03-13'],
];

describe('whose a task is, and until when', () => {
  test.each(table)('%s', (_what, theCase, kind, on, owner, dueOn) => {
    expect(dutyOf(theCase, kind, on)).toEqual({ owner, dueOn });
  });

  test.each(taskKinds)('%s is somebody’s, and not due before it is raised', (kind) => {
    const { owner, dueOn } = dutyOf(open, kind, '2026-03-06');
    expect(['operator', 'approver']).toContain(owner);
    expect(dueOn >= '2026-03-06').toBe(true);
  });

  test('a task carries both from the day it is raised', () => {
    const bounced = heard(open, plan, ['2026-03-06T10:00', { type: 'message-bounced', channel: 'email' }]);
    expect(bounced.tasks).toMatchObject([{ kind: 'bounce', owner: 'operator', dueOn: '2026-03-10' }]);
  });
});
