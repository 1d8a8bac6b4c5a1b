import { describe, expect, it } from 'vitest';
import { type MatchOptions, match } from '../../../domain/matching/match.ts';
import type { OpenInvoice, PayingEntry } from '../../../domain/matching/open-invoice.ts';
import { entry, invoice } from './ledger-of.ts';

const ONE = [invoice('1')];
const TWO = [invoice('1'), invoice('2', { balanceCents: 50_000 })];
const STRANGERS = [invoice('1'), invoice('2', { debtor: 'martin', name: 'Garage Martin' })];
const SAME_NUMBER = [
  invoice('1', { number: 'FAC-12345' }),
  invoice('2', { number: 'FAC-12345', debtor: 'martin', name: 'Garage Martin' }),
];
const SAME_NAME = [invoice('1', { debtor: 'a' }), invoice('2', { debtor: 'b' })];

type Case = readonly [invoices: readonly OpenInvoice[], given: Partial<PayingEntry>, options?: MatchOptions];

/** Cases that must be matched, with the allocations expected as `invoice:cents`. */
const MATCHED: Readonly<Record<string, readonly [allocations: string, ...Case]>> = {
  'structured reference with its check': [
    '1:120000',
    [invoice('1', { structuredReference: 'RF18 5390 0754 7034' })],
    { references: ['RF18539007547034'] },
  ],
  'structured reference in the label, with spaces': [
    '1:120000',
    [invoice('1', { structuredReference: 'RF18539007547034' })],
    { label: 'VIR RF18 5390 0754 7034' },
  ],
  'structured reference in small letters': [
    '1:120000',
    [invoice('1', { structuredReference: 'RF18539007547034' })],
    { label: 'ref rf18 5390 0754 7034 merci' },
  ],
  'structured reference built on the invoice number': [
    '1:120000',
    [invoice('1', { number: '539007547034' })],
    { references: ['RF18539007547034'] },
  ],
  'end-to-end id equal to the number': ['1:120000', ONE, { endToEndId: 'F20260001' }],
  'end-to-end id equal to the structured reference': [
    '1:120000',
    [invoice('1', { structuredReference: 'COMMANDE-77' })],
    { endToEndId: 'COMMANDE-77' },
  ],
  'whole number in the label': ['1:120000', ONE, { label: 'REGLT FACT F-2026-0001 MERCI' }],
  'number with spaces': ['1:120000', ONE, { label: 'facture f 2026 0001' }],
  'number with slashes': ['1:120000', ONE, { label: 'F/2026/0001' }],
  'number without separators': ['1:120000', ONE, { label: 'VIR F20260001' }],
  'number in the transmitted references': ['1:120000', ONE, { references: ['F-2026-0001'] }],
  'lost zeros confirmed by the amount': ['1:120000', ONE, { label: 'FACT F-2026-1' }],
  'letters read for digits, confirmed by the payer': [
    '1:700',
    ONE,
    { label: 'F-2O26-OOOl', counterparty: 'Menuiserie Aubert', amountCents: 700 },
  ],
  'part payment with the number': ['1:20000', ONE, { label: 'acompte F-2026-0001', amountCents: 20_000 }],
  'overpayment is capped at the balance': ['1:120000', ONE, { label: 'F-2026-0001', amountCents: 130_000 }],
  'several numbers in one label': ['1:120000 2:50000', TWO, { label: 'F-2026-0001, F-2026-0002', amountCents: 170_000 }],
  'an exact number and an approaching one that make the sum': [
    '1:120000 2:50000',
    TWO,
    { label: 'F-2026-0001 ET F-2026-2', amountCents: 170_000 },
  ],
  'several numbers, not enough money: the oldest first': [
    '1:120000 2:10000',
    TWO,
    { label: 'F-2026-0002 F-2026-0001', amountCents: 130_000 },
  ],
  'one number, and the sum of all that he has open': [
    '1:120000 2:50000',
    TWO,
    { label: 'F-2026-0001 A 0002', amountCents: 170_000 },
  ],
  'one transfer for two debtors, exact sum': [
    '1:120000 2:120000',
    STRANGERS,
    { label: 'F-2026-0001 + F-2026-0002', amountCents: 240_000 },
  ],
  'the payer decides between two equal numbers': [
    '2:120000',
    SAME_NUMBER,
    { label: 'FAC-12345', counterparty: 'GARAGE MARTIN SARL' },
  ],
  'a third party pays with the number': ['1:120000', STRANGERS, { label: 'F-2026-0001', counterparty: 'Assurance Durand' }],
  'short number with the payer': [
    '1:120000',
    [invoice('1', { number: '001' })],
    { label: 'facture 001', counterparty: 'Menuiserie Aubert' },
  ],
  'short number with a letter and the exact amount': ['1:120000', [invoice('1', { number: 'F-1' })], { label: 'F-1' }],
  'digits alone, long enough': [
    '1:5000',
    [invoice('1', { number: '20260412' })],
    { label: 'FACTURE 20260412', amountCents: 5000 },
  ],
  'payer with the exact balance': ['2:50000', TWO, { counterparty: 'MENUISERIE AUBERT', amountCents: 50_000 }],
  'payer with accents, another order and another form': [
    '1:120000',
    [invoice('1', { name: 'Élagage Lefèvre & Fils, S.A.R.L.' })],
    { counterparty: 'SAS LEFEVRE FILS ELAGAGE' },
  ],
  'payer with an initial': ['1:120000', [invoice('1', { name: 'Jean Dupont' })], { counterparty: 'M. J DUPONT' }],
  'payer cut by the bank': [
    '1:120000',
    [invoice('1', { name: 'Compagnie des Transports Alpins' })],
    { counterparty: 'COMPAGNIE DES TRANSPORTS ALP' },
  ],
  'payer named in the label only': ['1:120000', ONE, { label: 'VIR SEPA RECU DE MENUISERIE AUBERT 20/11' }],
  'payer with the exact sum of his open invoices': [
    '1:120000 2:50000',
    TWO,
    { counterparty: 'Aubert Menuiserie', amountCents: 170_000 },
  ],
  'payer remembered': [
    '1:120000',
    STRANGERS,
    { counterparty: 'HOLDING BOIS' },
    { remembered: [{ payer: 'Holding Bois', creditor: 'c1', debtor: 'aubert' }] },
  ],
  'a person’s memory goes before a namesake': [
    '2:120000',
    STRANGERS,
    { counterparty: 'Menuiserie Aubert' },
    { remembered: [{ payer: 'MENUISERIE AUBERT', creditor: 'c1', debtor: 'martin' }] },
  ],
  'fees within the tolerance': [
    '1:118500',
    ONE,
    { counterparty: 'Menuiserie Aubert', amountCents: 118_500 },
    { toleranceCents: 1500 },
  ],
};

