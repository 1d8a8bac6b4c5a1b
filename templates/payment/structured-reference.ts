const LETTER_OFFSET = 55;
const BODY = /^[A-Z0-9]{1,21}$/;

/**
 * The ISO 11649 creditor reference of an invoice number: `RF`, two check digits, then its letters and digits in capitals.
 * Null when nothing is left, or more than the 21 characters that the standard allows.
 */
export function structuredReference(invoiceNumber: string): string | null {
  const body = withoutAccents(invoiceNumber)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  if (!BODY.test(body)) return null;
  const check = 98n - remainder97(`${body}RF00`);
  return `RF${String(check).padStart(2, '0')}${body}`;
}

/** True when the two check digits of a creditor reference are right (ISO 7064, mod 97-10). */
export function isStructuredReference(text: string): boolean {
  const reference = text.replace(/\s/g, '').toUpperCase();
  return /^RF\d{2}[A-Z0-9]{1,21}$/.test(reference) && remainder97(reference.slice(4) + reference.slice(0, 4)) === 1n;
}

function remainder97(text: string): bigint {
  return BigInt(text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - LETTER_OFFSET))) % 97n;
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}
