import { describe, expect, test } from 'vitest';
import { keptOut, uncontestedCents } from '../../../domain/case/balance.ts';
import { caseOf, heard, planOf, reminder } from './case-of.ts';

const plan = planOf([reminder('r5', 5)]);
const opened = { type: 'dispute-opened', amountCents: 20_000 } as const;
const upheld = { type: 'dispute-resolved', outcome: 'upheld' } as const;
const credit = (id: string, amountCents: number) => ({ type: 'credit-note', id, amountCents }) as const;
const conceded = heard(caseOf(), plan, ['2026-03-05T10:00', opened], ['2026-03-06T10:00', upheld]);

describe('what of a balance is not asked', () => {
  test('each reason takes what the ones before it leave, and never more than is owed', () => {
    const all = heard(
      conceded,
      plan,
      ['2026-03-07T10:00', opened],
      ['2026-03-07T11:00', { type: 'credit-held', amountCents: 10_000 }],
    );
    expect(keptOut(all)).toEqual({ disputedCents: 20_000, concededCents: 20_000, coveredCents: 10_000 });
    expect(uncontestedCents(all)).toBe(70_000);
    const nearlyPaid = heard(all, plan, ['2026-03-08T10:00', { type: 'payment', id: 'p', amountCents: 95_000 }]);
    expect(keptOut(nearlyPaid)).toEqual({ disputedCents: 20_000, concededCents: 5_000, coveredCents: 0 });
  });

  test('a second dispute that is upheld forgets nothing of the first', () => {
    const twice = heard(conceded, plan, ['2026-03-07T10:00', opened], ['2026-03-08T10:00', upheld]);
    expect(keptOut(twice).concededCents).toBe(40_000);
    expect(keptOut(heard(twice, plan, ['2026-03-09T10:00', credit('a1', 25_000)])).concededCents).toBe(15_000);
  });
});

describe('the credit note of an upheld dispute', () => {
  const tasksAfter = (...told: Parameters<typeof heard>[2][]) =>
    heard(conceded, plan, ...told).tasks.filter(({ kind }) => kind === 'credit-note');

  test('is a person’s until it came whole, or the invoice is cancelled', () => {
    expect(tasksAfter().map(({ context }) => context)).toEqual(['Contestation admise\u00a0: établir un avoir de 200,00\u00a0€.']);
    expect(tasksAfter(['2026-03-09T10:00', credit('a1', 15_000)])).toHaveLength(1);
    expect(tasksAfter(['2026-03-09T10:00', credit('a1', 20_000)])).toEqual([]);
    expect(tasksAfter(['2026-03-09T10:00', { type: 'invoice-cancelled' }])).toEqual([]);
  });

  test('is nobody’s when the dispute is rejected', () => {
    const rejected = heard(
      caseOf(),
      plan,
      ['2026-03-05T10:00', opened],
      ['2026-03-06T10:00', { type: 'dispute-resolved', outcome: 'rejected' }],
    );
    expect(rejected.tasks).toEqual([]);
  });
});
