import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../domain/case/acts/index.ts';
import { apply } from '../../../domain/case/apply/apply.ts';
import { type Case, openCase, recordOf } from '../../../domain/case/case.ts';
import type { Fact } from '../../../domain/case/facts/fact.ts';
import { isHeard } from '../../../domain/case/facts/hearing.ts';
import { ladderNext } from '../../../domain/case/next/ladder.ts';
import { aloneInTheWorld } from '../../../domain/case/world.ts';
import type { Plan } from '../../../domain/plan/plan.ts';
import { shippedPlans } from '../../../domain/plan/shipped.ts';
import { openingOf } from '../../support/parties.ts';

const plan = shippedPlans.find(({ id }) => id === 'default-b2b') as Plan;
const when = { at: '2026-12-20T10:00:00+01:00', actor: 'test' };
const returned = [
  { type: 'reopened', reason: 'rejeté' },
  { type: 'payment-reversed', payment: 'p' },
];
const paid = [
  { type: 'payment', id: 'p', amountCents: 120_000 },
  { type: 'closed', reason: 'paid' },
];
const opened = openCase(openingOf('2026-11-01', -60), '2026-11-01T09:00:00+01:00');
const told = (from: Case, ...facts: readonly object[]) =>
  facts.reduce<Case>((theCase, fact) => apply(theCase, { ...when, ...fact } as Fact, plan), from);

const sent = (step: string, channel: string) => ({ type: 'sent', step, channel, template: step, askedCents: 1 });
const ladder = [
  { type: 'step-left-out', step: 'courtesy', reason: 'test' },
  ...['reminder-5', 'reminder-15', 'reminder-30'].map((step) => ({ type: 'step-left-out', step, reason: 'test' })),
];

describe('a case that waits for a person is paid, closed, and opens again when the money is returned', () => {
  const waits: [name: string, facts: object[], task: string][] = [
    ['a send in doubt', [{ type: 'send-unknown', step: 'reminder-15', channel: 'email', reason: 'x' }], 'unknown-send'],
    ['a send that failed', [{ type: 'send-failed', step: 'reminder-15', channel: 'email', reason: 'x' }], 'send-failed'],
    ['a route', [...ladder, sent('formal-notice', 'registered-letter'), { type: 'decision-opened', step: 'decision' }], 'route'],
  ];
  test.each(waits)('%s: the person is asked again', (_name, facts, task) => {
    const waiting = told(opened, ...facts);
    expect(waiting.tasks.map(({ kind }) => kind)).toContain(task);
    const closed = told(waiting, ...paid);
    const stays = task === 'unknown-send' ? [task] : [];
    expect(closed.tasks.map(({ kind }) => kind)).toEqual(stays);
    const again = told(closed, ...returned);
    expect(again.tasks).toEqual(waiting.tasks);
    expect(told(again, ...paid, ...returned).tasks).toEqual(waiting.tasks);
  });
});

test('an accord was withdrawn with the payment: the planner asks for it anew', () => {
  const waiting = told(opened, ...ladder, { type: 'approval-asked', step: 'formal-notice' });
  const again = told(waiting, ...paid, ...returned);
  expect(again.tasks).toEqual([]);
  expect(again.raised).not.toContain('approval:formal-notice');
  const ahead = ladderNext(again, plan, Date.parse('2026-12-21T09:00:00+01:00'), aloneInTheWorld);
  expect(ahead.act).toEqual({ do: 'ask-approval', step: 'formal-notice' });
});

test('what is asked of the money as it stood is asked anew by the planner, if it is still so', () => {
  const task = { type: 'task-raised', task: 'late-charges', key: 'principal', context: 'x' };
  const waiting = told(opened, paid[0] as object, task);
  expect(waiting.raised).toContain('late-charges:principal');
  const again = told(waiting, { type: 'close' }, ...returned);
  expect(again.tasks).toEqual([]);
  expect(again.raised).not.toContain('late-charges:principal');
});

test('what became of a message that may have left is settled on a closed case too', () => {
  const doubt = { type: 'send-unknown', step: 'reminder-15', channel: 'email', reason: 'x' };
  const closed = told(opened, ...paid, doubt);
  expect(closed.tasks.map(({ kind }) => kind)).toEqual(['unknown-send']);
  const answer = { type: 'settle-unknown-send', step: 'reminder-15', channel: 'email', outcome: 'sent' } as const;
  expect(refusalOf(closed, answer, plan, '2026-12-20')).toBeNull();
  expect(refusalOf(closed, { type: 'pause', reason: 'x' }, plan, '2026-12-20')).toContain('Le dossier est clos');
  const settled = told(closed, answer);
  expect(settled.tasks).toEqual([]);
  expect(recordOf(settled, 'reminder-15')?.done).toEqual(['email']);
});

describe('what becomes of the registered letter while its case is closed', () => {
  const posted = told(opened, ...ladder, sent('formal-notice', 'registered-letter'));
  const event = (outcome: string) => ({ type: 'notice-event', outcome, on: '2026-12-19' }) as const;
  const heardOnceClosed = (from: Case, outcome: string) => {
    const closed = told(from, ...paid);
    const fact = { ...when, ...event(outcome) } as Extract<Fact, { type: 'notice-event' }>;
    return isHeard(closed, fact) ? told(closed, fact) : closed;
  };

  test('is known when it opens again: the time that it granted ran since then', () => {
    const closed = heardOnceClosed(posted, 'received');
    expect([closed.closed?.reason, closed.tasks]).toEqual(['paid', []]);
    expect(told(closed, ...returned).notice).toMatchObject({ outcome: 'received', effectiveOn: '2026-12-19' });
  });

  test('asks nobody for a receipt that came meanwhile', () => {
    const waiting = told(posted, { type: 'task-raised', task: 'receipt', key: 'formal-notice', context: 'x' });
    expect(told(heardOnceClosed(waiting, 'received'), ...returned).tasks).toEqual([]);
  });

  test('an address that nobody knows is asked for once it opens again, and not before', () => {
    const closed = heardOnceClosed(posted, 'unknown-address');
    expect(closed.tasks).toEqual([]);
    expect(told(closed, ...returned).tasks).toMatchObject([{ kind: 'notice', key: 'address:2026-12-19' }]);
  });
});
