import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { naiveClaim } from '../../../bench/naive-claim.ts';
import { addDays, daysBetween } from '../../../domain/calendar/civil-date.ts';
import type { ClaimInput } from '../../../domain/claim/claim.ts';
import { statementOfClaim } from '../../../domain/claim/statement.ts';
import { howMany } from '../../support/runner/long.ts';
import { claim, sumOf } from './cases.ts';

/** A day of the 900 that follow a start. */
const dayFrom = (start: number) => fc.integer({ min: 0, max: 900 }).map((days) => addDays('2019-01-02', start + days));
const kinds = fc.constantFrom<ClaimInput['debtor']['kind'][]>('business', 'consumer', 'public');
const terms = fc.record(
  {
    dayCount: fc.constantFrom<('ACT/365F' | 'ACT/ACT')[]>('ACT/365F', 'ACT/ACT'),
    allocation: fc.constantFrom<('interest-first' | 'principal-first')[]>('interest-first', 'principal-first'),
    contractRateBasisPoints: fc.integer({ min: 1600, max: 3000 }),
  },
  { requiredKeys: [] },
);

const movements = (invoices: readonly string[], day: fc.Arbitrary<string>) =>
  fc
    .array(
      fc.record({
        amountCents: fc.integer({ min: 1, max: 600_000 }),
        on: day,
        invoice: fc.option(fc.constantFrom(...invoices), { nil: undefined }),
      }),
      { maxLength: 5 },
    )
    .map((list) => list.map((each, index) => ({ id: `P-${index}`, ...each })));

const notes = (invoices: readonly string[], day: fc.Arbitrary<string>) =>
  fc
    .array(fc.record({ amountCents: fc.integer({ min: 1, max: 200_000 }), on: day, invoice: fc.constantFrom(...invoices) }), {
      maxLength: 2,
    })
    .map((list) => list.map((each, index) => ({ id: `A-${index}`, ...each })));

const optional = <Key extends string>(key: Key, day: fc.Arbitrary<string>) =>
  fc.option(
    day.map((on) => ({ [key]: on }) as Record<Key, string>),
    { nil: undefined },
  );

/** Claims whose days lie within 900 days of one another, between 2019 and 2026. */
function claimsOf(numbers: readonly string[]): fc.Arbitrary<ClaimInput> {
  return fc.integer({ min: 0, max: 1980 }).chain((start) => claimsWithin(numbers, dayFrom(start)));
}

function claimsWithin(numbers: readonly string[], day: fc.Arbitrary<string>): fc.Arbitrary<ClaimInput> {
  return fc.record({
    asOf: day,
    creditor: fc.record({ kind: fc.constantFrom<('company' | 'individual')[]>('company', 'individual') }),
    debtor: fc.record({ kind: kinds }),
    terms,
    invoices: fc.tuple(
      ...numbers.map((number) =>
        fc.record({ number: fc.constant(number), totalCents: fc.integer({ min: 1, max: 3_000_000 }), dueOn: day }),
      ),
    ),
    payments: movements(numbers, day),
    creditNotes: notes(numbers, day),
    formalNotice: optional('effectiveOn', day),
    judgment: optional('servedOn', day),
  });
}

const anyDay = fc.integer({ min: 0, max: 2880 }).map((days) => addDays('2019-01-02', days));
const one = claimsOf(['F-1']);
const several = claimsOf(['F-1', 'F-2', 'F-3']);

function sumDays(input: ClaimInput): number {
  return statementOfClaim(input)
    .invoices.flatMap(({ lines }) => lines)
    .reduce((sum, line) => sum + line.days, 0);
}

