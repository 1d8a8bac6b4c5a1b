import { expect, test } from 'vitest';
import { demandedOf } from '../../web/operator/approve-many.ts';

type Line = Parameters<typeof demandedOf>[0][number];

const line = (currency: string, shares: Readonly<Record<string, number>>) =>
  ({ theCase: { invoice: { currency } }, leaving: { shares } }) as unknown as Line;

test('what several accords let be demanded is summed by currency, a case that two letters speak for once', () => {
  const lines = [line('EUR', { a: 124_000, b: 50_000 }), line('EUR', { b: 50_000 }), line('USD', { c: 900 })];
  expect(demandedOf(lines)).toEqual([
    { currency: 'EUR', cents: 174_000 },
    { currency: 'USD', cents: 900 },
  ]);
  expect(demandedOf([{ ...line('EUR', {}), leaving: null }])).toEqual([]);
});
