import { describe, expect, test } from 'vitest';
import { readClaimInput } from '../../../domain/claim/claim-input.ts';
import { BadInput } from '../../../domain/fault.ts';

const full = {
  asOf: '2026-10-30',
  creditor: { kind: 'company' },
  debtor: { kind: 'business' },
  terms: { dayCount: 'ACT/365F', allocation: 'interest-first', contractRateBasisPoints: 1500, capitaliseFrom: '2025-01-01' },
  invoices: [{ number: 'F-1', totalCents: 120_000, vatCents: 20_000, issuedOn: '2026-07-01', dueOn: '2026-07-31' }],
  creditNotes: [{ id: 'A-1', invoice: 'F-1', amountCents: 10_000, on: '2026-09-15' }],
  payments: [{ id: 'P-1', invoice: 'F-1', amountCents: 50_000, on: '2026-09-20' }],
  formalNotice: { effectiveOn: '2026-09-10' },
  insolvency: { openedOn: '2026-10-06' },
  judgment: { servedOn: '2026-03-10', regime: 'legal' },
  waived: true,
};

const invoice = full.invoices[0];
const payment = full.payments[0];
const note = full.creditNotes[0];

/** What is wrong, the document, the path at fault, and words of the message. */
const TABLE: readonly (readonly [string, unknown, string, string])[] = [
  ['no object', 3, '$', 'expected an object'],
  ['an unknown field', { ...full, company: 'x' }, '$.company', 'unknown field'],
  ['an unknown field of an invoice', { ...full, invoices: [{ ...invoice, vat: 1 }] }, '$.invoices[0].vat', 'unknown field'],
  ['no invoice', { ...full, invoices: [] }, '$.invoices', 'at least 1'],
  ['30 February', { ...full, asOf: '2026-02-30' }, '$.asOf', 'got "2026-02-30"'],
  ['the year 2200', { ...full, asOf: '2200-01-01' }, '$.asOf', '2100-12-31'],
  ['a currency without cents', { ...full, currency: 'JPY' }, '$.currency', 'a hundred cents'],
  ['a currency of a thousand', { ...full, currency: 'TND' }, '$.currency', 'a hundred cents'],
  ['a currency in words', { ...full, currency: 'euros' }, '$.currency', 'ISO 4217'],
  ['the year 1026', { ...full, invoices: [{ ...invoice, dueOn: '1026-07-31' }] }, '$.invoices[0].dueOn', '2000-01-01'],
  ['an instant for a day', { ...full, asOf: '2026-10-30T00:00:00Z' }, '$.asOf', 'YYYY-MM-DD'],
  ['a fraction of a cent', { ...full, invoices: [{ ...invoice, totalCents: 0.5 }] }, '$.invoices[0].totalCents', 'an integer'],
  ['a negative invoice', { ...full, invoices: [{ ...invoice, totalCents: -1 }] }, '$.invoices[0].totalCents', 'at least 0'],
  ['a negative payment', { ...full, payments: [{ ...payment, amountCents: -5 }] }, '$.payments[0].amountCents', 'more than 0'],
  ['an amount as a text', { ...full, payments: [{ ...payment, amountCents: '5' }] }, '$.payments[0].amountCents', 'got "5"'],
  [
    'an amount that no cent can hold',
    { ...full, invoices: [{ ...invoice, totalCents: 1e18 }] },
    '$.invoices[0].totalCents',
    'got 1000000000000000000',
  ],
  ['a rate in percent', { ...full, terms: { contractRateBasisPoints: 12.4 } }, '$.terms.contractRateBasisPoints', 'an integer'],
  ['another day count', { ...full, terms: { dayCount: 'ACT/360' } }, '$.terms.dayCount', '"ACT/365F"'],
  [
    'due before it was issued',
    { ...full, invoices: [{ ...invoice, dueOn: '2026-06-30' }] },
    '$.invoices[0].dueOn',
    'issuedOn 2026-07-01',
  ],
  [
    'more VAT than price',
    { ...full, invoices: [{ ...invoice, vatCents: 120_001 }] },
    '$.invoices[0].vatCents',
    'at most totalCents',
  ],
  ['two invoices of one number', { ...full, invoices: [invoice, invoice] }, '$.invoices[1].number', 'a second time'],
  ['two payments of one id', { ...full, payments: [payment, payment] }, '$.payments[1].id', 'a second time'],
  ['two credit notes of one id', { ...full, creditNotes: [note, note] }, '$.creditNotes[1].id', 'a second time'],
  ['a payment of nobody', { ...full, payments: [{ ...payment, invoice: 'F-9' }] }, '$.payments[0].invoice', 'got "F-9"'],
  [
    'a credit note without invoice',
    { ...full, creditNotes: [{ id: 'A-1', amountCents: 1, on: '2026-09-15' }] },
    '$.creditNotes[0].invoice',
    'missing',
  ],
  ['a payment before its invoice', { ...full, payments: [{ ...payment, on: '2026-06-30' }] }, '$.payments[0].on', '2026-07-01'],
  [
    'a payment before every invoice',
    { ...full, payments: [{ id: 'P-1', amountCents: 1, on: '2026-06-30' }] },
    '$.payments[0].on',
    '2026-07-01',
  ],
  [
    'a credit note before its invoice',
    { ...full, creditNotes: [{ ...note, on: '2026-06-30' }] },
    '$.creditNotes[0].on',
    '2026-07-01',
  ],
  [
    'a contract judged without its rate',
    { ...full, terms: {}, judgment: { servedOn: '2026-03-10', regime: 'contract' } },
    '$.judgment.regime',
    'contractRateBasisPoints',
  ],
];

function faultsOf(document: unknown) {
  try {
    readClaimInput(document);
  } catch (error) {
    if (error instanceof BadInput) return error.faults;
    throw error;
  }
  return [];
}

describe('input of a claim', () => {
  test('every field of the contract is read', () => {
    expect(readClaimInput(full)).toEqual(full);
  });

  test('only four fields are required', () => {
    const { asOf, creditor, debtor } = full;
    const least = { asOf, creditor, debtor, invoices: [{ number: 'F-1', totalCents: 0, dueOn: '2026-07-31' }] };
    expect(readClaimInput(least)).toEqual(least);
    for (const key of Object.keys(least)) expect(faultsOf({ ...least, [key]: undefined })[0]?.path).toBe(`$.${key}`);
  });

  test.each(TABLE)('%s is refused', (_, document, path, words) => {
    const fault = faultsOf(document).find((each) => each.path === path);
    expect(fault?.message).toContain(words);
  });

  test('every field at fault is named at once, and another root on demand', () => {
    const wrong = { ...full, asOf: 'x', debtor: { kind: 'y' } };
    expect(faultsOf(wrong).map(({ path }) => path)).toEqual(['$.asOf', '$.debtor.kind']);
    expect(() => readClaimInput(wrong, '$.claim')).toThrow('$.claim.debtor.kind');
  });
});
