import { describe, expect, test } from 'vitest';
import { sharesOf } from '../../../domain/claim/allocation.ts';
import type { ClaimInput, ClaimPayment } from '../../../domain/claim/claim.ts';
import { statementOfClaim } from '../../../domain/claim/statement.ts';
import { claim, figuresOf, linesOf, partsOf } from './cases.ts';

const invoice = (number: string, dueOn: string, more: { issuedOn?: string; totalCents?: number } = {}) => ({
  number,
  totalCents: 100_000,
  dueOn,
  ...more,
});
const payment = (id: string, amountCents: number, on: string, named?: string): ClaimPayment => ({
  id,
  amountCents,
  on,
  ...(named ? { invoice: named } : {}),
});
const two = [invoice('F-1', '2026-07-31'), invoice('F-2', '2026-08-31')];

/** What the case is called, the facts, then where each payment goes. */
const TABLE: readonly (readonly [string, Partial<ClaimInput>, readonly string[]])[] = [
  [
    'one invoice: interest, principal, indemnity, credit',
    { payments: [payment('P-1', 110_000, '2026-08-30')] },
    ['P-1: F-1 interest 1019', 'P-1: F-1 principal 100000', 'P-1: F-1 indemnity 4000', 'P-1: credit 4981'],
  ],
  [
    'principal first: principal, interest, indemnity, credit',
    { terms: { allocation: 'principal-first' }, payments: [payment('P-1', 110_000, '2026-08-30')] },
    ['P-1: F-1 principal 100000', 'P-1: F-1 interest 1019', 'P-1: F-1 indemnity 4000', 'P-1: credit 4981'],
  ],
  ['less than the interest', { payments: [payment('P-1', 1000, '2026-08-30')] }, ['P-1: F-1 interest 1000']],
  [
    'before the due date there is only principal',
    { payments: [payment('P-1', 1000, '2026-07-30')] },
    ['P-1: F-1 principal 1000'],
  ],
  [
    'more than the price before the due date is a credit',
    { payments: [payment('P-1', 100_500, '2026-07-31')] },
    ['P-1: F-1 principal 100000', 'P-1: credit 500'],
  ],
  [
    'the debtor names the younger invoice',
    { invoices: two, payments: [payment('P-1', 50_000, '2026-09-30', 'F-2')] },
    ['P-1: F-2 interest 1019', 'P-1: F-2 principal 48981'],
  ],
  [
    'what a named invoice does not take is a credit',
    { invoices: two, payments: [payment('P-1', 106_000, '2026-09-30', 'F-2')] },
    ['P-1: F-2 interest 1019', 'P-1: F-2 principal 100000', 'P-1: F-2 indemnity 4000', 'P-1: credit 981'],
  ],
  [
    'due debts come before what is not due',
    { invoices: [invoice('F-9', '2026-12-31'), two[0] ?? invoice('', '')], payments: [payment('P-1', 100, '2026-08-30')] },
    ['P-1: F-1 interest 100'],
  ],
  [
    'the oldest due date first',
    { invoices: two, payments: [payment('P-1', 100_000, '2026-09-30')] },
    ['P-1: F-1 interest 2072', 'P-1: F-1 principal 97928'],
  ],
  [
    'indemnities come after every due invoice, and before what is not due',
    { invoices: [...two, invoice('F-3', '2026-12-31')], payments: [payment('P-1', 250_000, '2026-09-30')] },
    [
      'P-1: F-1 interest 2072',
      'P-1: F-1 principal 100000',
      'P-1: F-2 interest 1019',
      'P-1: F-2 principal 100000',
      'P-1: F-1 indemnity 4000',
      'P-1: F-2 indemnity 4000',
      'P-1: F-3 principal 38909',
    ],
  ],
  [
    'due the same day, the one issued first',
    {
      invoices: [
        invoice('F-1', '2026-07-31', { issuedOn: '2026-07-01' }),
        invoice('F-2', '2026-07-31', { issuedOn: '2026-06-01' }),
      ],
      payments: [payment('P-1', 500, '2026-08-30')],
    },
    ['P-1: F-2 interest 500'],
  ],
  [
    'all equal: in proportion, the odd cent to the first',
    { invoices: [invoice('F-1', '2026-07-31'), invoice('F-2', '2026-07-31')], payments: [payment('P-1', 501, '2026-08-30')] },
    ['P-1: F-1 interest 251', 'P-1: F-2 interest 250'],
  ],
  [
    'in proportion to what is owed',
    {
      invoices: [invoice('F-1', '2026-08-29', { totalCents: 10_000 }), invoice('F-2', '2026-08-29', { totalCents: 30_000 })],
      payments: [payment('P-1', 20_000, '2026-08-29')],
    },
    ['P-1: F-1 principal 5000', 'P-1: F-2 principal 15000'],
  ],
  [
    'a public body: the higher frozen rate is the more onerous, though younger',
    {
      asOf: '2026-11-21',
      debtor: { kind: 'public' },
      invoices: [invoice('F-1', '2026-05-31'), invoice('F-2', '2026-07-31')],
      payments: [payment('P-1', 500, '2026-08-30')],
    },
    ['P-1: F-2 interest 500'],
  ],
  [
    'a consumer: what bears interest before what bears none',
    {
      debtor: { kind: 'consumer' },
      formalNotice: { effectiveOn: '2026-09-10' },
      invoices: [invoice('F-2', '2026-09-15'), invoice('F-1', '2026-09-05')],
      payments: [payment('P-1', 100_200, '2026-10-10')],
    },
    ['P-1: F-1 interest 226', 'P-1: F-1 principal 99974'],
  ],
  [
    'two on the same day: the named one first, then by their ids',
    {
      invoices: two,
      payments: [payment('P-2', 100, '2026-09-30'), payment('P-9', 2072, '2026-09-30', 'F-1'), payment('P-1', 100, '2026-09-30')],
    },
    ['P-9: F-1 interest 2072', 'P-1: F-1 principal 100', 'P-2: F-1 principal 100'],
  ],
  [
    'an invoice not yet issued takes nothing',
    { invoices: [invoice('F-1', '2026-10-31', { issuedOn: '2026-10-01' })], payments: [payment('P-1', 100, '2026-09-30')] },
    ['P-1: credit 100'],
  ],
];

