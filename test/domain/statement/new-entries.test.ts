import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { TracedEntry } from '../../../domain/statement/bank-entry.ts';
import { type CountedEntries, type KnownBookings, newEntries } from '../../../domain/statement/new-entries.ts';
import { tracedEntriesOf } from './read.ts';
import { camtText } from './write-camt.ts';
import { cfonbText } from './write-cfonb.ts';
import { ACCOUNT, bytesOf, type WrittenBooking, type WrittenStatement } from './write-statement.ts';

type Entries = readonly TracedEntry[];

function statement(bookings: readonly WrittenBooking[], id = 'ST'): WrittenStatement {
  return { ...ACCOUNT, id, openingOn: '2026-11-01', openingCents: 0, bookings };
}

function camt(bookings: readonly WrittenBooking[], message: '053' | '054' = '053', id = 'ST'): Entries {
  return tracedEntriesOf(bytesOf(camtText({ message, version: 8 }, [statement(bookings, id)])));
}

function cfonb(bookings: readonly WrittenBooking[]): Entries {
  return tracedEntriesOf(Buffer.from(cfonbText(statement(bookings)), 'latin1'));
}

function summary(booking: WrittenBooking): WrittenBooking {
  const amountCents = booking.payments.reduce((sum, payment) => sum + payment.amountCents, 0);
  return { ...booking, payments: [{ amountCents }] };
}

/** Entries whose money is new, or had been counted. */
function counting({ bookings }: CountedEntries, isNew: boolean): Entries {
  return bookings.filter((booking) => booking.isNew === isNew).flatMap((booking) => booking.entries);
}

/** Cents counted after every message. */
function counted(messages: readonly Entries[]): number {
  let known: KnownBookings = new Map();
  let cents = 0;
  messages.forEach((entries, index) => {
    const result = newEntries(known, entries, `M${index}`);
    cents += counting(result, true).reduce((sum, entry) => sum + entry.amountCents, 0);
    known = result.known;
  });
  return cents;
}

const numbered = (text: string, payer = 'Menuiserie Aubert'): WrittenBooking => ({
  on: '2026-11-03',
  payments: [{ amountCents: 700, payer, text }],
});

it.each([
  ['another number', 'FACTURE F2026-0040001', 'FACTURE F2026-0040002', true, true],
  ['the number cut', 'FACTURE F2026-0040001', 'FACTURE F2026-004', false, false],
  ['a reference more', 'FACTURE F2026-0040001', 'F2026-0040001 REF 889912', false, false],
  ['no number', 'FACTURE F2026-0040001', 'LOYER', false, false],
])('told otherwise, with %s', (_name, first, second, isNew, isInDoubt) => {
  const before = newEntries(new Map(), camt([numbered(first)]), 'M0').known;
  const [booking] = newEntries(before, camt([numbered(second)]), 'M1').bookings;
  expect(booking).toMatchObject({ isNew, isInDoubt });
});

const TWIN: WrittenBooking = { on: '2026-11-02', payments: [{ amountCents: 5000, payer: 'Léa Noël', text: 'LOYER' }] };
const BATCH: WrittenBooking = {
  on: '2026-11-02',
  servicerReference: 'SVC-7',
  payments: [
    { amountCents: 100, payer: 'Aubert' },
    { amountCents: 200, payer: 'Martin' },
  ],
};
const AUBERT: WrittenBooking = {
  on: '2026-11-03',
  payments: [{ amountCents: 700, payer: 'Menuiserie Aubert', text: 'F-2026-0001', endToEndId: 'A-1' }],
};
const MARTIN: WrittenBooking = {
  on: '2026-11-03',
  payments: [{ amountCents: 700, payer: 'Garage Martin', text: 'F-2026-0002', endToEndId: 'M-1' }],
};

