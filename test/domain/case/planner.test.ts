import { describe, expect, test } from 'vitest';
import { balanceCents, uncontestedCents } from '../../../domain/case/balance.ts';
import { holdOf, recordOf } from '../../../domain/case/case.ts';
import type { OutsideFact } from '../../../domain/case/facts/fact.ts';
import { phaseOf, strongestHold } from '../../../domain/case/phase.ts';
import { caseOf, decision, handoff, heard, letter, nextAt, planOf, reminder, sent, told } from './case-of.ts';

const plan = planOf(
  [reminder('r5', 5), reminder('r15', 15, { channels: ['email', 'sms'] }), { ...letter, approval: true }, decision, handoff],
  {
    gap: 'P3D',
  },
);
const open = caseOf();
const reminded = heard(open, plan, ['2026-03-09T10:00', sent('r5')]);

describe('what comes next', () => {
  test.each([
    ['the first reminder', open, '2026-02-10T10:00', 'send r5 email 2026-03-09'],
    ['asked again, the same', open, '2026-03-06T10:00', 'send r5 email 2026-03-09'],
    ['the next step', reminded, '2026-03-09T10:00', 'send r15 email 2026-03-17'],
    [
      'the other channel, the same day',
      heard(reminded, plan, ['2026-03-17T10:00', sent('r15')]),
      '2026-03-17T10:01',
      'send r15 sms 2026-03-17',
    ],
    [
      'the other channel, too late',
      heard(reminded, plan, ['2026-03-17T10:00', sent('r15')]),
      '2026-03-17T13:00',
      'leave-channel-out r15 sms 2026-03-17',
    ],
    [
      'during a pause',
      heard(open, plan, ['2026-03-03T10:00', { type: 'pause', until: '2026-03-12' }]),
      '2026-03-09T10:00',
      'end-hold 2026-03-13',
    ],
    [
      'during a pause without end',
      heard(open, plan, ['2026-03-03T10:00', { type: 'pause' }]),
      '2026-03-09T10:00',
      'dossier en pause',
    ],
    [
      'on a stale feed',
      heard(open, plan, ['2026-03-03T10:00', { type: 'feed-stale' }]),
      '2026-03-09T10:00',
      'relevé bancaire trop ancien',
    ],
    [
      'once paid',
      heard(open, plan, ['2026-03-03T23:00', { type: 'payment', id: 'p', amountCents: 120_000 }]),
      '2026-03-03T23:00',
      'close 2026-03-03',
    ],
  ])('%s', (_when, theCase, at, expected) => expect(told(nextAt(theCase, plan, at))).toBe(expected));

  test('a message whose whole balance is disputed by its amount waits', () => {
    const disputed = heard(
      open,
      plan,
      ['2026-03-03T23:00', { type: 'dispute-opened', amountCents: 120_000 }],
      ['2026-03-04T09:00', { type: 'note-left-out', note: 'dispute:2026-03-03T23:00:00+01:00', reason: '' }],
    );
    expect(told(nextAt(disputed, plan, '2026-03-09T10:00'))).toBe('raise-task 2026-03-18');
    expect(uncontestedCents(disputed)).toBe(0);
  });

  test('an approval is asked on the day, refused it leaves the notice out and asks a human', () => {
    const ready = heard(reminded, plan, ['2026-03-17T10:00', sent('r15')], ['2026-03-17T10:30', sent('r15', 'sms')]);
    expect(told(nextAt(ready, plan, '2026-03-20T10:00'))).toBe('ask-approval letter 2026-03-25');
    const waiting = heard(ready, plan, ['2026-03-25T10:00', { type: 'approval-asked', step: 'letter' }]);
    expect(phaseOf(waiting, plan, Date.parse('2026-03-25T10:00:00+01:00'))).toBe('notice-prepared');
    const rejected = heard(waiting, plan, ['2026-03-26T10:00', { type: 'reject', reason: 'client à rappeler' }]);
    expect(rejected.tasks.map(({ kind }) => kind)).toEqual(['notice']);
    expect(told(nextAt(rejected, plan, '2026-03-26T10:00'))).toBe('leave-step-out decision 2026-03-26');
  });

  test('an approval is of what was read: of its sum, for five working days', () => {
    const content = 'a'.repeat(64);
    const ready = heard(reminded, plan, ['2026-03-17T10:00', sent('r15')], ['2026-03-17T10:30', sent('r15', 'sms')]);
    const waiting = heard(ready, plan, ['2026-03-25T10:00', { type: 'approval-asked', step: 'letter', content }]);
    expect(waiting.tasks).toMatchObject([{ kind: 'approval', key: 'letter', content }]);
    expect(told(nextAt(waiting, plan, '2026-03-25T10:00'))).toContain('en attente de votre accord');
    const approved = heard(waiting, plan, ['2026-03-26T10:00', { type: 'approve', content }]);
    expect(told(nextAt(approved, plan, '2026-03-26T10:00'))).toMatch(/^send letter/);
    expect(told(nextAt(approved, plan, '2026-04-02T10:00'))).toMatch(/^send letter/);
    expect(told(nextAt(approved, plan, '2026-04-03T10:00'))).toMatch(/^ask-approval letter/);
    const paidInPart: OutsideFact = { type: 'payment', id: 'p1', amountCents: 20_000 };
    for (const [state, at] of [
      [waiting, '2026-03-25T11:00'],
      [approved, '2026-03-26T11:00'],
    ] as const) {
      const less = heard(state, plan, [at, paidInPart], [at, { type: 'note-left-out', note: 'payment:p1', reason: '' }]);
      expect(told(nextAt(less, plan, at))).toMatch(/^ask-approval letter/);
      const again = heard(less, plan, [at, { type: 'approval-asked', step: 'letter', content: 'b'.repeat(64) }]);
      expect(again.tasks).toMatchObject([
        { kind: 'approval', content: 'b'.repeat(64), context: expect.stringContaining('de nouveau') },
      ]);
    }
  });

  test('an unknown send stops the step until a human settles it', () => {
    const unknown = heard(open, plan, [
      '2026-03-09T10:00',
      { type: 'send-unknown', step: 'r5', channel: 'email', reason: 'délai' },
    ]);
    expect(told(nextAt(unknown, plan, '2026-03-10T10:00'))).toContain('à trancher');
    const gone = heard(unknown, plan, [
      '2026-03-10T10:00',
      { type: 'settle-unknown-send', step: 'r5', channel: 'email', outcome: 'sent' },
    ]);
    expect(recordOf(gone, 'r5')).toMatchObject({ state: 'sent', contact: true });
    const again = heard(unknown, plan, [
      '2026-03-10T10:00',
      { type: 'settle-unknown-send', step: 'r5', channel: 'email', outcome: 'not-sent' },
    ]);
    expect(recordOf(again, 'r5')).toMatchObject({ state: 'leaving', sequence: 2 });
    expect(told(nextAt(again, plan, '2026-03-10T10:00'))).toBe('send r5 email 2026-03-10');
  });

  test('an operator brings a step forward, or leaves it out', () => {
    expect(told(nextAt(heard(open, plan, ['2026-03-04T10:00', { type: 'act-now' }]), plan, '2026-03-04T10:00'))).toBe(
      'send r5 email 2026-03-04',
    );
    const skipped = heard(open, plan, ['2026-03-04T10:00', { type: 'skip-step', reason: 'vu au téléphone' }]);
    expect(told(nextAt(skipped, plan, '2026-03-04T10:00'))).toBe('send r15 email 2026-03-17');
  });

  test('a payment announced by billing holds until the bank or a human confirms', () => {
    const announced = heard(open, plan, [
      '2026-03-04T10:00',
      { type: 'payment-announced', amountCents: 120_000, on: '2026-03-04' },
    ]);
    expect(strongestHold(announced)).toBe('pause');
    expect(announced.tasks.map(({ kind }) => kind)).toEqual(['payment-announced']);
    expect(balanceCents(announced)).toBe(120_000);
    expect(strongestHold(heard(announced, plan, ['2026-03-05T10:00', { type: 'resume' }]))).toBe('none');
  });
});

