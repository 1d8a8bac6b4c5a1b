import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { match } from '../../../domain/matching/match.ts';
import type { MatchResult, PayingEntry } from '../../../domain/matching/open-invoice.ts';
import { newEntries } from '../../../domain/statement/new-entries.ts';
import { entriesOf, tracedEntriesOf } from '../statement/read.ts';
import { camtText } from '../statement/write-camt.ts';
import { cfonbText } from '../statement/write-cfonb.ts';
import { bytesOf } from '../statement/write-statement.ts';
import { scoreOf } from './score.ts';
import { createWorld, type World } from './world.ts';

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const sizes = fc.integer({ min: 1, max: 120 });

function camtBytes(world: World): Uint8Array {
  return bytesOf(camtText({ message: '053', version: 8 }, [world.statement]));
}

function cfonbBytes(world: World): Uint8Array {
  return Buffer.from(cfonbText(world.statement), 'latin1');
}

function allocationsByKey(results: readonly MatchResult[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(results.map((result) => [result.key, [result.verdict, result.allocations]]));
}

function shuffled<T>(list: readonly T[], order: readonly number[]): readonly T[] {
  return list
    .map((item, index) => [order[index % order.length] ?? 0, item] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, item]) => item);
}

describe('a bank statement of a ledger whose truth is known', () => {
  test.prop([seeds, sizes])('no allocation is wrong, in camt and in CFONB', (seed, size) => {
    const world = createWorld(seed, size);
    for (const bytes of [camtBytes(world), cfonbBytes(world)]) {
      const entries = entriesOf(bytes);
      expect(entries).toHaveLength(world.truth.length);
      expect(scoreOf(world, entries, match(world.invoices, entries)).wrong).toEqual([]);
    }
  });

  test.prop([seeds, sizes])('no euro is counted twice and none vanishes', (seed, size) => {
    const world = createWorld(seed, size);
    const entries = entriesOf(camtBytes(world));
    const results = match(world.invoices, entries);
    const [paid, left] = [new Map<string, number>(), new Map<string, number>()];
    results.forEach((result, index) => {
      const allocated = result.allocations.reduce((sum, each) => sum + each.amountCents, 0);
      for (const each of result.allocations) paid.set(each.invoice, (paid.get(each.invoice) ?? 0) + each.amountCents);
      left.set(result.key, (entries[index]?.amountCents ?? 0) - allocated);
    });
    expect(world.invoices.filter((invoice) => (paid.get(invoice.id) ?? 0) > invoice.balanceCents)).toEqual([]);
    expect(results.filter((result) => result.verdict === 'matched' && (left.get(result.key) ?? 0) < 0)).toEqual([]);
    const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
    expect(sum(paid.values()) + sum(left.values())).toBe(sum(entries.map((entry) => entry.amountCents)));
  });

  test.prop([seeds, sizes, fc.array(fc.integer(), { minLength: 7, maxLength: 31 })])(
    'the order of entries and invoices changes nothing',
    (seed, size, order) => {
      const world = createWorld(seed, size);
      const entries = entriesOf(camtBytes(world));
      const before = allocationsByKey(match(world.invoices, entries));
      expect(allocationsByKey(match(world.invoices, shuffled(entries, order)))).toEqual(before);
      expect(allocationsByKey(match(shuffled(world.invoices, order), entries))).toEqual(before);
    },
  );

  test.prop([seeds, sizes])('importing the statement again, in either format, brings nothing new', (seed, size) => {
    const world = createWorld(seed, size);
    const first = newEntries(new Map(), tracedEntriesOf(camtBytes(world)), 'M1');
    expect(first.bookings.filter(({ isNew }) => isNew)).toHaveLength(world.truth.length);
    const again = newEntries(first.known, tracedEntriesOf(camtBytes(world)), 'M2');
    const other = newEntries(again.known, tracedEntriesOf(cfonbBytes(world)), 'M3');
    expect([...again.bookings, ...other.bookings].filter(({ isNew }) => isNew)).toEqual([]);
  });
});

describe('the score', () => {
  it('sees an allocation to an invoice that was not meant', () => {
    const world = createWorld(7, 200);
    const entries = entriesOf(camtBytes(world));
    const results = match(world.invoices, entries);
    const [spoilt, ...others] = results.filter(({ verdict }) => verdict === 'matched');
    const elsewhere = results.map((result) =>
      result === spoilt ? { ...result, allocations: [{ invoice: 'i-none', amountCents: 1 }] } : result,
    );
    expect(others.length).toBeGreaterThan(50);
    expect(scoreOf(world, entries, elsewhere).wrong).toHaveLength(1);
  });
});

describe('a large ledger', () => {
  it('matches most of what says enough, and nothing wrongly', () => {
    const world = createWorld(7, 5000);
    const entries: readonly PayingEntry[] = entriesOf(camtBytes(world));
    const score = scoreOf(world, entries, match(world.invoices, entries));
    expect(score.wrong).toEqual([]);
    expect(score.matched / score.payments).toBeGreaterThan(0.6);
  });
});
