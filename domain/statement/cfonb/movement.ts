import { refuse } from '../../fault.ts';
import { atLine } from '../amount.ts';
import { type BankEntry, rareFacts } from '../bank-entry.ts';
import { fileBounds } from '../bounds.ts';
import { distinct, givenReference, labelOf, readableText, readingOf } from '../label.ts';
import { isUndoneOperation } from '../operation-codes.ts';
import { signedCents } from './amount.ts';
import { type CfonbRecord, columns, dateIn } from './records.ts';

/** A movement (record 04) and the texts of its details (records 05) by qualifier, each piece as wide as its zone. */
export interface Movement {
  readonly record: CfonbRecord;
  readonly details: Map<string, string[]>;
}

/** What a movement says: an entry that has no key yet. */
export type MovementFacts = Omit<BankEntry, 'key' | 'status'> & { readonly status: 'booked' };

/** A text is cut into a few zones of 70 characters. */
const MOST_PIECES = fileBounds.characters / 200;

/** Adds a detail to its movement. */
export function addDetail(movement: Movement, record: CfonbRecord): void {
  const qualifier = columns(record, 46, 48).trim() || 'LIB';
  const pieces = movement.details.get(qualifier) ?? [];
  if (pieces.push(columns(record, 49, 118)) > MOST_PIECES)
    refuse(
      atLine(record.line),
      `un mouvement a plus de ${MOST_PIECES} détails ${qualifier}\u00a0; attendu\u00a0: le fichier tel que la banque l’a donné`,
    );
  movement.details.set(qualifier, pieces);
}

/** Reads a movement with its details. */
export function factsOf({ record, details }: Movement): MovementFacts {
  const amountCents = signedCents(columns(record, 91, 104), decimalsOf(record), record.line);
  const reversal = isUndoneOperation(columns(record, 33, 34), amountCents) || returnReasonOf(record) !== null;
  const isPayer = amountCents > 0 !== reversal;
  const [counterparty = null, ...others] = namesOf(details, isPayer);
  const [free, remittance] = [piecesOf(details, 'LIB'), piecesOf(details, 'LCC', 'LC2')].map(readingOf);
  return {
    bookedOn:
      dateIn(record, 35) ??
      refuse(atLine(record.line), 'la date de l’opération est vide\u00a0; attendu\u00a0: JJMMAA, colonnes 35 à 40'),
    valueOn: dateIn(record, 43),
    amountCents,
    currency: currencyOf(record),
    status: 'booked',
    reversal,
    endToEndId: givenReference(zone(details, 'RCN', 0, 35)),
    references: [zone(details, 'LCS', 0, 35), columns(record, 105, 120).trim()].flatMap((text) => givenReference(text) ?? []),
    counterparty,
    label: labelOf([readableText(columns(record, 49, 79)), free?.text ?? null, remittance?.text ?? null]),
    ...rareFacts(labelOf([free?.alsoRead ?? null, remittance?.alsoRead ?? null]), isPayer ? others : []),
  };
}

/** The bank's reason of a rejected or returned operation, null when it is none. */
export function returnReasonOf(record: CfonbRecord): string | null {
  const reason = columns(record, 41, 42).trim();
  return reason === '' || reason === '00' ? null : reason;
}

/** Currency of a record; some banks leave it blank. */
export function currencyOf(record: CfonbRecord): string {
  return columns(record, 17, 19).trim() || 'EUR';
}

/** Decimals of a record: blank means those of its currency. */
export function decimalsOf(record: CfonbRecord): number {
  const text = columns(record, 20, 20).trim();
  if (text === '') return currencyOf(record) === 'XPF' ? 0 : 2;
  return /^\d$/.test(text)
    ? Number(text)
    : refuse(atLine(record.line), `la colonne 20 dit « ${text} »\u00a0; attendu\u00a0: le nombre de décimales`);
}

/** Payers when money came in, payees when it went out. The ultimate payer comes before the holder of the account. */
function namesOf(details: Movement['details'], isPayer: boolean): readonly string[] {
  const qualifiers = isPayer ? ['NPO', 'NPY'] : ['NBE', 'NBU'];
  return distinct(qualifiers.map((qualifier) => readableText(joined(details, qualifier, ' '))));
}

/** Zones of 70 characters that hold one text, or a field each. */
function piecesOf(details: Movement['details'], ...qualifiers: readonly string[]): readonly string[] {
  return qualifiers.flatMap((qualifier) => details.get(qualifier) ?? []);
}

function joined(details: Movement['details'], qualifier: string, between: string): string {
  return (details.get(qualifier) ?? []).join(between);
}

function zone(details: Movement['details'], qualifier: string, from: number, to: number): string {
  return joined(details, qualifier, '').slice(from, to).trim();
}