describe('where a payment goes', () => {
  test.each(TABLE)('%s', (_, given, expected) => {
    expect(partsOf(given)).toEqual(expected);
  });

  test('two payments of the same day make one cut', () => {
    const payments = [payment('P-1', 10_000, '2026-08-10'), payment('P-2', 20_000, '2026-08-10')];
    expect(linesOf({ asOf: '2026-08-30', payments })).toEqual([
      '2026-08-01 2026-08-10 10d 100000 1240/365 commercial-default = 340',
      '2026-08-11 2026-08-30 20d 70340 1240/365 commercial-default = 478',
    ]);
  });

  test('an invoice that a payment does not reach keeps its slices whole', () => {
    const { invoices } = statementOfClaim(claim({ invoices: two, payments: [payment('P-1', 500, '2026-09-30')] }));
    expect(invoices.map(({ lines }) => lines.length)).toEqual([2, 1]);
  });

  test('a pro rata of one cent cuts one invoice only', () => {
    const equal = [invoice('F-1', '2026-07-31'), invoice('F-2', '2026-07-31')];
    const { invoices } = statementOfClaim(claim({ invoices: equal, payments: [payment('P-1', 1, '2026-08-30')] }));
    expect(invoices.map(({ lines }) => lines.length)).toEqual([2, 1]);
  });

  test('the principal paid, interest and indemnity stay owed and bear nothing', () => {
    expect(figuresOf({ payments: [payment('P-1', 101_019, '2026-08-30')] })).toEqual([0, 0, 4000, 4000]);
    expect(figuresOf({ terms: { allocation: 'principal-first' }, payments: [payment('P-1', 100_000, '2026-08-30')] })).toEqual([
      0, 1019, 4000, 5019,
    ]);
  });

  test.each([
    [10, [100], [10]],
    [300, [100, 100], [100, 100]],
    [3, [1, 1, 1, 1], [1, 1, 1, 0]],
    [100, [1, 299], [0, 100]],
    [10, [5, 0, 15], [3, 0, 7]],
    [0, [5, 5], [0, 0]],
    [999_999_999_999, [1_000_000_000_000, 1], [999_999_999_998, 1]],
  ])('%i shared over %j gives %j', (amountCents, owed, shares) => {
    const found = sharesOf(amountCents, owed);
    expect(found.reduce((sum, share) => sum + share, 0)).toBe(
      Math.min(
        amountCents,
        owed.reduce((sum, each) => sum + each, 0),
      ),
    );
    expect(found.every((share, index) => share <= (owed[index] ?? 0))).toBe(true);
    if (amountCents < 1000) expect(found).toEqual(shares);
  });
});