const CASES: Readonly<Record<string, readonly [messages: readonly Entries[], cents: number]>> = {
  'the same statement twice': [[camt([TWIN, AUBERT]), camt([TWIN, AUBERT])], 5700],
  'the same content under another id': [[camt([TWIN, AUBERT]), camt([TWIN, AUBERT], '053', 'OTHER')], 5700],
  'genuine twins in one statement': [[camt([TWIN, TWIN])], 10_000],
  'twins with one reference of the bank, as some number a whole day': [
    [
      camt([
        { ...TWIN, servicerReference: 'S' },
        { ...TWIN, servicerReference: 'S' },
      ]),
    ],
    10_000,
  ],
  'twins seen again': [[camt([TWIN, TWIN]), camt([TWIN, TWIN], '053', 'OTHER')], 10_000],
  'one, then the day with its twin': [[camt([TWIN], '054'), camt([TWIN, TWIN])], 10_000],
  'an overlapping period': [[camt([TWIN, AUBERT]), camt([AUBERT, MARTIN], '053', 'NEXT')], 6400],
  'a detailed advice, then its summary': [[camt([BATCH], '054'), camt([summary(BATCH)])], 300],
  'a summary, then its detailed advice': [[camt([summary(BATCH)]), camt([BATCH], '054')], 300],
  'two payers, same amount, same day, two advices': [[camt([AUBERT], '054', 'N1'), camt([MARTIN], '054', 'N2')], 1400],
  'two payers, advices then statement': [
    [camt([AUBERT], '054', 'N1'), camt([MARTIN], '054', 'N2'), camt([MARTIN, AUBERT])],
    1400,
  ],
  'camt, then CFONB of the same account': [[camt([TWIN, TWIN, AUBERT]), cfonb([TWIN, TWIN, AUBERT])], 10_700],
  'pending, then booked': [[camt([{ ...AUBERT, pending: true }], '054'), camt([AUBERT])], 700],
};

describe('money counted once', () => {
  it.each(Object.keys(CASES))('%s', (name) => {
    const [messages, cents] = CASES[name] ?? [[], Number.NaN];
    expect(counted(messages)).toBe(cents);
    expect(counted([...messages, ...messages])).toBe(cents);
    expect(counted([...messages].reverse())).toBe(cents);
  });

  it('parts every booked entry between fresh and repeated', () => {
    const first = newEntries(new Map(), camt([TWIN, AUBERT]), 'M1');
    const second = newEntries(first.known, camt([AUBERT, MARTIN], '053', 'NEXT'), 'M2');
    expect(counting(second, false).map((entry) => entry.counterparty)).toEqual(['Menuiserie Aubert']);
    expect(counting(second, true).map((entry) => entry.counterparty)).toEqual(['Garage Martin']);
  });

  it('a message in two parts counts like the whole, and its twins stay two', () => {
    const entries = camt([TWIN, TWIN, AUBERT]);
    const whole = newEntries(new Map(), entries, 'M1');
    const first = newEntries(new Map(), entries.slice(0, 1), 'M1');
    const rest = newEntries(first.known, entries.slice(1), 'M1');
    expect([...first.bookings, ...rest.bookings]).toEqual(whole.bookings);
    expect(newEntries(rest.known, entries, 'M2').bookings.map(({ isNew, ordinal }) => [isNew, ordinal])).toEqual([
      [false, 0],
      [false, 1],
      [false, 0],
    ]);
  });
});

/** The days of a ledger as bookings with few amounts, so that twins and equal amounts are frequent. */
const bookings = fc.array(
  fc.record({
    on: fc.constantFrom('2026-11-02', '2026-11-03', '2026-11-04'),
    payments: fc.tuple(
      fc.record({ amountCents: fc.constantFrom(100, 200, 300), payer: fc.constantFrom('Aubert', 'Martin', 'Petit') }),
    ),
  }),
  { maxLength: 12 },
);

describe('statements of whole days', () => {
  test.prop([
    bookings,
    fc.array(fc.tuple(fc.constantFrom('2026-11-02', '2026-11-03'), fc.constantFrom('2026-11-03', '2026-11-04')), {
      maxLength: 5,
    }),
  ])('any overlap, order or repetition counts each booking once', (ledger, periods) => {
    const truth = ledger.reduce((sum, booking) => sum + (booking.payments[0]?.amountCents ?? 0), 0);
    const parts = periods.map(([from, to], index) =>
      camt(
        ledger.filter(({ on }) => on >= from && on <= to),
        '053',
        `P${index}`,
      ),
    );
    expect(counted([...parts, camt(ledger), ...parts])).toBe(truth);
    expect(counted([camt(ledger), ...parts, cfonb(ledger)])).toBe(truth);
  });
});
