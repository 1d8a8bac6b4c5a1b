import { describe, expect, it } from 'vitest';
import { comparableAccount, ibanOfRib } from '../../../domain/statement/account.ts';
import { centsOfDecimal, centsOfDigits } from '../../../domain/statement/amount.ts';

describe('IBAN of French bank details', () => {
  it.each([
    ['20041', '01005', '0500013M026', 'FR1420041010050500013M02606'],
    ['30006', '00001', '12345678901', 'FR7630006000011234567890189'],
    ['30004', '00123', '00001234567', 'FR7630004001230000123456705'],
  ])('%s %s %s is %s', (bank, branch, number, iban) => {
    expect(ibanOfRib(bank, branch, number)).toBe(iban);
  });

  it('leaves other account numbers as they are', () => {
    expect(ibanOfRib('     ', '     ', 'COMPTE-7   ')).toBe('COMPTE-7');
  });
});

describe('accounts as compared', () => {
  it.each([
    ['FR14 2004 1010 0505 0001 3M02 606', '20041010050500013M026'],
    ['MC1420041010050500013M02606', '20041010050500013M026'],
    ['DE89370400440532013000', 'DE89370400440532013000'],
  ])('%s is %s', (account, compared) => {
    expect(comparableAccount(account)).toBe(compared);
  });
});

describe('amounts', () => {
  it.each([
    ['1200', 120_000],
    ['1200.5', 120_050],
    ['.5', 50],
    ['5.', 500],
    ['0000012.30', 1230],
    ['12.3000', 1230],
    ['90071992547409.91', 9_007_199_254_740_991],
  ])('%s is %d cents', (text, cents) => {
    expect(centsOfDecimal(text, 1)).toBe(cents);
  });

  it.each(['', '.', '1e5', '0x1F', '1 200', '12.345', 'NaN', '-1', '90071992547409.92'])('%s is refused', (text) => {
    expect(() => centsOfDecimal(text, 7)).toThrow(/^ligne 7: le montant/);
  });

  it.each([
    ['00000000120050', 2, 120_050],
    ['00000000000012', 0, 1200],
    ['00000000012340', 3, 1234],
  ])('%s with %d decimals is %d cents', (digits, decimals, cents) => {
    expect(centsOfDigits(digits, decimals, 1)).toBe(cents);
  });
});
