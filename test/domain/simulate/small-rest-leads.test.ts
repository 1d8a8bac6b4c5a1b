import { expect, test } from 'vitest';
import { simulate } from '../../../domain/simulate/simulate.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';
import { lineOf } from '../../stories/format.ts';

const plan = {
  id: 'meneuse',
  version: 1,
  name: 'Men\u00e9e',
  gap: 'P3D',
  leads: 'oldest',
  lateCharges: 'waive',
  steps: [
    { id: 'c5', act: 'message', anchor: 'before-due', delay: 'P5D', channels: ['email'], template: 'courtesy-note' },
    { id: 'r5', act: 'message', anchor: 'after-due', delay: 'P5D', channels: ['email'], template: 'reminder' },
    {
      id: 'r15',
      act: 'message',
      anchor: 'after-due',
      delay: 'P15D',
      channels: ['email', 'sms'],
      template: 'reminder',
      tone: 'firm',
    },
    { id: 'r30', act: 'message', anchor: 'after-due', delay: 'P30D', channels: ['email'], template: 'reminder', tone: 'last' },
  ],
  tolerance: { cents: 100 },
};
const debtor = { id: 'd1', kind: 'business', department: '75', email: 'compta@aubert.example', mobile: '+33600000000' };

/** One euro, under the tolerance of the plan: a person decides, and no ladder goes on. */
const small = { id: 'i1', number: 'F-1', debtor: 'd1', totalCents: 100, dueOn: '2026-03-02' };
const large = { id: 'i2', number: 'F-2', debtor: 'd1', totalCents: 50_000, dueOn: '2026-03-10' };

test('an old invoice that nobody will be reminded of leads no other', () => {
  const story = readStory({
    plan,
    from: '2026-03-02T08:00:00+01:00',
    until: '2026-04-30',
    creditor: { id: 'c1' },
    debtors: [debtor],
    invoices: [small, large],
    facts: [],
  });
  const sent = simulate(story).timeline.filter(({ act }) => act === 'message');
  expect(sent.map(lineOf)).toEqual([
    '2026-03-05 message c5 email i2 50000',
    '2026-03-16 message r5 email i2 50000',
    '2026-03-25 message r15 email i2 50000',
    '2026-03-25 message r15 sms i2 50000',
    '2026-04-09 message r30 email i2 50000',
  ]);
});
