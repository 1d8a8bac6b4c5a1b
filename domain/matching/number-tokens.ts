import { folded } from '../statement/fold.ts';
import { isDateWritten } from './written-date.ts';

/** A stretch of a text that may be an invoice number. */
export interface NumberToken {
  /** As written. */
  readonly text: string;
  /** Letters and digits only. */
  readonly compact: string;
  /** Forgiving: lost leading zeros, O for 0, I or L for 1. */
  readonly loose: string;
  /** False when it is only a part of something longer (`2026-041` in `AV-2026-041`), or digits that spaces part. */
  readonly isWhole: boolean;
  /** What the text says of it: an invoice, something else (a client, an order, a day), or nothing. */
  readonly calledBy: 'invoice' | 'other' | null;
  /** Ordinals of its first and last run of letters and digits. */
  readonly first: number;
  readonly last: number;
  /** The text after it, folded. */
  readonly after: string;
}

interface Run {
  readonly start: number;
  readonly end: number;
}

const MOST_RUNS = 6;
const LONGEST = 35;
const JOINT = /^[\s\-_./°#]{1,3}$/;

/** Words that say of the number behind them what it is. */
const INVOICE_WORDS = new Set('FACTURE FACTURES FACT FACTS FAC FACS FA FCT INVOICE INV'.split(' '));
const OTHER_WORDS = new Set(
  'CLIENT CLIENTS CLI COMPTE CPTE CPT CODE MANDAT MANDATS RUM ICS COMMANDE COMMANDES CDE CDES CMD CMDE ORDER PO BC BON DEVIS CONTRAT CTR DOSSIER AFFAIRE SIRET SIREN TVA TEL TELEPHONE PORTABLE MOBILE IBAN BIC RIB CHEQUE CHEQUES CHQ TITRE BORDEREAU BORD LOT REMISE TICKET ABONNEMENT ADHERENT POLICE SINISTRE MATRICULE BL LIVRAISON CARTE CB'.split(
    ' ',
  ),
);
/** Before digits, these speak of a day. */
const DAY_WORDS = new Set('DU LE AU DATE ECHEANCE ECH JOUR'.split(' '));
/** They stand between a word and its number. */
const MARKS = new Set('N NO NR NUM NUMERO NUMEROS REF REFERENCE'.split(' '));

/** Letters and digits of a number, upper case, no accents: `F-2026/0412` is `F20260412`. */
export function compactNumber(text: string): string {
  return folded(text).replace(/[^A-Z0-9]/g, '');
}

/** The same for what people and scanners make of a number: zeros at the start of a group fall, O is 0, I and L are 1. */
export function looseNumber(text: string): string {
  const groups =
    folded(text)
      .replace(/O/g, '0')
      .replace(/[IL]/g, '1')
      .match(/\d+|[A-Z]+/g) ?? [];
  return groups.map((group) => group.replace(/^0+(?=\d)/, '')).join('');
}

/** True for digits alone: a date or a telephone number may look the same. */
export function isDigits(compact: string): boolean {
  return /^\d+$/.test(compact);
}

/** Every stretch of up to six runs of letters and digits that holds a digit, longest first. */
export function numberTokens(source: string): readonly NumberToken[] {
  const text = folded(source);
  const runs = [...text.matchAll(/[A-Z0-9]+/g)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const tokens = runs.flatMap((_, first) => tokensFrom(text, runs, first));
  return tokens.sort((a, b) => b.last - b.first - (a.last - a.first));
}

function tokensFrom(text: string, runs: readonly Run[], first: number): readonly NumberToken[] {
  const tokens: NumberToken[] = [];
  const start = runs[first]?.start ?? 0;
  for (let last = first; last < Math.min(runs.length, first + MOST_RUNS); last++) {
    const run = runs[last];
    if (!run || run.end - start > LONGEST) break;
    if (last > first && !JOINT.test(text.slice(runs[last - 1]?.end, run.start))) break;
    if (/\d/.test(text.slice(start, run.end))) tokens.push(tokenOf(text, start, run.end, first, last));
  }
  return tokens;
}

function tokenOf(text: string, start: number, end: number, first: number, last: number): NumberToken {
  const written = text.slice(start, end);
  const compact = compactNumber(written);
  const isNumeric = isDigits(compact);
  const isWhole = !isGlued(text, start, end, isNumeric) && !(isNumeric && /\s/.test(written));
  const calledBy = isNumeric && isDateWritten(written) ? 'other' : callingWord(text.slice(0, start), isNumeric);
  return { text: written, compact, loose: looseNumber(written), isWhole, calledBy, first, last, after: text.slice(end) };
}

/** The word before a number decides what it is a number of; `N°` and `REF` let the word before them speak. */
function callingWord(before: string, isNumeric: boolean): NumberToken['calledBy'] {
  const words = before.slice(-40).match(/[A-Z0-9]+/g) ?? [];
  const word = words.findLast((each) => !MARKS.has(each)) ?? '';
  if (INVOICE_WORDS.has(word)) return 'invoice';
  return OTHER_WORDS.has(word) || (isNumeric && DAY_WORDS.has(word)) ? 'other' : null;
}

/** A dash, point or underscore right against a neighbour makes the stretch a part of it; a slash does so between digits. */
function isGlued(text: string, start: number, end: number, isNumeric: boolean): boolean {
  const glue = isNumeric ? /[-._/]/ : /[-._]/;
  const [before, after] = [text[start - 1] ?? ' ', text[end] ?? ' '];
  return (
    (glue.test(before) && /[A-Z0-9]/.test(text[start - 2] ?? ' ')) || (glue.test(after) && /[A-Z0-9]/.test(text[end + 1] ?? ' '))
  );
}
