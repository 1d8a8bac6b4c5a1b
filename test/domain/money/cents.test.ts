import { expect, test } from 'vitest';
import { formatCents, sumsByCurrency } from '../../../domain/money/cents.ts';

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

test('amounts of several currencies are never one sum', () => {
  const [a, b, c] = [5, 7, 11].map((cents, index) => ({ currency: index === 1 ? 'USD' : 'EUR', cents }));
  expect(sumsByCurrency([a, b, c].flatMap((each) => each ?? []))).toEqual([
    { currency: 'EUR', cents: 16 },
    { currency: 'USD', cents: 7 },
  ]);
});
