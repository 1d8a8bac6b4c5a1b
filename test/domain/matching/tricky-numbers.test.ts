import { describe, expect, it } from 'vitest';
import { match } from '../../../domain/matching/match.ts';
import type { OpenInvoice, PayingEntry } from '../../../domain/matching/open-invoice.ts';
import { entry, invoice } from './ledger-of.ts';

/** Open invoices `F2026-0101` to `F2026-0104` of one debtor, whose balances add up in one way only. */
const LIST = [1, 2, 3, 4].map((n) =>
  invoice(`${n}`, { number: `F2026-010${n}`, balanceCents: 10_000 * 2 ** n, debtor: 'tissot', name: 'Scierie Tissot' }),
);
const TWO_TOWNS = [
  invoice('1', { debtor: 'val', name: 'Commune de Val-Suran' }),
  invoice('2', { debtor: 'cry', name: 'Commune de Crysanne' }),
];
const DATED = [invoice('1', { number: '20261105', balanceCents: 50_000, name: 'Atelier Rosier' })];
const DIGITS = [invoice('1', { number: '4500123' })];

type Case = readonly [invoices: readonly OpenInvoice[], given: Partial<PayingEntry>];

const MATCHED: Readonly<Record<string, readonly [allocations: string, ...Case]>> = {
  'a list with slashes': ['1:20000 2:40000 3:80000', LIST, { label: 'FACT F2026-0101/0102/0103', amountCents: 140_000 }],
  'a list of two digits': ['1:20000 3:80000', LIST, { label: 'F2026-0101, 03', amountCents: 100_000 }],
  'a list with a word': ['2:40000 3:80000', LIST, { label: 'F2026-0102 ET 103 MERCI', amountCents: 120_000 }],
  'from one number to another': ['2:40000 3:80000 4:160000', LIST, { label: 'F2026-0102 A 0104', amountCents: 280_000 }],
  'from one number to another, hyphened': ['1:20000 2:40000 3:80000', LIST, { label: 'F2026-0101-0103', amountCents: 140_000 }],
  'a list of a third party': [
    '1:20000 2:40000',
    LIST,
    { label: 'F2026-0101 + 0102', counterparty: 'Affacturage Nord', amountCents: 60_000 },
  ],
  'a number and a day behind it': ['1:5000', LIST, { label: 'F2026-0101 03/11/2026', amountCents: 5000 }],
  'typographic dashes': ['1:5000', LIST, { label: 'facture F2026–0101', amountCents: 5000 }],
  'a minus sign, a soft hyphen, a space that does not break': [
    '1:5000',
    [invoice('1', { number: 'F-2026-0101' })],
    { label: 'F\u2212202\u00ad6\u20110101', amountCents: 5000 },
  ],
  'full-width letters and digits': ['1:5000', LIST, { label: 'Ｆ２０２６－０１０１', amountCents: 5000 }],
  'digits like a day, the exact amount': ['1:50000', DATED, { label: 'VIR DU 2026-11-05', amountCents: 50_000 }],
  'digits like a day, called an invoice': ['1:5000', DATED, { label: 'FACTURE N° 20261105', amountCents: 5000 }],
  'digits alone and the payer': ['1:5000', DIGITS, { label: '4500123', counterparty: 'Menuiserie Aubert', amountCents: 5000 }],
  'an order number with the payer’s exact balance': [
    '1:120000',
    DIGITS,
    { label: 'COMMANDE 7788991', counterparty: 'Menuiserie Aubert' },
  ],
  'the payer’s exact balance, beside a day of the shape of his number': [
    '1:50000',
    DATED,
    { label: 'VIR DU 20/11/2026', counterparty: 'Atelier Rosier', amountCents: 50_000 },
  ],
  'the ultimate debtor before the holder of the account': [
    '1:120000',
    TWO_TOWNS,
    { counterparty: 'COMMUNE DE VAL-SURAN', alsoNamed: ['TRESORERIE GENERALE'] },
  ],
  'a number on the seam of two pieces': [
    '1:5000',
    LIST,
    { label: 'F2026-01 01 MERCI', alsoRead: 'F2026-0101 MERCI', amountCents: 5000 },
  ],
  'the same number in two fields counts once': [
    '1:5000',
    DIGITS,
    { label: '4500123', references: ['4500123'], counterparty: 'Menuiserie Aubert', amountCents: 5000 },
  ],
};

