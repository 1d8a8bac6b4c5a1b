import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balanceCents } from '../../../domain/case/balance.ts';
import { divide } from '../../../domain/case/debtor/payment.ts';
import { caseOf } from './case-of.ts';

const invoice = (id: string, dueOn: string, totalCents: number, more: object = {}) =>
  caseOf({ id, dueOn, totalCents, issuedOn: null, ...more }, { id });
const nothing = () => 0;
const sharesOf = (
  amountCents: number,
  cases: ReturnType<typeof invoice>[],
  charges: (theCase: ReturnType<typeof invoice>) => number = nothing,
) => {
  const { shares, restCents } = divide(amountCents, '2026-03-10', cases, charges);
  return { ...Object.fromEntries(shares.map(({ of, amountCents: cents }) => [of.id, cents])), restCents };
};

describe('a payment without an invoice (C. civ. 1342-10)', () => {
  const [old, recent, coming] = [
    invoice('old', '2026-01-10', 300),
    invoice('recent', '2026-02-10', 500),
    invoice('coming', '2026-04-10', 400),
  ];

  test.each([
    ['the oldest due first', 200, { old: 200, restCents: 0 }],
    ['then the next', 500, { old: 300, recent: 200, restCents: 0 }],
    ['what is not due last', 900, { old: 300, recent: 500, coming: 100, restCents: 0 }],
    ['beyond everything, a credit', 1500, { old: 300, recent: 500, coming: 400, restCents: 300 }],
  ])('%s', (_why, amountCents, expected) => expect(sharesOf(amountCents, [coming, recent, old])).toEqual(expected));

  test('due on the day of the payment is due', () => {
    expect(sharesOf(100, [invoice('tomorrow', '2026-03-11', 300), invoice('today', '2026-03-10', 300)])).toEqual({
      today: 100,
      restCents: 0,
    });
  });

  test('equals share in proportion, to the cent', () => {
    expect(sharesOf(100, [invoice('a', '2026-02-10', 300), invoice('b', '2026-02-10', 600)])).toEqual({
      a: 33,
      b: 67,
      restCents: 0,
    });
  });

  test('of one due date the invoice issued first is older', () => {
    const cases = [
      invoice('b', '2026-02-10', 300, { issuedOn: '2026-01-20' }),
      invoice('a', '2026-02-10', 300, { issuedOn: '2026-01-10' }),
    ];
    expect(sharesOf(350, cases)).toEqual({ a: 300, b: 50, restCents: 0 });
  });

  test('late charges after every principal, in the same order', () => {
    expect(sharesOf(860, [recent, old], (theCase) => (theCase.id === 'old' ? 40 : 100))).toEqual({
      old: 340,
      recent: 520,
      restCents: 0,
    });
  });

  test('another currency takes nothing', () => {
    expect(sharesOf(900, [old, invoice('usd', '2026-02-01', 500, { currency: 'USD' })])).toEqual({ old: 300, restCents: 600 });
  });

  test('nothing is lost and nobody gets more than is owed', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 900 })), { maxLength: 6 }),
        (amountCents, given) => {
          const cases = given.map(([day, cents], index) =>
            invoice(`i${index}`, `2026-03-${String(day).padStart(2, '0')}`, cents),
          );
          const { shares, restCents } = divide(amountCents, '2026-03-10', cases, nothing);
          expect(shares.reduce((sum, share) => sum + share.amountCents, restCents)).toBe(amountCents);
          for (const share of shares) expect(share.amountCents).toBeLessThanOrEqual(balanceCents(share.of));
          if (restCents > 0) expect(shares).toHaveLength(cases.length);
        },
      ),
    ));
});