/** Cases in which a person decides, with the invoices proposed, best first. */
const AMBIGUOUS: Readonly<Record<string, readonly [candidates: string, ...Case]>> = {
  'amount alone': ['1', ONE, { counterparty: 'Inconnu', label: 'VIREMENT' }],
  'payer with a part of the amount': ['1', ONE, { counterparty: 'Menuiserie Aubert', amountCents: 100 }],
  'payer with two equal balances': ['1 2', [invoice('1'), invoice('2')], { counterparty: 'Menuiserie Aubert' }],
  'payer with some of his invoices': [
    '1 2 3',
    [...TWO, invoice('3', { balanceCents: 999 })],
    { counterparty: 'Menuiserie Aubert', amountCents: 170_000 },
  ],
  'two debtors of one name': ['1 2', SAME_NAME, { counterparty: 'Menuiserie Aubert' }],
  'one debtor name at two creditors': [
    '1 2',
    [invoice('1'), invoice('2', { creditor: 'c2', balanceCents: 5 })],
    { counterparty: 'Menuiserie Aubert' },
  ],
  'invoices of two creditors': [
    '1 2',
    [invoice('1'), invoice('2', { creditor: 'c2' })],
    { label: 'F-2026-0001 F-2026-0002', amountCents: 240_000 },
  ],
  'one number at two debtors': ['1 2', SAME_NUMBER, { label: 'FAC-12345' }],
  'short digits and the amount': ['1', [invoice('1', { number: '001' })], { label: 'facture 001' }],
  'short digits alone': ['1', [invoice('1', { number: '001' })], { label: 'facture 001', amountCents: 5 }],
  'a part of a longer number': ['1', [invoice('1', { number: '2026-0001' })], { label: 'AV-2026-0001', amountCents: 5 }],
  'lost zeros and nothing else': ['1', ONE, { label: 'F-2026-1', amountCents: 5 }],
  'wrong check digits and nothing else': [
    '1',
    [invoice('1', { structuredReference: 'RF19539007547034' })],
    { references: ['RF19539007547034'], amountCents: 5 },
  ],
  'digits of one debtor, name of another': [
    '1 2',
    [invoice('1', { number: '20260412' }), invoice('2', { debtor: 'martin', name: 'Garage Martin', balanceCents: 900 })],
    { label: '20260412', counterparty: 'Garage Martin' },
  ],
  'number of one debtor, name of another, another amount': [
    '1 2',
    STRANGERS,
    { label: 'F-2026-0001', counterparty: 'Garage Martin', amountCents: 5 },
  ],
  'one invoice, or two others together': [
    '1 2 3',
    [invoice('1'), invoice('2', { balanceCents: 90_000 }), invoice('3', { balanceCents: 30_000 })],
    { counterparty: 'Menuiserie Aubert' },
  ],
  'a near name': ['1', ONE, { counterparty: 'Menuiserie Aubert Lyon' }],
  'fees without tolerance': ['1', ONE, { counterparty: 'Menuiserie Aubert', amountCents: 118_500 }],
  'more fees than the tolerance': [
    '1',
    ONE,
    { counterparty: 'Menuiserie Aubert', amountCents: 118_499 },
    { toleranceCents: 1500 },
  ],
  'the payer names another number of the same kind': ['1', ONE, { counterparty: 'Menuiserie Aubert', label: 'F-2026-0777' }],
  'a name that merely begins alike': [
    '1',
    [invoice('1', { name: 'Garage Martineau' }), invoice('2', { name: 'X', debtor: 'x', balanceCents: 1 })],
    { counterparty: 'Garage Martin' },
  ],
};

