import { mod97 } from '../statement/account.ts';
import { compactNumber } from './number-tokens.ts';

const SHAPE = /^RF\d{2}[0-9A-Z]{1,21}$/;

/** True for a creditor reference (ISO 11649) without spaces, in upper case, whose two check digits are right. */
export function isCreditorReference(text: string): boolean {
  return SHAPE.test(text) && mod97(text.slice(4) + text.slice(0, 4)) === 1n;
}

/** The creditor's own reference inside: what follows `RF` and the check digits. */
export function creditorReferenceBody(text: string): string {
  return text.slice(4);
}

/** The most letters and digits that ISO 11649 leaves for the creditor's own reference. */
const LONGEST_BODY = 21;

/**
 * The ISO 11649 creditor reference of an invoice number: `RF`, two check digits, then its letters and digits in capitals.
 * Null when nothing is left, or more than the standard allows.
 */
export function structuredReference(invoiceNumber: string): string | null {
  const body = compactNumber(invoiceNumber);
  if (body === '' || body.length > LONGEST_BODY) return null;
  return `RF${String(98n - mod97(`${body}RF00`)).padStart(2, '0')}${body}`;
}