const LEFT: Readonly<Record<string, readonly [candidates: string, ...Case]>> = {
  'a list that the amount does not fit': ['1 2 3', LIST, { label: 'F2026-0101/0102/0103', amountCents: 130_000 }],
  'a list with the amount of its first': ['1 2', LIST, { label: 'F2026-0101/0102', amountCents: 20_000 }],
  'a list whose rest is not open, and money for it': ['1', LIST, { label: 'F2026-0101/0177', amountCents: 90_000 }],
  'another number of the same kind, and money for it': ['1', LIST, { label: 'F2026-0101 F2026-0177', amountCents: 90_000 }],
  'a day': ['1', DATED, { label: 'VIR DU 2026-11-05', amountCents: 30_000 }],
  'a day in another order': ['1', [invoice('1', { number: '05112026' })], { label: 'VIREMENT 05/11/2026', amountCents: 30_000 }],
  'the day of an invoice': ['1', DATED, { label: 'FACTURE DU 20261105', amountCents: 30_000 }],
  'digits alone in a label': ['1', DIGITS, { label: 'VIR 4500123', amountCents: 5 }],
  'digits alone in a reference of the bank': ['1', DIGITS, { references: ['4500123'], amountCents: 5 }],
  'a client’s number': ['1', DIGITS, { label: 'CLIENT N° 4500123', amountCents: 5 }],
  'a client’s number and his own name': [
    '1',
    DIGITS,
    { label: 'REF CLIENT: 4500123', counterparty: 'Menuiserie Aubert', amountCents: 5 },
  ],
  'an order with letters': ['1', [invoice('1')], { label: 'COMMANDE F-2026-0001', amountCents: 5 }],
  'a mandate': ['1', [invoice('1', { number: '1123' })], { label: 'MANDAT 1123 BORD 87' }],
  'the holder pays for somebody whom nobody knows': [
    '1',
    [invoice('1')],
    { counterparty: 'Copropriété Les Tilleuls', alsoNamed: ['Menuiserie Aubert'] },
  ],
};

describe('matched', () => {
  it.each(Object.keys(MATCHED))('%s', (name) => {
    const [allocations, invoices, given] = MATCHED[name] ?? ['', [], {}];
    const [result] = match(invoices, [entry(given)]);
    expect(result?.allocations.map((each) => `${each.invoice}:${each.amountCents}`).join(' ')).toBe(allocations);
    expect(result?.verdict).toBe('matched');
  });
});

describe('left to a person, never to one invoice with a surplus', () => {
  it.each(Object.keys(LEFT))('%s', (name) => {
    const [candidates, invoices, given] = LEFT[name] ?? ['', [], {}];
    const [result] = match(invoices, [entry(given)]);
    expect(result).toMatchObject({ verdict: 'ambiguous', allocations: [] });
    expect(
      result?.candidates
        .map((each) => each.invoice)
        .sort()
        .join(' '),
    ).toBe(candidates);
  });
});

describe('the reason says what is lacking, and nothing that is there', () => {
  it.each([
    ['neither', { amountCents: 5 }, 'ce numéro seul ne suffit pas\u00a0: ni le montant ni le nom du payeur ne le confirment'],
    ['the payer', {}, 'ce numéro et le montant ne suffisent pas\u00a0: le nom du payeur ne les confirme pas'],
    [
      'the amount',
      { counterparty: 'Menuiserie Aubert', amountCents: 5 },
      'ce numéro et le nom du payeur ne suffisent pas\u00a0: le montant ne les confirme pas',
    ],
  ])('a client’s number, and %s', (_lacks, given, reason) => {
    const short = invoice('1', { number: '00371' });
    const [result] = match([short], [entry({ label: 'REF CLIENT 00371', amountCents: short.balanceCents, ...given })]);
    expect(result).toMatchObject({ verdict: 'ambiguous', allocations: [] });
    expect(result?.reasons.at(-1)).toBe(reason);
  });
});
