import { describe, expect, it } from 'vitest';
import { signedCents } from '../../../domain/statement/cfonb/amount.ts';
import { dateIn } from '../../../domain/statement/cfonb/records.ts';
import { entriesOf } from './read.ts';
import { cfonbRecords } from './write-cfonb.ts';
import { ACCOUNT, type WrittenStatement } from './write-statement.ts';

/** A file of one movement with this interbank code and these details. */
function cfonb(cents: number, code: string, details: readonly (readonly [qualifier: string, text: string])[] = []): Uint8Array {
  const bookings = [{ on: '2026-11-02', payments: [{ amountCents: cents }] }];
  const statement: WrittenStatement = { ...ACCOUNT, id: 'S', openingOn: '2026-11-01', openingCents: 0, bookings };
  const [opening = '', movement = '', closing = ''] = cfonbRecords(statement);
  const coded = movement.slice(0, 32) + code + movement.slice(34);
  const detailed = details.map(([qualifier, text]) => `05${coded.slice(2, 40)}     ${qualifier}${text.padEnd(70)}  `);
  return Buffer.from([opening, coded, ...detailed, closing].join('\r\n'), 'latin1');
}

describe('interbank codes', () => {
  const table: readonly (readonly [what: string, sign: 1 | -1, reversal: boolean, codes: string])[] = [
    ['money of a customer', 1, false, '05 18 13 C2 02 39 45 A1 A2'],
    ['a receipt that is undone', -1, true, '03 10 27 26 B3 B4 C4 33'],
    ['our own money that comes back', 1, true, '12 A3 A4 B5 B6 C3 C5'],
    ['money that goes out', -1, false, '06 62 A5 A6 B1'],
  ];

  it.each(
    table.flatMap(([what, sign, reversal, codes]) => codes.split(' ').map((code) => [code, what, sign, reversal] as const)),
  )('%s: %s', (code, _, sign, reversal) => {
    expect(entriesOf(cfonb(sign * 1000, code))[0]).toMatchObject({ amountCents: sign * 1000, reversal });
  });
});

describe('details', () => {
  const NPY = 'Menuiserie Aubert';

  it.each<[string, readonly (readonly [string, string])[], object]>([
    ['payer', [['NPY', NPY]], { counterparty: NPY }],
    [
      'payer in two records',
      [
        ['NPY', 'Menuiserie'],
        ['NPY', 'Aubert'],
      ],
      { counterparty: NPY },
    ],
    ['ultimate payer where no other is named', [['NPO', NPY]], { counterparty: NPY }],
    [
      'ultimate payer before the holder of the account',
      [
        ['NPY', 'Holding'],
        ['NPO', NPY],
      ],
      { counterparty: NPY, alsoNamed: ['Holding'] },
    ],
    ['payee of money that came in says nothing', [['NBE', 'Nous']], { counterparty: null }],
    [
      'remittance that goes on',
      [
        ['LCC', `${'F-1 '.repeat(17)}F-`],
        ['LC2', '2026'],
      ],
      { label: expect.stringMatching(/F-1 F-2026$/) },
    ],
    ['structured reference', [['LCS', 'RF18539007547034']], { references: ['RF18539007547034'] }],
    ['end-to-end id, its purpose left out', [['RCN', `${'0012'.padEnd(35)}SALA`]], { endToEndId: '0012' }],
    ['end-to-end id that is none', [['RCN', 'NOTPROVIDED']], { endToEndId: null }],
    [
      'free text, twice',
      [
        ['LIB', 'FACTURE'],
        ['LIB', 'F-2026-0412'],
      ],
      { label: 'VIR SEPA RECU FACTURE F-2026-0412' },
    ],
    ['free text without a qualifier', [['   ', 'F-2026-0412']], { label: 'VIR SEPA RECU F-2026-0412' }],
    [
      'what serves nothing here',
      [
        ['IPY', '901234568'],
        ['REF', 'LOT-1'],
        ['MMO', 'USD2'],
        ['CBE', 'X'],
        ['CPY', 'Y'],
        ['RUM', 'MANDAT'],
        ['XYZ', '?'],
      ],
      { counterparty: null, endToEndId: null, references: [], label: 'VIR SEPA RECU' },
    ],
  ])('%s', (_, details, said) => {
    expect(entriesOf(cfonb(1000, '05', details))).toEqual([expect.objectContaining(said)]);
  });

  it.each<[string, readonly (readonly [string, string])[], string | null]>([
    ['payee', [['NBE', 'Loueur']], 'Loueur'],
    ['ultimate payee', [['NBU', 'Loueur']], 'Loueur'],
  ])('money that goes out: %s', (_, details, counterparty) => {
    expect(entriesOf(cfonb(-1000, '06', details))[0]).toMatchObject({ counterparty });
  });
});

describe('signs', () => {
  it.each([...'{ABCDEFGHI'].map((letter, digit) => [letter, digit] as const))('%s is +%d', (letter, digit) => {
    expect(signedCents(`0000000000012${letter}`, 2, 1)).toBe(120 + digit);
  });
  it.each([...'}JKLMNOPQR'].map((letter, digit) => [letter, digit] as const))('%s is -%d', (letter, digit) => {
    expect(signedCents(`0000000000012${letter}`, 2, 1)).toBe(-120 - digit);
  });
  it.each([
    ['é', 120],
    ['è', -120],
    ['7', 127],
    ['a', 121],
  ])('%s, as converters and lower-case files write it, is %d', (letter, cents) => {
    expect(signedCents(`0000000000012${letter}`, 2, 1)).toBe(cents);
  });
});

describe('years of two digits', () => {
  it.each([
    ['010160', '2060-01-01'],
    ['010161', '1961-01-01'],
    ['311299', '1999-12-31'],
    ['290228', '2028-02-29'],
    ['000000', null],
    ['      ', null],
  ])('%s is %s', (text, on) => {
    expect(dateIn({ code: '04', text, line: 1 }, 1)).toBe(on);
  });
});
