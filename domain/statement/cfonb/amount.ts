import { refuse } from '../../fault.ts';
import { atLine, centsOfDigits } from '../amount.ts';

/** The last character carries the last digit and the sign. `é` and `è` stand for the braces in the French ISO 646 set. */
const OVERPUNCH = new Map<string, readonly [digit: number, sign: 1 | -1]>([
  ...[...'{ABCDEFGHI'].map((letter, digit) => [letter, [digit, 1]] as const),
  ...[...'}JKLMNOPQR'].map((letter, digit) => [letter, [digit, -1]] as const),
  ...[...'0123456789'].map((letter, digit) => [letter, [digit, 1]] as const),
  ['É', [0, 1]],
  ['È', [0, -1]],
]);

/** Signed cents of an overpunched amount of 14 characters. */
export function signedCents(text: string, decimals: number, line: number): number {
  const digits = text.slice(0, -1).trim();
  const last = OVERPUNCH.get(text.slice(-1).toUpperCase());
  if (last === undefined || !/^\d+$/.test(digits)) {
    return refuse(
      atLine(line),
      `le montant « ${text} » n’est pas lisible\u00a0; attendu\u00a0: 13 chiffres et un caractère de signe ({ A-I ou } J-R), colonnes 91 à 104`,
    );
  }
  return centsOfDigits(`${digits}${last[0]}`, decimals, line) * last[1] || 0;
}
