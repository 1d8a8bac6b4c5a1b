import { mod97 } from '../statement/account.ts';

const SHAPE = /^RF\d{2}[0-9A-Z]{1,21}$/;

/** True for a creditor reference (ISO 11649) without spaces, in upper case, whose two check digits are right. */
export function isCreditorReference(text: string): boolean {
  return SHAPE.test(text) && mod97(text.slice(4) + text.slice(0, 4)) === 1n;
}

/** The creditor's own reference inside: what follows `RF` and the check digits. */
export function creditorReferenceBody(text: string): string {
  return text.slice(4);
}
