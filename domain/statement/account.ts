const FRENCH_IBAN = /^(?:FR|MC)\d{2}([0-9A-Z]{21})\d{2}$/;
const PLAIN_RIB = /^\d{10}[0-9A-Z]{11}$/;
/** Letters of an account number count as digits in the key: A, J = 1; B, K, S = 2 … I, R, Z = 9. */
const LETTER_DIGITS = '12345678912345678923456789';

/** The French IBAN of a bank, branch and account number (RIB without its key); any other text comes back as it is. */
export function ibanOfRib(bank: string, branch: string, number: string): string {
  const rib = `${bank}${branch}${number}`;
  if (!PLAIN_RIB.test(rib)) return rib.trim();
  const bban = `${rib}${ribKey(bank, branch, number)}`;
  return `FR${ibanCheck('FR', bban)}${bban}`;
}

/** An account as compared between messages: a French IBAN without its check digits, any other text without spaces. */
export function comparableAccount(account: string): string {
  const compact = account.replace(/\s/g, '').toUpperCase();
  return FRENCH_IBAN.exec(compact)?.[1] ?? compact;
}

/** True for an account whose bank writes French interbank codes. */
export function isFrenchAccount(account: string): boolean {
  return FRENCH_IBAN.test(account);
}

function ribKey(bank: string, branch: string, number: string): string {
  const digits = number.replace(/[A-Z]/g, (letter) => LETTER_DIGITS.charAt(letter.charCodeAt(0) - 65));
  const rest = (89n * BigInt(bank) + 15n * BigInt(branch) + 3n * BigInt(digits)) % 97n;
  return String(97n - rest).padStart(2, '0');
}

function ibanCheck(country: string, bban: string): string {
  return String(98n - mod97(`${bban}${country}00`)).padStart(2, '0');
}

/** Remainder by 97 of a text in which A counts as 10 and Z as 35 (ISO 7064, for IBAN and ISO 11649 references). */
export function mod97(text: string): bigint {
  return BigInt(text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))) % 97n;
}
