import { expect, test } from 'vitest';
import { formatCents } from '../../../domain/money/cents.ts';

test.each([
  [0, 'EUR', '0,00\u00a0€'],
  [1, 'EUR', '0,01\u00a0€'],
  [-1, 'EUR', '\u22120,01\u00a0€'],
  [123_456_789, 'EUR', '1\u202f234\u202f567,89\u00a0€'],
  [-123_456, 'EUR', '\u22121\u202f234,56\u00a0€'],
  [80_000, 'USD', '800,00\u00a0USD'],
])('%i cents of %s', (amountCents, currency, text) => {
  expect(formatCents(amountCents, currency)).toBe(text);
});
