import { describe, expect, it } from 'vitest';
import { entriesOf, fixture, statementsOf, tracedEntriesOf, warningsOf } from './read.ts';

/** What each file says, entry by entry: amount, status, return, name, references, end-to-end id. */
const FILES: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'camt.053.001.08.xml': [
    [120_000, 'booked', false, 'Menuiserie Aubert & Fils', [], '00539115429773825311971477453'],
    [40_000, 'booked', false, 'Garage Léon', ['RF18539007547034', 'F-77'], null],
    [20_050, 'booked', false, null, [], 'E2E-2'],
    [-14_500, 'booked', true, 'Café Noël', [], 'PRLV-9'],
    [5000, 'pending', false, null, [], null],
  ],
  'camt.053.001.02-latin1.xml': [
    [60_050, 'booked', false, "Société Générale d'Élagage", [], '000123'],
    [40_000, 'booked', false, 'Léa Noël', [], '0x1F'],
    [-6005, 'booked', true, 'Café du Port', [], '1e5'],
    [1230, 'pending', false, null, [], null],
  ],
  'camt.053.001.01.xml': [
    [1000, 'booked', false, null, ['RF18539007547034', '0007-A'], null],
    [2000, 'booked', false, null, [], null],
  ],
  'camt.054.001.02-prefixed.xml': [
    [6000, 'booked', false, null, [], null],
    [4000, 'booked', false, null, [], null],
    [-500, 'booked', false, null, [], null],
    [3300, 'information', false, null, [], null],
  ],
  'camt.052.001.08-returns.xml': [
    [-1000, 'booked', true, null, [], null],
    [-1100, 'booked', true, null, [], null],
    [1200, 'booked', true, 'Fournisseur X', [], 'OUR-TRANSFER'],
    [1300, 'pending', false, null, [], null],
  ],
  'cfonb-latin1.txt': [
    [120_000, 'booked', false, 'Menuiserie Aubért et Fils SARL', ['RF18539007547034'], '00123456789012345678901234567890123'],
    [5001, 'booked', false, null, [], null],
    [5001, 'booked', false, null, [], null],
    [-6000, 'booked', true, 'Café du Port', [], null],
    [7000, 'booked', true, 'Fournisseur X', [], null],
    [-109, 'booked', false, null, [], null],
  ],
  'cfonb-dialect.txt': [
    [-100_000, 'booked', false, null, [], null],
    [120_000, 'booked', false, null, [], null],
  ],
};

/** Figures of each statement of a file: id, account, currency, opening, closing, verdict. */
const STATEMENTS: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'camt.053.001.08.xml': [['STMT-0211', 'FR7630004001230000123456705', 'EUR', 100_000, 265_550, 'agree']],
  'camt.053.001.02-latin1.xml': [
    ['20261103-A', 'FR7630004001230000123456705', 'EUR', -10_000, 84_045, 'agree'],
    ['20261103-B', 'DE-ACCT-7', 'CHF', null, null, 'unknown'],
  ],
  'camt.053.001.01.xml': [['V1', '000987', 'EUR', 0, 3000, 'agree']],
  'cfonb-latin1.txt': [
    ['2026-11-01', 'FR7630004001230000123456705', 'EUR', 100_050, 230_943, 'agree'],
    ['2026-11-01', 'FR5530004001230000765432X75', 'EUR', -300, -300, 'agree'],
  ],
  'cfonb-dialect.txt': [
    ['2026-11-01', 'FR7630004001230000123456705', 'EUR', 100_000, 0, 'agree'],
    ['1999-12-31', 'FR7630004001239999999999940', 'XPF', 5000, 125_000, 'agree'],
  ],
};

