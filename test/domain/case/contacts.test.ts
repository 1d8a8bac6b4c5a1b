import { describe, expect, test } from 'vitest';
import { freeOfContacts } from '../../../domain/case/next/contacts.ts';
import { overdueFrom } from '../../../domain/case/next/threshold.ts';
import { aloneInTheWorld } from '../../../domain/case/world.ts';
import { caseOf, heard, planOf, reminder, sent } from './case-of.ts';

const others = (...days: string[]) => ({
  ...aloneInTheWorld,
  contacts: days.map((on) => ({ on, atMs: Date.parse(`${on}T18:50:00+01:00`), caseId: 'other', step: 'r5' })),
});
const freeFrom = (rules: Record<string, unknown>, days: string[], theCase = caseOf()) => {
  const plan = planOf([reminder('r5', 5)], rules);
  return freeOfContacts(theCase, plan, plan.steps[0] ?? null, others(...days));
};

describe('gap and cap', () => {
  test.each([
    ['nobody wrote', {}, [], '0001-01-01', null],
    ['gap P4D after the 10th at 18:50: from the 14th at any hour', { gap: 'P4D' }, ['2026-03-10'], '2026-03-14', 'gap'],
    ['no other limit than the plan’s', { gap: 'P0D' }, ['2026-03-10'], '2026-03-10', 'gap'],
    [
      '2 per P7D, contacts on the 1st and the 4th: from the 8th',
      { contactCap: { contacts: 2, per: 'P7D' } },
      ['2026-03-01', '2026-03-04'],
      '2026-03-08',
      'cap',
    ],
    ['a day is one contact', { contactCap: { contacts: 2, per: 'P7D' } }, ['2026-03-04', '2026-03-04'], '2026-03-05', 'gap'],
    [
      'an old cap does not hold',
      { gap: 'P3D', contactCap: { contacts: 2, per: 'P7D' } },
      ['2026-02-01', '2026-03-04'],
      '2026-03-07',
      'gap',
    ],
    ['1 per P7D', { contactCap: { contacts: 1, per: 'P7D' } }, ['2026-03-04'], '2026-03-11', 'cap'],
  ])('%s', (_why, rules, days, on, why) => expect(freeFrom(rules, days)).toMatchObject({ on, why }));

  test('a gap of seconds counts from the second', () => {
    expect(freeFrom({ gap: 'PT30S' }, ['2026-03-10'])).toMatchObject({ ms: Date.parse('2026-03-10T18:50:30+01:00') });
  });

  test('own contacts count, the step itself does not', () => {
    const plan = planOf([reminder('r5', 5), reminder('r15', 15)]);
    const reminded = heard(caseOf(), plan, ['2026-03-09T10:00', sent('r5')]);
    expect(freeOfContacts(reminded, plan, plan.steps[1] ?? null, aloneInTheWorld).on).toBe('2026-03-10');
    expect(freeOfContacts(reminded, plan, plan.steps[0] ?? null, aloneInTheWorld).on).toBe('0001-01-01');
  });

  test('a step may have its own gap', () => {
    const plan = planOf([reminder('r5', 5, { gap: 'P6D' })], { gap: 'P2D' });
    expect(freeOfContacts(caseOf(), plan, plan.steps[0] ?? null, others('2026-03-10')).on).toBe('2026-03-16');
  });
});

describe('the day an overdue balance reaches a sum', () => {
  const amounts = [
    { dueOn: '2026-03-12', cents: 5000 },
    { dueOn: '2026-03-02', cents: 6000 },
  ];
  test.each([
    [0, '0001-01-01'],
    [6000, '2026-03-03'],
    [6001, '2026-03-13'],
    [11_000, '2026-03-13'],
    [11_001, null],
  ])('%d cents: %s', (cents, on) => expect(overdueFrom(amounts, cents)).toBe(on));
});
