import { describe, expect, test } from 'vitest';
import type { Case } from '../../../domain/case/case.ts';
import { accruedCents, claimOfCase } from '../../../domain/case/claim-of-case.ts';
import type { InsideFact, OutsideFact } from '../../../domain/case/facts/fact.ts';
import { chargesDemandedOn } from '../../../domain/case/next/late-charges.ts';
import type { Plan } from '../../../domain/plan/plan.ts';
import { simulate } from '../../../domain/simulate/simulate.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';
import { caseOf, decision, handoff, heard, letter, planOf, reminder, sent } from './case-of.ts';

const creditor = { kind: 'company', terms: { dayCount: 'ACT/365F', allocation: 'interest-first' } } as const;
const notice = [letter, decision, handoff];
const steps = [reminder('r5', 5), ...notice];
const plan = planOf(steps, { lateCharges: 'claim' });

describe('interest and indemnity are demanded', () => {
  type Told = [string, OutsideFact | InsideFact];
  const left: Told = ['2026-03-20T10:00', sent('letter', 'registered-letter')];
  const late: Told = ['2026-04-02T10:00', sent('late-charges')];
  const paid: Told = ['2026-03-25T10:00', { type: 'payment', id: 'p', amountCents: 120_000 }];
  const dispute = (amountCents?: number): Told => [
    '2026-03-26T10:00',
    { type: 'dispute-opened', ...(amountCents === undefined ? {} : { amountCents }) },
  ];
  const schedule = [{ on: '2026-04-20', amountCents: 120_000 }];
  const table: readonly [string, readonly Told[], string | null, Plan?, Case?][] = [
    ['by nothing at first', [], null],
    ['by no reminder', [['2026-03-09T10:00', sent('r5')]], null],
    ['by a formal notice', [left], '2026-03-20'],
    ['by a message of a plan that asks for the claim', [['2026-03-09T10:00', sent('r5')]], '2026-03-09', claiming()],
    ['by a formal notice, once the price is paid too', [left, paid], '2026-03-20'],
    ['by their own claim, the last that left', [left, paid, late], '2026-04-02'],
    ['by a message of another invoice that asks for the claim', [aboard('letter')], '2026-03-20'],
    ['by no notice that was due to be a reminder', [aboard('r5', 'letter')], null],
    ['of nothing that is not due', [left], null, plan, caseOf({ dueOn: '2026-03-20' })],
    ['of nothing that was given up', [left, ['2026-03-21T10:00', { type: 'waive' }]], null],
    ['of nothing under a plan that gives them up', [left], null, planOf(steps)],
    ['of nothing that is disputed', [left, dispute()], null],
    ['of an invoice a part of which is disputed', [left, dispute(20_000)], '2026-03-20'],
    ['of nothing that a schedule holds', [left, ['2026-03-26T10:00', { type: 'instalments', schedule }]], null],
  ];
  test.each(table)('%s', (_, facts, on, own = plan, theCase = caseOf()) => {
    expect(chargesDemandedOn(heard(theCase, own, ...facts), own)).toBe(on);
  });

  function aboard(as: string, step = 'r5'): Told {
    return ['2026-03-20T10:00', { ...sent(step), as } as InsideFact];
  }

  function claiming(): Plan {
    return planOf([reminder('r5', 5, { asks: 'claim' }), ...notice], { lateCharges: 'claim' });
  }
});

test('what is disputed in part takes nothing off interest and indemnity: they are what the claim asks above the rest', () => {
  const facts = { type: 'dispute-opened', amountCents: 20_000 } as const;
  const disputed = heard(caseOf(), plan, ['2026-03-20T10:00', facts]);
  const claim = claimOfCase(disputed, creditor, '2026-04-20');
  expect(claim.totalCents).toBeGreaterThan(104_000);
  expect(accruedCents(disputed, creditor, '2026-04-20')).toBe((claim.totalCents ?? 0) - 100_000);
});

/** 1 200,00 EUR due on 2 March; the notice leaves on 2 April, and what it asks is paid. */
function played(facts: readonly object[]) {
  const { timeline, end } = simulate(
    readStory({
      plan: { id: 'p', version: 1, name: 'Essai', lateCharges: 'claim', steps: [reminder('r5', 23), ...notice] },
      from: '2026-02-02T08:00:00+01:00',
      until: '2026-12-31',
      creditor: { id: 'c1' },
      debtors: [{ id: 'd1', kind: 'business', department: '75', email: 'compta@aubert.example' }],
      invoices: [{ id: 'i1', number: 'F-1', debtor: 'd1', totalCents: 120_000, dueOn: '2026-03-02' }],
      facts,
    }),
  );
  return { timeline, end };
}

test('who pays on its day all that the formal notice asks, as his page shows it, has paid the case', () => {
  const asked = played([]).timeline.find(({ step }) => step === 'letter');
  const on = String(asked?.at).slice(0, 10);
  const shown = 120_000 + (accruedCents(caseOf(), creditor, on) ?? 0);
  expect(asked?.askedCents).toBe(shown);
  const payment = { at: `${on}T18:00:00+02:00`, type: 'payment', id: 'p', invoice: 'i1', amountCents: shown };
  const { timeline, end } = played([payment]);
  expect(timeline.filter(({ act }) => act === 'task')).toEqual([]);
  expect(end).toMatchObject([{ phase: 'closed', balanceCents: 120_000 - shown }]);
  const short = played([{ ...payment, amountCents: 120_000 }]);
  expect(short.end).not.toMatchObject([{ phase: 'closed' }]);
});