describe('several holds at once', () => {
  const both = heard(
    open,
    plan,
    ['2026-03-03T10:00', { type: 'pause', until: '2026-04-10' }],
    ['2026-03-04T10:00', { type: 'dispute-opened' }],
    ['2026-03-05T10:00', { type: 'feed-stale' }],
  );

  test('the strongest is shown', () => expect(strongestHold(both)).toBe('dispute'));

  test('one that ends leaves the others in force', () => {
    const resolved = heard(both, plan, ['2026-03-06T10:00', { type: 'dispute-resolved', outcome: 'rejected' }]);
    expect(strongestHold(resolved)).toBe('pause');
    expect(holdOf(resolved, 'feed-stale')).toBeDefined();
  });

  test('closing ends what was agreed, not what the world lacks', () => {
    const closed = heard(both, plan, ['2026-03-06T10:00', { type: 'closed', reason: 'paid' }]);
    expect(closed.holds.map(({ type }) => type)).toEqual(['feed-stale']);
    expect(strongestHold(closed)).toBe('none');
  });
});

describe('facts told twice', () => {
  test('a payment and a credit note count once', () => {
    const payment = { type: 'payment', id: 'p', amountCents: 20_000 } as const;
    const credit = { type: 'credit-note', id: 'a', amountCents: 10_000 } as const;
    const once = heard(open, plan, ['2026-03-03T10:00', payment], ['2026-03-03T10:00', credit]);
    expect(heard(once, plan, ['2026-03-04T10:00', payment], ['2026-03-04T10:00', credit])).toEqual(once);
    expect(balanceCents(once)).toBe(90_000);
  });

  test('a payment that came back does not count', () => {
    const closed = heard(
      open,
      plan,
      ['2026-03-03T10:00', { type: 'payment', id: 'p', amountCents: 120_000 }],
      ['2026-03-03T10:00', { type: 'closed', reason: 'paid' }],
    );
    const back = heard(closed, plan, ['2026-03-05T10:00', { type: 'payment-reversed', payment: 'p' }]);
    expect(balanceCents(back)).toBe(120_000);
  });
});
