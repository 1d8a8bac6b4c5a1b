import { camtText } from '../domain/statement/write-camt.ts';
import { cfonbText } from '../domain/statement/write-cfonb.ts';
import { bytesOf, type WrittenBooking, type WrittenStatement } from '../domain/statement/write-statement.ts';
import { creditor } from './parties.ts';

/** The account of the creditor of the tests. */
const OURS = { bank: '30006', branch: '00001', number: '12345678901', iban: creditor.iban };
const booking = (amountCents: number): WrittenBooking => ({
  on: '2026-11-12',
  payments: [{ amountCents, payer: 'Société Aubért', text: 'F2026-0412' }],
});
const statement: WrittenStatement = {
  ...OURS,
  id: 'S1',
  openingOn: '2026-11-10',
  openingCents: 100_000,
  bookings: [booking(120_000), booking(30_000)],
};
const foreign: WrittenStatement = {
  ...statement,
  bank: '30004',
  branch: '00123',
  number: '00001234567',
  iban: 'FR7630004001230000123456705',
};

const camt = (written = statement) => camtText({ message: '053', version: 8 }, [written]);
const cfonb = (written = statement) => cfonbText(written);

/** A record of the CFONB file, from 1, replaced. */
function withRecord(nth: number, change: (record: string) => string): string {
  return cfonb()
    .split('\r\n')
    .map((record, index) => (index + 1 === nth ? change(record) : record))
    .join('\r\n');
}

export interface BadFile {
  readonly bytes: Uint8Array;
  readonly says: string;
}

/** Files that cannot be read, and where and why. */
export const unreadableFiles: Readonly<Record<string, BadFile>> = {
  nothing: { bytes: bytesOf(''), says: 'ligne 1: le fichier est vide\u00a0; attendu\u00a0: camt.052' },
  'a PDF renamed .xml': {
    bytes: bytesOf('%PDF-1.7 …'),
    says: 'ligne 1: c’est un PDF\u00a0: demander à la banque le relevé sous forme de données',
  },
  'truncated XML': { bytes: bytesOf(camt().slice(0, 700)), says: 'il est tronqué, le télécharger de nouveau en entier' },
  'Latin-1 that says UTF-8': {
    bytes: Buffer.from(camt(), 'latin1'),
    says: 'ligne 2: les octets ne sont pas du UTF-8 valable\u00a0: le fichier est abîmé ou dans un autre codage\u00a0; attendu\u00a0: le fichier tel que la banque l’a envoyé',
  },
  'an encoding that nobody knows': {
    bytes: bytesOf(camt().replace('UTF-8', 'EBCDIC')),
    says: 'ligne 1: le codage « ebcdic » est inconnu\u00a0; attendu\u00a0: UTF-8',
  },
  'CFONB with a record of another kind in the middle': {
    bytes: Buffer.from(
      withRecord(3, (record) => `0X${record.slice(2)}`),
      'latin1',
    ),
    says: 'ligne 3: l’enregistrement commence par « 0X »\u00a0; attendu\u00a0: 01, 04, 05 ou 07',
  },
  'CFONB with a record cut short in the middle': {
    bytes: Buffer.from(
      withRecord(5, (record) => record.slice(0, 80)),
      'latin1',
    ),
    says: 'ligne 5: l’enregistrement 04 a 80 caractères au lieu de 120\u00a0: une partie en est perdue',
  },
  'CFONB with a character lost in the middle': {
    bytes: Buffer.from(
      withRecord(5, (record) => record.slice(0, 60) + record.slice(61)),
      'latin1',
    ),
    says: 'ligne 5: le montant « ',
  },
  'CFONB truncated in a record': {
    bytes: Buffer.from(cfonb().slice(0, 500), 'latin1'),
    says: 'ligne 5: l’enregistrement 04 a 12 caractères au lieu de 120',
  },
  'CFONB truncated after a record': {
    bytes: Buffer.from(cfonb().slice(0, 488), 'latin1'),
    says: 'ligne 4: le fichier s’arrête avant le solde de clôture (enregistrement 07)\u00a0: il est tronqué',
  },
};

/** Files that can be read and are not imported, and the sentence that says why. */
export const refusedFiles: Readonly<Record<string, BadFile>> = {
  'camt of an unknown account': { bytes: bytesOf(camt(foreign)), says: 'importez avec --account FR7630004001230000123456705.' },
  'CFONB of an unknown account': {
    bytes: Buffer.from(cfonb(foreign), 'latin1'),
    says: 'importez avec --account FR7630004001230000123456705.',
  },
  'camt of no account': {
    bytes: bytesOf(camt().replace(/<Acct>.*<\/Acct>/, '')),
    says: 'ne nomme pas son compte\u00a0: il faut redemander le fichier',
  },
  'camt whose balances do not add up': {
    bytes: bytesOf(camt().replace('2500.00', '2500.01')),
    says: '(2\u202f500,01\u00a0€), il faut redemander le fichier à la banque.',
  },
  'CFONB whose balances do not add up': {
    bytes: Buffer.from(cfonb().replace('0000000025000{', '0000000025000A'), 'latin1'),
    says: '(2\u202f500,01\u00a0€), il faut redemander le fichier à la banque.',
  },
};