/** Cases that concern no invoice. */
const NOTHING: Readonly<Record<string, readonly [verdict: string, ...Case]>> = {
  'money out': ['not-a-payment', ONE, { amountCents: -120_000, label: 'F-2026-0001' }],
  'a returned payment': ['not-a-payment', ONE, { amountCents: -120_000, reversal: true, label: 'F-2026-0001' }],
  'our own transfer coming back': [
    'not-a-payment',
    ONE,
    { reversal: true, label: 'F-2026-0001', counterparty: 'Menuiserie Aubert' },
  ],
  nothing: ['not-a-payment', ONE, { amountCents: 0 }],
  pending: ['none', ONE, { status: 'pending', label: 'F-2026-0001' }],
  'for information': ['none', ONE, { status: 'information', label: 'F-2026-0001' }],
  'another currency': ['none', ONE, { currency: 'CHF', label: 'F-2026-0001', counterparty: 'Menuiserie Aubert' }],
  'nobody and no amount': ['none', ONE, { counterparty: 'Inconnu', amountCents: 7 }],
  'a number inside a longer word': ['none', ONE, { label: 'XF-2026-00012', amountCents: 7 }],
};

describe('matched', () => {
  it.each(Object.keys(MATCHED))('%s', (name) => {
    const [allocations, invoices, given, options] = MATCHED[name] ?? ['', [], {}];
    const [result] = match(invoices, [entry(given)], options);
    expect(result).toMatchObject({ key: 'e1', verdict: 'matched', candidates: [] });
    expect(result?.allocations.map((each) => `${each.invoice}:${each.amountCents}`).join(' ')).toBe(allocations);
    expect(result?.reasons.length).toBeGreaterThan(1);
  });
});

