import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../domain/calendar/civil-date.ts';
import { balanceCents, contestedCents, uncontestedCents } from '../../../domain/case/balance.ts';
import type { Case, Notice } from '../../../domain/case/case.ts';
import { accruedCents, claimOfCase, lateChargesCents } from '../../../domain/case/claim-of-case.ts';
import type { InsideFact, OutsideFact } from '../../../domain/case/facts/fact.ts';
import type { ClaimStatement } from '../../../domain/claim/claim.ts';
import { howMany } from '../../support/runner/long.ts';
import { caseOf, heard, planOf, reminder } from './case-of.ts';

const plan = planOf([reminder('r5', 5)], { lateCharges: 'claim' });
const creditor = { kind: 'company', terms: { dayCount: 'ACT/365F', allocation: 'interest-first' } } as const;
const sum = (cents: readonly number[]) => cents.reduce((total, each) => total + each, 0);
const claimAt = (theCase: Case, on: string) => claimOfCase(theCase, creditor, on);

/** What payments took of interest and indemnity, less what went back of it. */
function imputedCents({ payments }: ClaimStatement): number {
  return sum(payments.flatMap(({ parts }) => parts.filter(({ to }) => to !== 'principal').map((part) => part.amountCents)));
}

/** What no debt took: of payments, and of what lowers the price beyond it. */
function creditLeft({ payments }: ClaimStatement, theCase: Case): number {
  const lowered = sum(theCase.creditNotes.map((note) => note.amountCents)) + contestedCents(theCase);
  const excess = Math.max(0, lowered - theCase.invoice.totalCents);
  return sum(payments.map(({ creditCents = 0 }) => creditCents)) + excess;
}

function noticeOn(on: string): Notice {
  return { postedOn: on, effectiveOn: on, effectiveAt: null, outcome: 'received' };
}

type Told = InsideFact | OutsideFact;
type Move = (theCase: Case, chance: number, turn: number) => readonly Told[];

/** A credit is told to a person before he settles it. */
const ofCredit =
  (settle: (cents: number) => Told): Move =>
  (theCase, chance, turn) => {
    const creditCents = -balanceCents(theCase);
    if (creditCents <= 0) return [];
    const asked = { type: 'task-raised', task: 'credit', key: String(turn), context: '' } as const;
    return [asked, settle(1 + (chance % creditCents))];
  };

const moves: Readonly<Record<string, Move>> = {
  pays: (_case, chance, turn) => [{ type: 'payment', id: `p${turn}`, amountCents: 1 + (chance % 160_000) }],
  returns: ({ payments }, chance) => {
    const of = payments[chance % Math.max(1, payments.length)];
    return of ? [{ type: 'payment-reversed', payment: of.id }] : [];
  },
  credits: (_case, chance, turn) => [{ type: 'credit-note', id: `a${turn}`, amountCents: 1 + (chance % 90_000) }],
  corrects: (_case, chance) => [{ type: 'invoice-changed', totalCents: 1 + (chance % 200_000) }],
  disputes: (theCase, chance) =>
    balanceCents(theCase) > 0 ? [{ type: 'dispute-opened', amountCents: 1 + (chance % balanceCents(theCase)) }] : [],
  refunds: ofCredit((amountCents) => ({ type: 'refunded', amountCents })),
  uses: ofCredit((amountCents) => ({ type: 'use-credit', to: 'i2', amountCents })),
  passes: ({ creditUses = [] }, chance) => {
    const use = creditUses.find(({ passed }) => passed === false);
    if (!use) return [];
    const { id, amountCents } = use;
    return chance % 3 === 0
      ? [{ type: 'credit-returned', id, to: 'i2', reason: 'close' }]
      : [{ type: 'credit-passed', id, to: 'i2', amountCents: 1 + (chance % amountCents) }];
  },
};

const story = fc.array(fc.tuple(fc.constantFrom(...Object.keys(moves)), fc.nat(1_000_000), fc.integer({ min: 0, max: 12 })), {
  minLength: 1,
  maxLength: 14,
});

