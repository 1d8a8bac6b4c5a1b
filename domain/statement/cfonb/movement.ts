import type { CivilDate } from '../../calendar/civil-date.ts';
import { refuse } from '../../fault.ts';
import { atLine } from '../amount.ts';
import { givenReference, labelOf, readableText } from '../label.ts';
import { isUndoneOperation } from '../operation-codes.ts';
import { signedCents } from './amount.ts';
import { type CfonbRecord, columns, dateIn } from './records.ts';

/** A movement (record 04) and the texts of its details (records 05) by qualifier, each piece as wide as its zone. */
export interface Movement {
  readonly record: CfonbRecord;
  readonly details: Map<string, readonly string[]>;
}

/** What a movement says. */
export interface MovementFacts {
  readonly bookedOn: CivilDate | null;
  readonly valueOn: CivilDate | null;
  readonly amountCents: number;
  readonly currency: string;
  readonly status: 'booked';
  readonly reversal: boolean;
  readonly endToEndId: string | null;
  readonly references: readonly string[];
  readonly counterparty: string | null;
  readonly label: string | null;
}

/** Adds a detail to its movement. */
export function addDetail(movement: Movement, record: CfonbRecord): void {
  const qualifier = columns(record, 46, 48).trim() || 'LIB';
  movement.details.set(qualifier, [...(movement.details.get(qualifier) ?? []), columns(record, 49, 118)]);
}

/** Reads a movement with its details. */
export function factsOf({ record, details }: Movement): MovementFacts {
  const amountCents = signedCents(columns(record, 91, 104), decimalsOf(record), record.line);
  const reversal = isUndoneOperation(columns(record, 33, 34), amountCents) || returnReasonOf(record) !== null;
  return {
    bookedOn: dateIn(record, 35) ?? refuse(atLine(record.line), 'the booking date is blank, expected JJMMAA in columns 35 to 40'),
    valueOn: dateIn(record, 43),
    amountCents,
    currency: currencyOf(record),
    status: 'booked',
    reversal,
    endToEndId: givenReference(zone(details, 'RCN', 0, 35)),
    references: [zone(details, 'LCS', 0, 35), columns(record, 105, 120).trim()].flatMap((text) => givenReference(text) ?? []),
    counterparty: nameOf(details, amountCents > 0 !== reversal),
    label: labelOf([columns(record, 49, 79), joined(details, 'LIB', ' '), remittance(details)].map(readableText)),
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
    : refuse(atLine(record.line), `column 20 is "${text}", expected the number of decimals`);
}

/** Payer when money came in, payee when it went out: the person named first, then the ultimate party. */
function nameOf(details: Movement['details'], isPayer: boolean): string | null {
  const qualifiers = isPayer ? ['NPY', 'NPO'] : ['NBE', 'NBU'];
  const name = qualifiers.map((qualifier) => readableText(joined(details, qualifier, ' '))).find((text) => text !== '');
  return name ?? null;
}

/** Two zones of 70 characters hold one text: the second goes on where the first stops. */
function remittance(details: Movement['details']): string {
  return joined(details, 'LCC', '') + joined(details, 'LC2', '');
}

function joined(details: Movement['details'], qualifier: string, between: string): string {
  return (details.get(qualifier) ?? []).join(between);
}

function zone(details: Movement['details'], qualifier: string, from: number, to: number): string {
  return joined(details, qualifier, '').slice(from, to).trim();
}
