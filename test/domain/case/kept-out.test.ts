import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../domain/case/acts/index.ts';
import { keptOut, uncontestedCents } from '../../../domain/case/balance.ts';
import { caseOf, decision, handoff, heard, nextAt, planOf, reminder, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5)]);
const opened = { type: 'dispute-opened', amountCents: 20_000 } as const;
const credited = { type: 'dispute-resolved', outcome: 'credited' } as const;
const rejected = { type: 'dispute-resolved', outcome: 'rejected' } as const;
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

  test('that came in part asks for what it left', () =>
    expect(tasksAfter(['2026-03-09T10:00', credit('a1', 15_000)]).map(({ context }) => context)).toEqual([
      'Contestation admise\u00a0: établir un avoir de 50,00\u00a0€.',
    ]));

  test('is asked for once, whatever the number of disputes', () =>
    expect(tasksAfter(['2026-03-07T10:00', opened], ['2026-03-08T10:00', upheld]).map(({ context }) => context)).toEqual([
      'Contestation admise\u00a0: établir un avoir de 400,00\u00a0€.',
    ]));

  test('is nobody’s when the dispute is rejected', () =>
    expect(heard(caseOf(), plan, ['2026-03-05T10:00', opened], ['2026-03-06T10:00', rejected]).tasks).toEqual([]));
});

describe('a dispute that a credit note will settle', () => {
  const settled = heard(caseOf(), plan, ['2026-03-05T10:00', opened], ['2026-03-06T10:00', credited]);
  const once = (...facts: Parameters<typeof heard>[2][]) => {
    const known = heard(settled, plan, ...facts);
    return [uncontestedCents(known), known.tasks.filter(({ kind }) => kind === 'credit-note').length];
  };

  test('is not asked before the credit note, which a person is to make', () => {
    expect(once()).toEqual([100_000, 1]);
    expect(settled.tasks.map(({ context }) => context)).toEqual([
      'Litige réglé par un avoir\u00a0: l’établir\u00a0; d’ici là, 200,00\u00a0€ ne sont pas demandés.',
    ]);
  });

  test.each([
    ['of the contested sum', 20_000, 100_000],
    ['that is smaller', 15_000, 105_000],
    ['that is larger', 30_000, 90_000],
  ])('asks for what the credit note leaves: one %s', (_, cents, left) =>
    expect(once(['2026-03-09T10:00', credit('a1', cents)])).toEqual([left, 0]),
  );

  test('of everything: nothing is asked, nor decided, until the credit note says what is left', () => {
    const inner = planOf([reminder('r5', 5), { ...decision, anchor: 'after-due' }, handoff]);
    const whole = heard(caseOf(), plan, ['2026-03-05T10:00', { type: 'dispute-opened' }], ['2026-03-06T10:00', credited]);
    const all = { ...whole, notes: [] };
    expect(uncontestedCents(all)).toBe(0);
    expect(told(nextAt(all, plan, '2026-03-09T10:00'))).toBe('tout le solde est contesté, admis ou couvert par un crédit');
    const sent = heard(all, inner, ['2026-03-06T11:00', { type: 'step-left-out', step: 'r5', reason: '' }]);
    expect(told(nextAt(sent, inner, '2026-03-20T10:00'))).toBe('tout le solde est contesté, admis ou couvert par un crédit');
    expect(uncontestedCents(heard(all, plan, ['2026-03-09T10:00', credit('a1', 30_000)]))).toBe(90_000);
  });

  test('is asked again once a person says that no credit note comes', () => {
    expect(once(['2026-03-09T10:00', rejected])).toEqual([120_000, 0]);
    expect(refusalOf(settled, rejected, plan, '2026-03-09')).toBeNull();
    expect(refusalOf(settled, credited, plan, '2026-03-09')).toContain('attend un avoir');
  });

  test('waits for no credit note that came while it was open', () => {
    const early = (cents: number, outcome: typeof credited | typeof upheld) =>
      heard(
        caseOf(),
        plan,
        ['2026-03-05T10:00', opened],
        ['2026-03-06T09:00', credit('a1', cents)],
        ['2026-03-06T10:00', outcome],
      );
    for (const outcome of [credited, upheld]) {
      expect([uncontestedCents(early(20_000, outcome)), early(20_000, outcome).tasks]).toEqual([100_000, []]);
      expect([uncontestedCents(early(15_000, outcome)), early(15_000, outcome).tasks.length]).toEqual([100_000, 1]);
    }
  });

  test('beside a sum that was conceded: the credit note of that one releases nothing of it', () => {
    const both = heard(conceded, plan, ['2026-03-07T10:00', opened], ['2026-03-08T10:00', credited]);
    expect(keptOut(both).concededCents).toBe(40_000);
    const one = heard(both, plan, ['2026-03-09T10:00', credit('a1', 20_000)]);
    expect([uncontestedCents(one), one.tasks.length]).toEqual([80_000, 1]);
    const two = heard(one, plan, ['2026-03-10T10:00', credit('a2', 15_000)]);
    expect([uncontestedCents(two), two.tasks.length]).toEqual([85_000, 0]);
  });

  test('nor does the credit note of that one, told while the second was open', () => {
    const second = heard(conceded, plan, ['2026-03-07T10:00', opened], ['2026-03-08T10:00', credit('a1', 20_000)]);
    expect(uncontestedCents(heard(second, plan, ['2026-03-09T10:00', credited]))).toBe(80_000);
  });
});
