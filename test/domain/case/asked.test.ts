import { describe, expect, test } from 'vitest';
import { askedOn, shareOf } from '../../../domain/case/debtor/asked.ts';
import { said } from '../../../domain/case/show/reasons.ts';
import { caseOf, decision, heard, letter, nextAt, planOf, reminder, sent, told } from './case-of.ts';

const member = (id: string, dueOn: string) => ({ case: caseOf({ id, dueOn }) });
const [late, today, coming] = [member('late', '2026-03-02'), member('today', '2026-03-09'), member('coming', '2026-03-20')];

describe('what a message asks for', () => {
  test.each([
    ['only the overdue ones', [late, today, coming], [late]],
    ['all of them, each for its day, where none is overdue', [today, coming], [today, coming]],
  ] as const)('%s', (_what, members, asked) => expect(askedOn(members, '2026-03-09')).toEqual(asked));

  test('its part is nothing for an invoice that is not due', () => {
    expect([late, today, coming].map((one) => shareOf([late, today, coming], one, '2026-03-09'))).toEqual([120_000, 0, 0]);
  });
});

describe('nothing is demanded before the day after the due date', () => {
  const legal = planOf([reminder('r5', 5), letter, decision]);

  test('an anchor that counts from the entry', () => {
    const entry = planOf([reminder('r1', 1, { anchor: 'after-entry' })]);
    expect(told(nextAt(caseOf(), entry, '2026-02-10T08:00'))).toBe('send r1 email 2026-03-03');
    expect(said(nextAt(caseOf(), entry, '2026-02-10T08:00').why)).toContain('l’échéance n’est pas passée avant');
  });

  test('a formal notice whose invoice got a later due date', () => {
    const postponed = heard(
      caseOf(),
      legal,
      ['2026-03-09T10:00', sent('r5')],
      ['2026-03-10T10:00', { type: 'invoice-changed', dueOn: '2026-04-15' }],
    );
    expect(told(nextAt(postponed, legal, '2026-03-10T11:00'))).toBe('send letter registered-letter 2026-04-16');
  });

  test('a step that a person advances', () => {
    const jumped = heard(caseOf(), legal, ['2026-02-10T10:00', { type: 'act-now' }]);
    expect(told(nextAt(jumped, legal, '2026-02-10T10:00'))).toBe('send r5 email 2026-03-03');
  });

  test('the other channel of a step, when the due date moved in between', () => {
    const two = planOf([reminder('r5', 5, { channels: ['email', 'sms'] })]);
    const moved = heard(
      caseOf(),
      two,
      ['2026-03-09T08:40', sent('r5')],
      ['2026-03-09T09:00', { type: 'invoice-changed', dueOn: '2026-04-15' }],
    );
    expect(told(nextAt(moved, two, '2026-03-09T09:01'))).toBe('leave-channel-out r5 sms 2026-03-09');
  });
});
