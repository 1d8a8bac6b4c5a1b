import { refuse } from '../fault.ts';
import { structuredReference } from '../matching/creditor-reference.ts';

/** Where money goes. The name is the one under which the bank keeps the account: a payer's bank compares it (verification of payee). */
export interface Payee {
  readonly name: string;
  readonly iban: string;
  /** Absent for an account whose bank nobody named: within the EEA a payment needs none. */
  readonly bic?: string;
  readonly bankName?: string;
}

/** What the payer's bank application fills in. The amount is in integer cents, in euros only. */
export interface PaymentOrder extends Payee {
  readonly amountCents: number;
  readonly invoiceNumbers: readonly string[];
}

/** What a transfer says it is for: the reference of one invoice (ISO 11649), or a text that names several. */
export interface Remittance {
  readonly kind: 'structured' | 'text';
  readonly value: string;
}

const NAME_LENGTH = 70;
const TEXT_LENGTH = 140;
const LARGEST_CENTS = 99_999_999_999;
const PAYLOAD_BYTES = 331;

/** What a transfer for these invoices says: only whole numbers, for half of one may be the number of another; those that do not fit are left out. */
export function remittanceOf(invoiceNumbers: readonly string[], longest: number = TEXT_LENGTH): Remittance {
  const [only = ''] = invoiceNumbers;
  const structured = invoiceNumbers.length === 1 ? structuredReference(only) : null;
  if (structured !== null) return { kind: 'structured', value: structured };
  const fitting = invoiceNumbers.reduce((text, number) => {
    const longer = `${text} ${oneLine(number)}`.trim();
    return longer.length <= longest ? longer : text;
  }, '');
  return { kind: 'text', value: fitting };
}

/** The lines of a SEPA credit transfer code (EPC069-12, version 002, UTF-8, at most 331 bytes). Refuses what the guideline does not allow. */
export function paymentPayload(order: PaymentOrder): string {
  if (!Number.isSafeInteger(order.amountCents) || order.amountCents < 1 || order.amountCents > LARGEST_CENTS)
    refuse('amountCents', `got ${order.amountCents}, expected 1 to ${LARGEST_CENTS}`);
  let longest = TEXT_LENGTH;
  let payload = linesOf(order, remittanceOf(order.invoiceNumbers, longest));
  while (bytesOf(payload) > PAYLOAD_BYTES) payload = linesOf(order, remittanceOf(order.invoiceNumbers, --longest));
  return payload;
}

function linesOf({ name, iban, bic = '', amountCents }: PaymentOrder, { kind, value }: Remittance): string {
  const units = String(amountCents).padStart(3, '0');
  const amount = `EUR${units.slice(0, -2)}.${units.slice(-2)}`;
  const remittance = kind === 'structured' ? [value] : ['', value];
  return ['BCD', '002', '1', 'SCT', bare(bic), holderOf(name), bare(iban), amount, '', ...remittance].join('\n');
}

/** At most seventy letters, and no more bytes than seventy letters of Europe take: room is left for the reference. */
function holderOf(name: string): string {
  const letters = [...oneLine(name)].slice(0, NAME_LENGTH);
  while (bytesOf(letters.join('')) > 2 * NAME_LENGTH) letters.pop();
  return letters.join('');
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function bare(text: string): string {
  return text.replace(/\s/g, '');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
