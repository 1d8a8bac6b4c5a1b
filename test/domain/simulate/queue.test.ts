import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Queue } from '../../../domain/simulate/queue.ts';

describe('the queue', () => {
  test('gives back the earliest first, then the lowest rank', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.nat(20))), (given) => {
        const queue = new Queue<readonly [number, number]>();
        for (const item of given) queue.push(item[0], item[1], item);
        expect(given.map(() => queue.pop())).toEqual(given.toSorted(([a, x], [b, y]) => a - b || x - y));
        expect([queue.pop(), queue.firstMs]).toEqual([undefined, Number.POSITIVE_INFINITY]);
      }),
    ));
});