describe('left to a person', () => {
  it.each(Object.keys(AMBIGUOUS))('%s', (name) => {
    const [candidates, invoices, given, options] = AMBIGUOUS[name] ?? ['', [], {}];
    const [result] = match(invoices, [entry(given)], options);
    expect(result).toMatchObject({ verdict: 'ambiguous', allocations: [] });
    expect(result?.candidates.map((each) => each.invoice).join(' ')).toBe(candidates);
    expect(result?.reasons).not.toEqual([]);
  });
});

describe('no invoice', () => {
  it.each(Object.keys(NOTHING))('%s', (name) => {
    const [verdict, invoices, given] = NOTHING[name] ?? ['', [], {}];
    expect(match(invoices, [entry(given)])[0]).toMatchObject({ verdict, allocations: [], candidates: [] });
  });
});

describe('reasons', () => {
  it.each([
    [
      { label: 'F-2026-0001' },
      ['numéro de facture «\u00a0F-2026-0001\u00a0» dans le libellé', 'montant égal au solde de la facture'],
    ],
    [
      { label: 'F-2026-0001', amountCents: 20_000 },
      ['numéro de facture «\u00a0F-2026-0001\u00a0» dans le libellé', 'paiement partiel\u00a0: il reste 1\u202f000,00\u00a0€'],
    ],
    [
      { label: 'F-2026-0001', amountCents: 120_100 },
      [
        'numéro de facture «\u00a0F-2026-0001\u00a0» dans le libellé',
        '1,00\u00a0€ de plus que ce qui reste\u00a0: trop-perçu ou intérêts',
      ],
    ],
    [
      { counterparty: 'Aubert Menuiserie' },
      ['nom du payeur «\u00a0Aubert Menuiserie\u00a0»', 'montant égal au solde de la facture'],
    ],
    [
      { label: 'F-2026-1' },
      [
        'numéro approchant «\u00a0F-2026-1\u00a0» dans le libellé, confirmé par le montant',
        'montant égal au solde de la facture',
      ],
    ],
    [{ label: 'VIREMENT' }, ['seul le montant correspond']],
  ])('%j', (given, reasons) => {
    expect(match(ONE, [entry(given)])[0]?.reasons).toEqual(reasons);
  });
});

describe('several entries', () => {
  const paying = (key: string, given: Partial<PayingEntry>): PayingEntry => entry({ key, ...given });

  it('a second payment of the same invoice sees what is left, a third is left to a person', () => {
    const results = match(
      ONE,
      [1, 2, 3].map((day) => paying(`e${day}`, { bookedOn: `2026-11-0${day}`, label: 'F-2026-0001', amountCents: 70_000 })),
    );
    expect(results.map((result) => result.allocations.map((each) => each.amountCents))).toEqual([[70_000], [50_000], []]);
    expect(results[2]).toMatchObject({
      verdict: 'ambiguous',
      reasons: [expect.any(String), 'cette facture n’a plus de solde\u00a0: double paiement possible'],
    });
  });

  it('an entry with a reference takes its invoice before one with a name only, whatever their order', () => {
    const named = paying('a', { bookedOn: '2026-11-01', counterparty: 'Menuiserie Aubert' });
    const referenced = paying('b', { label: 'F-2026-0001' });
    for (const entries of [
      [named, referenced],
      [referenced, named],
    ]) {
      const verdicts = Object.fromEntries(match(ONE, entries).map((result) => [result.key, result.verdict]));
      expect(verdicts).toEqual({ a: 'none', b: 'matched' });
    }
  });

  it('answers in the order of the entries', () => {
    expect(
      match(
        ONE,
        ['z', 'a', 'm'].map((key) => paying(key, {})),
      ).map((result) => result.key),
    ).toEqual(['z', 'a', 'm']);
  });
});
