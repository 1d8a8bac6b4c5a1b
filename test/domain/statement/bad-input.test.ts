import { describe, expect, it } from 'vitest';
import { entriesOf, fixture, partsOf, refusalOf, statementsOf, warningsOf } from './read.ts';
import { bytesOf } from './write-statement.ts';

const CAMT = new TextDecoder().decode(fixture('camt.053.001.08.xml'));
const CFONB = new TextDecoder('latin1').decode(fixture('cfonb-latin1.txt'));

function changed(text: string, from: string | RegExp, to: string): Uint8Array {
  const after = text.replace(from, to);
  if (after === text) throw new Error('the change changes nothing');
  return Buffer.from(after, text === CFONB ? 'latin1' : 'utf8');
}

function cfonbLines(change: (lines: string[]) => void): Uint8Array {
  const lines = CFONB.split('\r\n');
  change(lines);
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

const BOMB = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>';

const REFUSED: Readonly<Record<string, readonly [bytes: () => Uint8Array, says: RegExp]>> = {
  nothing: [() => new Uint8Array(), /^ligne 1: le fichier est vide/],
  'blank lines': [() => bytesOf(' \r\n\n'), /^ligne 1: le fichier est vide/],
  'a PNG renamed .xml': [
    () => Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
    /^ligne 1: c’est une image PNG\u00a0; attendu\u00a0: camt/,
  ],
  'a PDF renamed .xml': [
    () => bytesOf('%PDF-1.7\n…'),
    /^ligne 1: c’est un PDF\u00a0: demander à la banque le relevé sous forme de données\u00a0; attendu\u00a0: camt/,
  ],
  'a gzip': [() => Uint8Array.from([0x1f, 0x8b, 8, 0]), /c’est un fichier compressé/],
  'a ZIP': [() => bytesOf('PK\u0003\u0004'), /archive ZIP/],
  MT940: [() => bytesOf(':20:START\n:25:123'), /MT940/],
  'a Web page saved in its place': [
    () => bytesOf('<!doctype html>\n<html>…'),
    /^ligne 1: c’est une page Web\u00a0: télécharger le fichier lui-même/,
  ],
  prose: [() => bytesOf('Bonjour'), /^ligne 1: le fichier commence par « Bonjour »/],
  'truncated XML': [
    () => bytesOf(CAMT.slice(0, CAMT.indexOf('Menuiserie'))),
    /^ligne 18: le fichier s’arrête dans Document\/BkToCstmrStmt\/Stmt\/Ntry\/NtryDtls\/TxDtls\/RltdPties\/Dbtr\/Pty\/Nm\u00a0: il est tronqué/,
  ],
  'crossed tags': [() => changed(CAMT, '</Ntry>', '</Stmt>'), /^ligne 22: le XML est rompu dans/],
  'a document type': [() => changed(CAMT, '<Document', `${BOMB}<Document`), /^ligne 2: un DOCTYPE n’a pas sa place/],
  'an unknown entity': [() => changed(CAMT, '&amp;', '&secret;'), /^ligne 18: le XML est rompu dans.*undefined entity/],
  'another XML message': [
    () => bytesOf('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn/></Document>'),
    /ne contient aucun relevé bancaire/,
  ],
  'Latin-1 bytes in an XML that says UTF-8': [
    () => Buffer.from(CAMT, 'latin1'),
    /^ligne 19: les octets ne sont pas du UTF-8 valable/,
  ],
  'an unknown encoding': [() => changed(CAMT, 'UTF-8', 'EBCDIC'), /le codage « ebcdic » est inconnu/],
  'a third decimal': [
    () => changed(CAMT, '>2655.5<', '>2655.505<'),
    /^ligne 10: le montant « 2655.505 » a plus de deux décimales/,
  ],
  'a comma': [() => changed(CAMT, '>600.50<', '>600,50<'), /^ligne 24: le montant « 600,50 » n’est pas un nombre/],
  'a negative amount': [() => changed(CAMT, '>600.50<', '>-600.50<'), /^ligne 24: le montant « -600.50 » n’est pas un nombre/],
  'an amount too large to be exact': [
    () => changed(CAMT, '>600.50<', '>900719925474099.00<'),
    /trop grand pour être lu exactement/,
  ],
  'no amount': [() => changed(CAMT, '<Amt Ccy="EUR">50.00</Amt>', ''), /^ligne 42: le montant « {2}» n’est pas un nombre/],
  'a direction nobody knows': [
    () => changed(CAMT, 'CRDT', 'CREDIT'),
    /^ligne 9: CdtDbtInd vaut « CREDIT »\u00a0; attendu\u00a0: CRDT ou DBIT/,
  ],
  'a day that does not exist': [
    () => changed(CAMT, /<ValDt><Dt>2026-11-03/, '<ValDt><Dt>2026-02-30'),
    /^ligne 25: ValDt vaut « 2026-02-30 »/,
  ],
  'a broken record in the middle': [
    () => cfonbLines((lines) => lines.splice(7, 1, `04${'?'.repeat(40)}`)),
    /^ligne 8: l’enregistrement 04 a 42 caractères au lieu de 120\u00a0: une partie en est perdue/,
  ],
  'a movement cut short': [
    () => cfonbLines((lines) => lines.splice(7, 1, lines[7]?.slice(0, 80) ?? '')),
    /^ligne 8: l’enregistrement 04 a 80 caractères/,
  ],
  'a letter in an amount': [
    () => cfonbLines((lines) => lines.splice(8, 1, lines[8]?.replace('0000000000500A', '00000000O0500A') ?? '')),
    /^ligne 9: /,
  ],
  'a record nobody knows': [
    () => cfonbLines((lines) => lines.splice(3, 1, '99')),
    /^ligne 4: l’enregistrement commence par « 99 »/,
  ],
  'a detail of no movement': [
    () => cfonbLines((lines) => lines.splice(1, 1)),
    /^ligne 2: l’enregistrement 05 ne complète aucun mouvement/,
  ],
  'a file cut before its closing balance': [
    () => cfonbLines((lines) => lines.splice(9)),
    /^ligne 9: le fichier s’arrête avant le solde de clôture/,
  ],
  'no opening balance': [
    () => cfonbLines((lines) => lines.splice(0, 1)),
    /^ligne 1: l’enregistrement 04 vient avant le solde d’ouverture/,
  ],
  'two opening balances': [
    () => cfonbLines((lines) => lines.splice(0, 0, lines[0] ?? '')),
    /^ligne 2: l’enregistrement 01 ouvre un compte alors que/,
  ],
  'an impossible booking date': [
    () => changed(CFONB, '05021126  021126', '05320126  021126'),
    /^ligne 2: les colonnes 35 à 40 disent « 320126 »/,
  ],
  'a file of 240 characters': [() => bytesOf(`${'31'.padEnd(240)}\r\n`), /^ligne 1: le fichier commence par « 31/],
};

describe('refused with the line', () => {
  it.each(Object.keys(REFUSED))('%s', (name) => {
    const [bytes, says] = REFUSED[name] ?? [() => new Uint8Array(), /never/];
    expect(refusalOf(bytes())).toMatch(says);
  });

  it('in a file without line breaks the line is the record', () => {
    const text = new TextDecoder('latin1').decode(fixture('cfonb-unbroken.txt'));
    expect(refusalOf(bytesOf(`${text.slice(0, 240)}99${text.slice(242, 360)}`))).toMatch(
      /^ligne 3: l’enregistrement commence par « 99 »/,
    );
  });
});

describe('damage far behind the start', () => {
  it('has its line, counted over all chunks', () => {
    const detail = `${CFONB.split('\r\n')[2] ?? ''}\n`;
    const start = `${CFONB.split('\r\n').slice(0, 2).join('\n')}\n${detail.repeat(20)}`;
    const broken = [detail.replace(/.$/m, 'é'), detail.replace(/..$/m, '\u00c3.')];
    const bytes = Buffer.concat([Buffer.from(start + broken[0], 'utf8'), Buffer.from(broken[1] ?? '', 'latin1')]);
    expect(() => partsOf(bytes, 200)).toThrow(/^ligne 24: les octets ne sont pas du UTF-8 valable/);
  });
});

describe('read all the same', () => {
  it('a balance that does not add up is said', () => {
    const bytes = changed(CAMT, '>2655.5<', '>2655.6<');
    expect(statementsOf(bytes)[0]?.balances).toBe('disagree');
    expect(warningsOf(bytes)).toEqual([
      'Relevé STMT-0211 du compte FR7630004001230000123456705\u00a0: le solde d’ouverture et les écritures ne donnent pas le solde de clôture, il faut redemander le fichier à la banque.',
    ]);
    expect(entriesOf(bytes)).toHaveLength(5);
  });

  it('a third decimal that is zero, a leading plus', () => {
    expect(entriesOf(changed(CAMT, '>600.50<', '>+600.500<'))[1]?.amountCents).toBe(40_000);
  });

  it('trailing spaces, blank lines and the old end-of-file mark', () => {
    const bytes = Buffer.from(`${CFONB.replaceAll('\r\n', '  \r\n\r\n')}\u001a`, 'latin1');
    expect(entriesOf(bytes)).toEqual(entriesOf(fixture('cfonb-latin1.txt')));
  });

  it.each([
    ['utf-16le', '\ufeff'],
    ['utf8', '\ufeff'],
  ] as const)('%s with its byte order mark', (encoding, mark) => {
    const bytes = Buffer.from(mark + CAMT.replace('UTF-8', encoding === 'utf8' ? 'UTF-8' : 'UTF-16'), encoding);
    expect(entriesOf(bytes)).toEqual(entriesOf(fixture('camt.053.001.08.xml')));
  });

  it.each(['ISO-8859-1', 'ISO-8859-15', 'windows-1252', 'UTF-16'])(
    'UTF-8 that says %s, as a tool leaves it that converts',
    (encoding) => {
      expect(entriesOf(changed(CAMT, 'UTF-8', encoding))).toEqual(entriesOf(fixture('camt.053.001.08.xml')));
    },
  );

  it('CFONB in Windows-1252, with its œ, € and apostrophe', () => {
    const bytes = Buffer.from(CFONB, 'latin1');
    const at = bytes.indexOf(Buffer.from('LOYER'));
    bytes.set([0x80, 0x92, 0x9c], at);
    expect(entriesOf(bytes)[1]?.label).toBe('VIR €’œER NOVEMBRE');
  });
});
