import { describe, expect, test } from 'vitest';
import { type Chosen, chosenPlan, type PlanChoice } from '../../../domain/plan/plan-choice.ts';

const choices: readonly PlanChoice[] = [
  { plan: 'strategic', debtors: ['big'] },
  { plan: 'consumer', kinds: ['consumer'] },
  { plan: 'tight', segments: ['late'], minimumTotal: { EUR: 50_000 } },
  { plan: 'small', belowTotal: { EUR: 10_000, CHF: 20_000 } },
];

const chosen = (debtor: Partial<Chosen['debtor']> = {}, invoice: Partial<Chosen['invoice']> = {}): Chosen => ({
  debtor: { id: 'd', kind: 'business', ...debtor },
  invoice: { totalCents: 120_000, currency: 'EUR', ...invoice },
});

describe('the plan of a new invoice', () => {
  test.each([
    ['nothing fits', chosen(), 'usual'],
    ['a debtor by his id', chosen({ id: 'big' }), 'strategic'],
    ['the first that fits wins', chosen({ id: 'big', kind: 'consumer' }), 'strategic'],
    ['a kind', chosen({ kind: 'consumer' }), 'consumer'],
    ['a segment and its amount', chosen({ segment: 'late' }, { totalCents: 50_000 }), 'tight'],
    ['a segment below its amount', chosen({ segment: 'late' }, { totalCents: 49_999 }), 'usual'],
    ['a segment in a currency that is not listed', chosen({ segment: 'late' }, { currency: 'USD' }), 'usual'],
    ['below an amount', chosen({}, { totalCents: 9_999 }), 'small'],
    ['not below it', chosen({}, { totalCents: 10_000 }), 'usual'],
    ['below the amount of its currency', chosen({}, { totalCents: 19_999, currency: 'CHF' }), 'small'],
    ['a currency without an amount', chosen({}, { totalCents: 1, currency: 'USD' }), 'usual'],
  ])('%s', (_what, invoice, plan) => {
    expect(chosenPlan(choices, 'usual', invoice)).toBe(plan);
  });
});
