/**
 * French numbers that receive no text, in E.164: fixed lines (1 to 5), numbers with a price of their own (8) and of boxes (9)
 * in the national numbering plan of ARCEP. Numbers of other countries are the provider's to judge.
 */
const FRENCH_WITHOUT_TEXTS = /^\+33[1-589]\d{8}$/;
const E164 = /^\+[1-9]\d{6,14}$/;

/** Why no text can reach a number, or null. */
export function faultOfNumber(number: string): 'invalid' | 'landline' | null {
  if (!E164.test(number)) return 'invalid';
  return FRENCH_WITHOUT_TEXTS.test(number) ? 'landline' : null;
}