describe('properties of a statement', () => {
  const claims = howMany({ shortly: 1000, long: 10_000 });
  test(`${claims} claims agree with a day-by-day computation in decimals`, () => {
    fc.assert(
      fc.property(one, (input) => {
        const { principalCents, interestCents, indemnityCents, invoices } = statementOfClaim(input);
        const lineCents = invoices[0]?.lines.map((line) => line.amountCents);
        expect({ principalCents, interestCents, indemnityCents, lineCents }).toEqual(naiveClaim(input));
      }),
      { numRuns: claims },
    );
  });

  test.prop([several])('lines add up to what is owed and what was paid, invoices to the total', (input) => {
    const { invoices, payments, ...top } = statementOfClaim(input);
    for (const key of ['principalCents', 'interestCents', 'indemnityCents', 'totalCents'] as const)
      expect(sumOf(invoices, key)).toBe(top[key]);
    for (const { number, lines, interestCents } of invoices) {
      const paid = payments.flatMap(({ parts }) => parts).filter(({ invoice, to }) => invoice === number && to === 'interest');
      const accrued = lines.reduce((sum, line) => sum + line.amountCents, 0);
      expect(accrued - paid.reduce((sum, part) => sum + part.amountCents, 0)).toBe(interestCents);
    }
  });

  test.prop([several])('every cent of a payment that counts is in a part or in a credit', (input) => {
    const amounts = new Map(
      (input.payments ?? []).filter(({ on }) => on <= input.asOf).map(({ id, amountCents }) => [id, amountCents]),
    );
    const { payments } = statementOfClaim(input);
    expect(payments).toHaveLength(amounts.size);
    for (const { id, parts, creditCents = 0 } of payments) {
      expect(parts.reduce((sum, part) => sum + part.amountCents, creditCents)).toBe(amounts.get(id));
    }
  });

  test.prop([several])('the order of the facts changes nothing', (input) => {
    const { invoices, payments = [], creditNotes = [] } = input;
    const reversed = {
      ...input,
      invoices: invoices.toReversed(),
      payments: payments.toReversed(),
      creditNotes: creditNotes.toReversed(),
    };
    expect(statementOfClaim(reversed)).toEqual(statementOfClaim(input));
  });

  test.prop([several])('lines follow one another, within a semester, and count their days', (input) => {
    for (const { lines } of statementOfClaim(input).invoices) {
      lines.forEach((line, index) => {
        expect(line.days).toBe(daysBetween(line.from, line.to) + 1);
        expect(line.from.slice(0, 4)).toBe(line.to.slice(0, 4));
        if (index > 0) expect(line.from).toBe(addDays(lines[index - 1]?.to ?? '', 1));
      });
    }
  });

  test.prop([fc.tuple(anyDay, anyDay, anyDay)])('splitting a period never changes its days', (days) => {
    const [dueOn = '', middle = '', asOf = ''] = days.toSorted();
    const daysOf = (from: string, to: string) =>
      sumDays(claim({ asOf: to, invoices: [{ number: 'F-1', totalCents: 100_000, dueOn: from }] }));
    expect(daysOf(dueOn, middle) + daysOf(middle, asOf)).toBe(daysOf(dueOn, asOf));
    expect(daysOf(dueOn, asOf)).toBe(daysBetween(dueOn, asOf));
  });

  test.prop([one, fc.integer({ min: 1, max: 4_000_000 }), anyDay], { numRuns: 1000 })(
    'a payment never increases what is owed',
    (input, amountCents, on) => {
      const more = { ...input, payments: [...(input.payments ?? []), { id: 'P-9', amountCents, on, invoice: 'F-1' }] };
      expect(statementOfClaim(more).totalCents ?? 0).toBeLessThanOrEqual(statementOfClaim(input).totalCents ?? 0);
    },
  );

  test.prop([several])('nothing owed is negative, and no consumer owes an indemnity', (input) => {
    for (const { principalCents, interestCents, indemnityCents } of statementOfClaim(input).invoices) {
      expect(Math.min(principalCents, interestCents, indemnityCents)).toBeGreaterThanOrEqual(0);
      if (input.debtor.kind === 'consumer') expect(indemnityCents).toBe(0);
    }
  });
});
