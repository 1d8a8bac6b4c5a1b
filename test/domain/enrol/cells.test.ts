import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  centsCell,
  codeCell,
  currencyCell,
  dayCell,
  emailCell,
  kindCell,
  mobileCell,
  phoneCell,
  postcodeCell,
  sirenCell,
} from '../../../domain/enrol/cells.ts';
import { bareHeading, columnOf, columns } from '../../../domain/enrol/columns.ts';
import { formatCents } from '../../../domain/money/cents.ts';

const cells = { centsCell, codeCell, currencyCell, dayCell, emailCell, kindCell, mobileCell, phoneCell, postcodeCell, sirenCell };

const table: readonly [keyof typeof cells, string, unknown][] = [
  ['dayCell', '31/10/2026', '2026-10-31'],
  ['dayCell', '1.2.2026', '2026-02-01'],
  ['dayCell', '2026-10-31', '2026-10-31'],
  ['dayCell', '31/02/2026', null],
  ['dayCell', '10/31/2026', null],
  ['dayCell', '01/02/26', null],
  ['centsCell', '1 234,56', 123456],
  ['centsCell', '1\u202f234,56\u00a0€', 123456],
  ['centsCell', '1.234,56 EUR', 123456],
  ['centsCell', '1,234.56', 123456],
  ['centsCell', '1234.5', 123450],
  ['centsCell', '1234', 123400],
  ['centsCell', '-12,00', -1200],
  ['centsCell', '1.234', null],
  ['centsCell', '1,234', null],
  ['centsCell', '1,234,56', null],
  ['centsCell', '12,345,6', null],
  ['centsCell', '12,345', null],
  ['centsCell', 'douze', null],
  ['centsCell', '1e3', null],
  ['centsCell', '99999999999999999,00', null],
  ['kindCell', 'Entreprise', 'business'],
  ['kindCell', 'particulier', 'consumer'],
  ['kindCell', 'B2G', 'public'],
  ['kindCell', 'autre', null],
  ['emailCell', 'a.b@c.fr', 'a.b@c.fr'],
  ['emailCell', 'a@b.fr; c@d.fr', null],
  ['emailCell', 'a@b', null],
  ['mobileCell', '06 12 34 56 78', '+33612345678'],
  ['mobileCell', '0033612345678', '+33612345678'],
  ['mobileCell', '+32 470 12 34 56', '+32470123456'],
  ['mobileCell', '01 23 45 67 89', null],
  ['phoneCell', '04.78.00.00.05', '+33478000005'],
  ['phoneCell', '0033 4 78 00 00 05', '+33478000005'],
  ['phoneCell', '06 12 34 56 78', '+33612345678'],
  ['phoneCell', '+32 2 123 45 67', '+3221234567'],
  ['phoneCell', '3949', null],
  ['phoneCell', 'le matin', null],
  ['sirenCell', '552 100 554', '552100554'],
  ['sirenCell', '552 100 554 00013', '552100554'],
  ['sirenCell', '55210055', null],
  ['postcodeCell', '1000', '01000'],
  ['postcodeCell', '97133', '97133'],
  ['postcodeCell', '00100', null],
  ['postcodeCell', 'SW1A', null],
  ['currencyCell', '€', 'EUR'],
  ['currencyCell', 'chf', 'CHF'],
  ['currencyCell', 'euros', null],
  ['codeCell', 'F 2026/041', 'F-2026-041'],
  ['codeCell', 'Noël & fils', 'Noel-fils'],
  ['codeCell', '///', null],
];

describe('cells', () => {
  test.each(table)('%s of « %s »: %j', (name, text, value) => {
    expect(cells[name].read(text)).toBe(value);
  });

  property.prop([fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })])(
    'an amount as we print it is read back',
    (amountCents) => {
      expect(centsCell.read(formatCents(amountCents))).toBe(amountCents);
    },
  );
});

describe('headings', () => {
  const names = Object.entries(columns).flatMap(([name, column]) => column.names.map((heading) => [heading, name] as const));

  test.each(names)('« %s » is %s, and nothing else', (heading, name) => {
    expect(columnOf(heading.toUpperCase())).toBe(name);
    expect(names.filter(([other]) => bareHeading(other) === bareHeading(heading)).length).toBe(1);
  });

  test.each([
    ['  n° FACTURE ', 'number'],
    ['Montant TTC (€)', 'totalCents'],
    ['echeance', 'dueOn'],
    ['due_date', 'dueOn'],
    ['Date dernière relance', 'remindedOn'],
    ['Relancé le', 'remindedOn'],
    ['Date envoi mise en demeure', 'noticePostedOn'],
    ['Date d’envoi de la mise en demeure', 'noticePostedOn'],
    ['MED envoyée le', 'noticePostedOn'],
    ['Date réception mise en demeure', 'noticeReceivedOn'],
    ['AR reçu le', 'noticeReceivedOn'],
    ['Date de paiement', 'paidOn'],
    ['Date de règlement', 'paidOn'],
    ['Réglé le', 'paidOn'],
    ['Réglé', 'paidCents'],
    ['Montant HT', undefined],
    ['', undefined],
  ])('« %s » is %s', (heading, name) => {
    expect(columnOf(heading)).toBe(name);
  });
});
