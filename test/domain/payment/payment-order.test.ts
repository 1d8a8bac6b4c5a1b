import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { payeeOf } from '../../../domain/payment/payee.ts';
import { paymentPayload, remittanceOf } from '../../../domain/payment/payment-order.ts';

const order = { name: 'Atelier Lumen', iban: 'FR76 3000', bic: 'AGRIFRPP', amountCents: 125_223, invoiceNumbers: ['F2026-0412'] };
const bytesOf = (text: string) => Buffer.byteLength(text);

describe('what a transfer says it is for', () => {
  it.each([
    [['F2026-0412'], { kind: 'structured', value: 'RF70F20260412' }],
    [['---'], { kind: 'text', value: '---' }],
    [['A'.repeat(22)], { kind: 'text', value: 'A'.repeat(22) }],
    [['F-1', 'F\n2'], { kind: 'text', value: 'F-1 F 2' }],
    [[], { kind: 'text', value: '' }],
  ] as const)('%j', (numbers, expected) => {
    expect(remittanceOf(numbers)).toEqual(expected);
  });

  it('never holds half a number, which may be the number of another invoice', () => {
    const numbers = Array.from({ length: 20 }, (_, index) => `FACTURE-2026-${1000 + index}`);
    const { value } = remittanceOf(numbers);
    expect(value.length).toBeLessThanOrEqual(140);
    expect(value.split(' ')).toEqual(numbers.slice(0, 7));
  });
});

describe('payment code', () => {
  it('holds the lines of the guideline, one kind of reference alone', () => {
    const start = 'BCD\n002\n1\nSCT\nAGRIFRPP\nAtelier Lumen\nFR763000\nEUR1252.23\n';
    expect(paymentPayload(order)).toBe(`${start}\nRF70F20260412`);
    expect(paymentPayload({ ...order, invoiceNumbers: ['F-1', 'F-2'] })).toBe(`${start}\n\nF-1 F-2`);
    const { bic: _, ...withoutBic } = order;
    expect(paymentPayload(withoutBic)).toContain('SCT\n\nAtelier');
  });

  it.each([
    [1, 'EUR0.01'],
    [99, 'EUR0.99'],
    [100, 'EUR1.00'],
    [99_999_999_999, 'EUR999999999.99'],
  ])('writes %i cents as %s', (amountCents, written) => {
    expect(paymentPayload({ ...order, amountCents })).toContain(`\n${written}\n`);
  });

  it.each([0, -1, 1.5, Number.NaN, 100_000_000_000])('refuses %d cents', (amountCents) => {
    expect(() => paymentPayload({ ...order, amountCents })).toThrow('amountCents');
  });

  it('keeps to 331 bytes with the longest name and many numbers, and cuts no letter in two', () => {
    const payload = paymentPayload({
      ...order,
      name: '🏗️É'.repeat(60),
      invoiceNumbers: Array.from({ length: 30 }, (_, index) => `ÉÉ-${index}`),
    });
    expect(bytesOf(payload)).toBeLessThanOrEqual(331);
    expect(payload).not.toContain('\ufffd');
    expect(payload.split('\n').at(-1)).toMatch(/^(ÉÉ-\d+ ?)+$/);
  });

  test.prop([fc.string({ maxLength: 90 }), fc.array(fc.string({ minLength: 1, maxLength: 50 }), { maxLength: 12 })])(
    'whatever the name and the numbers, it has its eleven lines at most and fits',
    (name, invoiceNumbers) => {
      const payload = paymentPayload({ ...order, name, invoiceNumbers });
      expect(payload.split('\n').length).toBeLessThanOrEqual(11);
      expect(bytesOf(payload)).toBeLessThanOrEqual(331);
    },
  );
});

describe('where a debtor pays', () => {
  const creditor = {
    name: 'Atelier Lumen',
    iban: 'FR7630006000011234567890189',
    bic: 'AGRIFRPP',
    bankName: 'Banque de la Saône',
  };

  it.each([
    ['the account of the creditor', {}, { name: 'Atelier Lumen', iban: creditor.iban, bic: 'AGRIFRPP' }],
    ['the exact name of the holder', { accountHolder: 'SAS ATELIER LUMEN' }, { name: 'SAS ATELIER LUMEN' }],
  ])('%s', (_name, change, expected) => {
    expect(payeeOf({ ...creditor, ...change }, {})).toMatchObject(expected);
  });

  it('the account that a collector keeps for such money comes before any other', () => {
    const collector = { name: 'Recouvrement SA', siren: '901234568', address: 'Lyon' };
    const mandate = { as: 'agency', collector, dedicatedAccount: 'FR7610011000201234567890188' } as const;
    expect(payeeOf({ ...creditor, accountHolder: 'LUMEN', mandate }, { virtualIban: creditor.iban })).toEqual({
      name: 'Recouvrement SA',
      iban: 'FR7610011000201234567890188',
    });
  });

  it('an account that the bank keeps for that debtor comes first; another bank has another BIC, which nobody told', () => {
    expect(payeeOf(creditor, { virtualIban: 'FR7630006000019999999999999' })).toMatchObject({
      iban: 'FR7630006000019999999999999',
      bic: 'AGRIFRPP',
    });
    expect(payeeOf(creditor, { virtualIban: 'DE89370400440532013000' })).toEqual({
      name: 'Atelier Lumen',
      iban: 'DE89370400440532013000',
    });
  });
});
