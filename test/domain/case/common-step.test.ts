import { describe, expect, test } from 'vitest';
import { simulate } from '../../../domain/simulate/simulate.ts';
import type { Row } from '../../../domain/simulate/story.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';

const reminder = { act: 'message', anchor: 'after-due', channels: ['email'], template: 'reminder' };
const plan = {
  id: 'ensemble',
  version: 1,
  name: 'Ensemble',
  gap: 'P3D',
  together: 'debtor',
  steps: [
    { ...reminder, id: 'r5', delay: 'P5D' },
    {
      id: 'notice',
      act: 'letter',
      anchor: 'after-due',
      delay: 'P30D',
      channels: ['registered-letter'],
      template: 'formal-notice',
      asks: 'claim',
      approval: false,
    },
    { id: 'decision', act: 'decision', anchor: 'after-notice-receipt', delay: 'P8D' },
  ],
};
const dated = (id: string, dueOn: string, more: object = {}) => ({
  id,
  number: id,
  debtor: 'd1',
  totalCents: 50_000,
  dueOn,
  ...more,
});
const debtor = (id: string) => ({ id, kind: 'business', department: '75', email: `compta@${id}.example` });

function letters(
  invoices: readonly object[],
  { facts = [], more = {} }: { facts?: readonly object[]; more?: object } = {},
): string[] {
  const story = readStory({
    plan: { ...plan, ...more },
    from: '2026-03-02T08:00:00+01:00',
    until: '2026-04-30',
    creditor: { id: 'c1' },
    debtors: [debtor('d1'), debtor('d2')],
    invoices,
    facts,
  });
  const { timeline } = simulate(story);
  return timeline.filter(({ act }: Row) => act === 'letter').map((row) => row.invoices.join('+'));
}

describe('one formal notice of a debtor speaks for', () => {
  const two = [dated('a', '2026-03-02'), dated('b', '2026-03-20')];
  test.each([
    ['every overdue invoice of his', two, {}, ['a+b']],
    ['its own invoice under a plan that does not say so', two, { more: { together: 'invoice' } }, ['a', 'b']],
    ['no invoice that is not due yet', [dated('a', '2026-03-02'), dated('b', '2026-04-03')], {}, ['a']],
    ['no invoice of another debtor', [dated('a', '2026-03-02'), dated('b', '2026-03-20', { debtor: 'd2' })], {}, ['a', 'b']],
    ['no other currency', [dated('a', '2026-03-02'), dated('b', '2026-03-20', { currency: 'CHF' })], {}, ['a', 'b']],
    [
      'no invoice that is paused: it has its own letter later',
      two,
      { facts: [{ at: '2026-03-30T10:00:00+02:00', type: 'pause', invoice: 'b', until: '2026-04-10' }] },
      ['a', 'b'],
    ],
    [
      'no invoice that is paid',
      two,
      { facts: [{ at: '2026-03-30T10:00:00+02:00', type: 'payment', id: 'p', invoice: 'b', amountCents: 50_000 }] },
      ['a'],
    ],
    [
      'no invoice whose promise runs: it has its own once that is broken',
      two,
      { facts: [{ at: '2026-03-30T10:00:00+02:00', type: 'promise', invoice: 'b', amountCents: 50_000, on: '2026-04-25' }] },
      ['a', 'b'],
    ],
    [
      'those that reach the minimum of the step together',
      two,
      {
        more: {
          steps: plan.steps.map((step) =>
            step.act === 'letter' ? { ...step, conditions: { minimumBalance: { EUR: 100_000 } } } : step,
          ),
        },
      },
      ['a+b'],
    ],
  ])('%s', (_name, invoices, given, wanted) => expect(letters(invoices, given)).toEqual(wanted));
});