describe('the statement of claim of a case', () => {
  property.prop([story], { numRuns: howMany({ shortly: 150, long: 5000 }) })(
    'asks as principal what the balance does, whatever came and went',
    (told) => {
      let [theCase, on] = [caseOf(), '2026-02-20'];
      for (const [turn, [name, chance, days]] of told.entries()) {
        on = addDays(on, days);
        const facts = moves[name]?.(theCase, chance, turn) ?? [];
        theCase = facts.reduce((known, fact) => heard(known, plan, [`${on}T10:${String(10 + turn)}`, fact]), theCase);
        const claim = claimAt(theCase, on);
        const askedCents = balanceCents(theCase) - contestedCents(theCase);
        expect((claim.principalCents ?? 0) - creditLeft(claim, theCase)).toBe(askedCents + imputedCents(claim));
        expect(creditLeft(claim, theCase)).toBeGreaterThanOrEqual(0);
      }
    },
  );

  property.prop([story, story, fc.constantFrom('business', 'consumer', 'public'), fc.boolean()], {
    numRuns: howMany({ shortly: 150, long: 5000 }),
  })('asks the face balance and not a cent more once interest and indemnity were given up', (before, after, kind, noticed) => {
    const opened = caseOf({}, { debtor: { id: 'd1', kind, segment: null, department: '75' } });
    let [theCase, on] = [opened, '2026-02-20'];
    if (noticed) theCase = { ...theCase, notice: noticeOn('2026-03-04') };
    for (const [turn, [name, chance, days]] of [...before, ['waives', 0, 0] as const, ...after].entries()) {
      on = addDays(on, days);
      const facts = name === 'waives' ? [{ type: 'waive' } as const] : (moves[name]?.(theCase, chance, turn) ?? []);
      theCase = facts.reduce((known, fact) => heard(known, plan, [`${on}T10:${String(10 + turn)}`, fact]), theCase);
      if (turn < before.length) continue;
      for (const day of [on, addDays(on, 200)]) {
        const claim = claimAt(theCase, day);
        expect([claim.status, claim.interestCents, claim.indemnityCents]).toEqual(['ok', 0, 0]);
        const askedCents = balanceCents(theCase) - contestedCents(theCase);
        const credited = creditLeft(claim, theCase);
        expect((claim.totalCents ?? 0) - credited).toBe(askedCents);
        if (credited === 0) expect(claim.totalCents).toBe(uncontestedCents(theCase));
        if (day > theCase.invoice.dueOn) expect(lateChargesCents(theCase, creditor, day)).toBe(askedCents);
        expect(accruedCents(theCase, creditor, day)).toBe(0);
      }
    }
  });

  test('says that interest and indemnity were given up, and nothing of a rate that nobody needs any more', () => {
    const given = heard(caseOf(), plan, ['2026-03-20T10:00', { type: 'waive' }]);
    for (const terms of [creditor.terms, { ...creditor.terms, contractRateBasisPoints: 100 }])
      for (const day of ['2026-04-01', '2031-04-01'])
        expect(claimOfCase(given, { ...creditor, terms }, day)).toMatchObject({
          status: 'ok',
          totalCents: 120_000,
          warnings: ['Le créancier a renoncé aux intérêts et à l’indemnité\u00a0: seul le principal est dû.'],
        });
  });

  test('asks nothing of an invoice that was cancelled', () => {
    const cancelled = heard(caseOf(), plan, ['2026-03-20T10:00', { type: 'invoice-cancelled' }]);
    expect(claimAt(cancelled, '2026-04-20')).toMatchObject({ principalCents: 0, totalCents: 0 });
    const paid = heard(caseOf(), plan, ['2026-03-19T10:00', { type: 'payment', id: 'p', amountCents: 500 }]);
    const credited = heard(paid, plan, ['2026-03-20T10:00', { type: 'invoice-cancelled' }]);
    expect(creditLeft(claimAt(credited, '2026-04-20'), credited)).toBe(500);
  });

  test('leaves to a schedule that was kept what it held of interest and indemnity: they are no credit', () => {
    const schedule = [{ on: '2026-03-20', amountCents: 124_200 }];
    const kept = heard(
      caseOf(),
      plan,
      ['2026-03-10T10:00', { type: 'instalments', schedule, lateChargesCents: 4_200 }],
      ['2026-03-20T10:00', { type: 'payment', id: 'p', amountCents: 124_200 }],
      ['2026-03-20T10:01', { type: 'closed', reason: 'paid' }],
    );
    expect([kept.waived, creditLeft(claimAt(kept, '2026-03-20'), kept)]).toEqual([true, 0]);
  });

  const twice = heard(
    caseOf(),
    plan,
    ['2026-03-02T10:00', { type: 'payment', id: 'p1', amountCents: 120_000 }],
    ['2026-03-04T10:00', { type: 'payment', id: 'p2', amountCents: 120_000 }],
    ['2026-03-05T10:00', { type: 'task-raised', task: 'credit', key: '1', context: '' }],
  );

  test.each([
    ['given back', { type: 'refunded' }],
    ['used for another invoice', { type: 'use-credit', to: 'i2' }],
  ] as const)('counts money that was %s as no payment any more', (_, settled) => {
    const settledCase = heard(twice, plan, ['2026-03-06T10:00', settled]);
    expect(claimAt(settledCase, '2026-03-20')).toMatchObject({ principalCents: 0, interestCents: 0 });
    const returned = heard(settledCase, plan, ['2026-03-16T10:00', { type: 'payment-reversed', payment: 'p2' }]);
    expect(balanceCents(returned)).toBe(120_000);
    const claim = claimAt(returned, '2026-03-20');
    expect(claim.principalCents).toBe(120_000);
    // The first payment was here until it went back: interest runs from the next day on.
    expect(claim.invoices[0]?.lines.map(({ from, to }) => [from, to])).toEqual([['2026-03-07', '2026-03-20']]);
    expect(claim.payments).toEqual([
      { id: 'p1', parts: [{ invoice: 'F-1', to: 'principal', amountCents: 120_000 }] },
      { id: expect.any(String), parts: [{ invoice: 'F-1', to: 'principal', amountCents: -120_000 }] },
    ]);
    expect(claim.warnings).toContain(
      '1\u202f200,00\u00a0€ rendus au débiteur ou portés sur une autre facture le 06/03/2026\u00a0: non comptés comme payés depuis.',
    );
  });
});
