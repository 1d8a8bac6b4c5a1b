import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../domain/fault.ts';
import { isCreditorReference, structuredReference } from '../../domain/matching/creditor-reference.ts';
import { frenchDate, groupedIban, groupedSiren, shortFrenchDate } from '../../templates/french.ts';
import { paymentQr } from '../../templates/payment/payment-qr.ts';
import { addressSaid, countryLine, postalLines } from '../../templates/postal-address.ts';
import { isGsm7, smsLength, toGsm7 } from '../../templates/rendering/gsm7.ts';
import { toHtml, toPlainText } from '../../templates/rendering/markdown.ts';
import { frenchTypography } from '../../templates/rendering/typography.ts';

describe('French dates and numbers', () => {
  it.each([
    ['2026-11-06', '6 novembre 2026', '06/11/2026'],
    ['2026-08-01', '1er août 2026', '01/08/2026'],
    ['2027-02-28', '28 février 2027', '28/02/2027'],
  ])('%s', (on, long, short) => {
    expect([frenchDate(on), shortFrenchDate(on)]).toEqual([long, short]);
  });

  it('groups an IBAN and a SIREN without letting a line break them', () => {
    expect(groupedIban('FR7630006000011234567890189')).toBe('FR76\u00a03000\u00a06000\u00a00112\u00a03456\u00a07890\u00a0189');
    expect(groupedSiren('901 234568')).toBe('901\u00a0234\u00a0568');
  });
});

describe('French typography', () => {
  it.each([
    ['Pour régler : merci', 'Pour régler\u00a0: merci'],
    ['Vraiment ?', 'Vraiment\u202f?'],
    ['Oui ; non !', 'Oui\u202f; non\u202f!'],
    ['« bonjour »', '«\u00a0bonjour\u00a0»'],
    ['40 € et 12 %', '40\u00a0€ et 12\u00a0%'],
    ["l'échéance n° 3", 'l’échéance n°\u00a03'],
    ['article L. 441-10', 'article\u00a0L.\u00a0441-10'],
    ["{% if a != 'b' %} : {{ x }} ?", "{% if a != 'b' %}\u00a0: {{ x }}\u202f?"],
    ['| --- | ---: |', '| --- | ---: |'],
    ['https://a.example/b', 'https://a.example/b'],
  ])('%j', (source, expected) => {
    expect(frenchTypography(source)).toBe(expected);
  });
});

describe('Markdown as plain text', () => {
  it.each([
    ['**gras** et *penché*', 'gras et penché'],
    ['## Titre', 'Titre\n-----'],
    ['- a\n- b', '- a\n- b'],
    ['1. a\n2. b', '1. a\n2. b'],
    ['| A | B |\n|---|---|\n| 1 | 2 |', 'A | B\n1 | 2'],
    ['| | |\n|---|---|\n| 1 | 2 |', '1 | 2'],
    ['[ici](https://a.example/?x=1&#38;y=2)', 'ici <https://a.example/?x=1&y=2>'],
    ['[a.example](https://a.example/b)', 'https://a.example/b'],
    ['F&#38;B « Dupont & Fils » &nbsp;**R&D** `x&y` ~~z&w~~', 'F&B « Dupont & Fils » \u00a0R&D x&y z&w'],
    ['[a@b.example](mailto:a@b.example)', 'a@b.example'],
    ['ligne  \nsuivante', 'ligne\nsuivante'],
    ['&#60;b&#62; &#42;x&#42;', '<b> *x*'],
  ])('%j', (markdown, text) => {
    expect(toPlainText(markdown)).toBe(text);
  });

  it.each([
    ['<b>x</b>', /<b>/],
    ['![x](https://evil.example/a.png)', /<img/],
    ['[x](javascript:alert)', /href/],
    ['[x](data:text/html,a)', /href/],
    ['[x](http://evil.example)', /href/],
  ])('drops what a letter has no use for: %j', (markdown, pattern) => {
    expect(toHtml(markdown)).not.toMatch(pattern);
  });
});

describe('SMS alphabet', () => {
  it.each([
    ['a'.repeat(160), 'GSM-7', 1],
    ['a'.repeat(161), 'GSM-7', 2],
    ['a'.repeat(306), 'GSM-7', 2],
    ['a'.repeat(307), 'GSM-7', 3],
    ['€'.repeat(80), 'GSM-7', 1],
    ['€'.repeat(81), 'GSM-7', 2],
    ['é'.repeat(160), 'GSM-7', 1],
    ['ê'.repeat(70), 'UCS-2', 1],
    ['ê'.repeat(71), 'UCS-2', 2],
  ] as const)('%#', (text, encoding, segments) => {
    expect(smsLength(text)).toEqual({ encoding, segments });
  });

  it.each([
    ['Relevé : être reçu, cœur, naïve', 'Relevé : etre recu, coeur, naive'],
    ['1\u202f200,00\u00a0€', '1 200,00 €'],
    ['l’été «\u00a0ici\u00a0»…', 'l\'été "ici"...'],
    ['Мария', 'Мария'],
  ])('%j', (text, expected) => {
    expect(toGsm7(text)).toBe(expected);
  });

  test.prop([fc.string({ unit: 'binary' })])('leaves what is already GSM as it is', (text) => {
    const gsm = [...text].filter(isGsm7).join('');
    expect(toGsm7(gsm)).toBe(gsm);
  });
});