describe('files of banks', () => {
  it.each(Object.keys(FILES))('%s: entries', (name) => {
    const read = entriesOf(fixture(name)).map((entry) => {
      const { amountCents, status, reversal, counterparty, references, endToEndId } = entry;
      return [amountCents, status, reversal, counterparty, references, endToEndId];
    });
    expect(read).toEqual(FILES[name]);
  });

  it.each(Object.keys(STATEMENTS))('%s: statements', (name) => {
    const read = statementsOf(fixture(name)).map(({ id, account, currency, openingCents, closingCents, balances }) => [
      id,
      account,
      currency,
      openingCents,
      closingCents,
      balances,
    ]);
    expect(read).toEqual(STATEMENTS[name]);
  });

  it.each(['cfonb-utf8.txt', 'cfonb-unbroken.txt'])('%s says the same as cfonb-latin1.txt, keys included', (name) => {
    expect(entriesOf(fixture(name))).toEqual(entriesOf(fixture('cfonb-latin1.txt')));
  });
});

describe('labels', () => {
  it('joins the pieces of a text without adding a space, then adds what the bank wrote', () => {
    expect(entriesOf(fixture('camt.053.001.08.xml'))[0]?.label).toBe('Facture F2026-0412 réglée VIR SEPA RECU');
    expect(entriesOf(fixture('cfonb-latin1.txt'))[0]?.label).toContain('de la facture F-2026-0413 avec nos excuses');
  });

  it('falls back on the text that the bank added', () => {
    const [, second, third] = entriesOf(fixture('camt.053.001.02-latin1.xml'));
    expect([second?.label, third?.label]).toEqual(['Facture F-2026-0002', 'Prélèvement impayé']);
  });
});

describe('dates', () => {
  it('reads a moment in Paris, drops the zone of a day, leaves an unknown day null', () => {
    expect(entriesOf(fixture('camt.053.001.08.xml')).map((entry) => entry.bookedOn)).toEqual([
      '2026-11-02',
      '2026-11-02',
      '2026-11-02',
      '2026-11-02',
      null,
    ]);
    expect(entriesOf(fixture('camt.053.001.02-latin1.xml'))[0]?.bookedOn).toBe('2026-11-03');
    expect(entriesOf(fixture('cfonb-latin1.txt'))[5]?.valueOn).toBeNull();
  });
});

describe('what the details leave out', () => {
  it('becomes an entry of its own and is said', () => {
    const [, , rest] = entriesOf(fixture('camt.054.001.02-prefixed.xml'));
    expect(rest?.label).toBe('Écart entre l’écriture et ses détails');
    expect(warningsOf(fixture('camt.054.001.02-prefixed.xml'))).toEqual([
      'Relevé N-1, écriture 1\u00a0: les détails diffèrent de l’écriture de −5,00\u00a0€.',
    ]);
  });
});

describe('keys', () => {
  it.each(Object.keys(FILES))('%s: each its own, fit for a URL, the same on every reading', (name) => {
    const keys = entriesOf(fixture(name)).map((entry) => entry.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => !/^[A-Za-z0-9._-]{1,100}$/.test(key))).toEqual([]);
    expect(entriesOf(fixture(name)).map((entry) => entry.key)).toEqual(keys);
  });

  it('names the page of a statement sent in pages', () => {
    expect(entriesOf(fixture('camt.052.001.08-returns.xml'))[0]?.key).toContain('.RPT-1-p2.');
  });
});

describe('traces', () => {
  it('keep the booking, the reference of the bank and the reason of a return', () => {
    const [first, second, third] = tracedEntriesOf(fixture('camt.053.001.08.xml'));
    expect(first?.trace).toMatchObject({ booking: 1, bookingCents: 120_000, servicerReference: 'SVC-1', returnReason: null });
    expect([second?.trace.booking, third?.trace.booking, third?.trace.bookingCents]).toEqual([2, 2, 60_050]);
    expect(tracedEntriesOf(fixture('cfonb-latin1.txt'))[3]?.trace.returnReason).toBe('31');
    expect(tracedEntriesOf(fixture('camt.052.001.08-returns.xml'))[2]?.trace.returnReason).toBe('AC04');
  });
});