describe('creditor reference', () => {
  it('agrees with the example of the standard', () => {
    expect(isCreditorReference('RF18539007547034')).toBe(true);
    expect(structuredReference('539007547034')).toBe('RF18539007547034');
    expect(isCreditorReference('RF19539007547034')).toBe(false);
  });

  it.each([
    ['F2026-0412', 'RF70F20260412'],
    ['été/12', structuredReference('ETE12')],
    ['---', null],
    ['A'.repeat(22), null],
  ])('%s', (number, expected) => {
    expect(structuredReference(number)).toBe(expected);
  });

  test.prop([fc.stringMatching(/^[A-Za-z0-9-]{0,20}[A-Za-z0-9]$/)])(
    'always checks, and with one wrong check digit never does',
    (number) => {
      const reference = structuredReference(number) ?? '';
      expect(isCreditorReference(reference)).toBe(true);
      const wrong = (Number(reference[3]) + 1) % 10;
      expect(isCreditorReference(`${reference.slice(0, 3)}${wrong}${reference.slice(4)}`)).toBe(false);
    },
  );
});

describe('payment code', () => {
  it('is drawn with a quiet zone of four modules and a text for who cannot see it', () => {
    const invoiceNumbers = ['F2026-0412'];
    const svg = paymentQr({ name: 'Atelier Lumen', iban: 'FR76 3000', bic: 'AGRIFRPP', amountCents: 125_223, invoiceNumbers });
    expect(svg).toMatch(/viewBox="0 0 (45|49|53) \1"/);
    expect(svg).toContain('M4 4h1v1h-1z');
    expect(svg).not.toMatch(/M[0-3] \d+h1/);
    expect(svg).toContain('role="img"');
  });
});

describe('postal address', () => {
  it('is written as the post reads it', () => {
    const lines = ["Société de l'Œuvre & Cie", 'Bât. B, 2e étage', '', '12 bis, rue de la Forêt', '69003 Lyon'];
    expect(postalLines(lines, 'p')).toEqual([
      'SOCIETE DE L OEUVRE & CIE',
      'BAT B 2E ETAGE',
      '12 BIS RUE DE LA FORET',
      '69003 LYON',
    ]);
  });

  it('ends with the country of an address abroad, in French; an overseas one is French', () => {
    const abroad = [countryLine('DE') ?? '', countryLine('GB') ?? ''];
    for (const country of abroad)
      expect(postalLines(['Nom', 'Hauptstr. 1', '10115 Berlin', country], 'p').at(-1)).toBe(country.toUpperCase());
    expect(abroad).toEqual(['Allemagne', 'Royaume-Uni']);
    expect([countryLine('FR'), countryLine('RE')]).toEqual([null, null]);
    expect(postalLines(['Nom', '1 High Street', 'London SW1A 1AA'], 'p', 'GB').at(-1)).toBe('LONDON SW1A 1AA');
  });

  it.each([
    [['Nom', 'a', 'b', 'c', 'd', 'e', '69003 Lyon'], 'p: got 7 lines'],
    [['Nom'], 'p: got 1 lines'],
    [['N'.repeat(39), '69003 Lyon'], 'p[0]: got 39 characters'],
    [['Nom', 'rue', 'Lyon'], 'p[2]: expected a five-digit postcode'],
  ])('refuses %j', (lines, message) => {
    expect(() => postalLines(lines, 'p')).toThrow(message);
  });

  it.each([
    [['Nom'], 'une ligne, il en faut deux à six (nom, rue, code postal et ville).'],
    [['Nom', 'a', 'b', 'c', 'd', 'e', '69003 Lyon'], '7 lignes, il en faut deux à six (nom, rue, code postal et ville).'],
    [['N'.repeat(39), '69003 Lyon'], 'une ligne a 39 caractères, il en faut 38 au plus.'],
    [['Nom', 'rue', 'Lyon'], 'la dernière ligne doit être un code postal de cinq chiffres et une ville.'],
  ])('a person reads what is wrong with %j in French', (lines, french) => {
    for (const [path, whose] of [
      ['debtor.address', 'débiteur'],
      ['creditor.address', 'créancier'],
    ] as const) {
      try {
        postalLines(lines, path);
        expect.unreachable();
      } catch (error) {
        expect(error instanceof BadInput && addressSaid(error)).toBe(`Adresse postale du ${whose}\u00a0: ${french}`);
      }
    }
    expect(addressSaid(new BadInput([{ path: 'template', message: 'x' }]))).toBeNull();
  });
});
