import type { Fault } from '../fault.ts';

/** True when the last of nine digits is the key of the others, as INSEE gives them (Luhn's formula, ISO/IEC 7812-1). */
export function hasRightKey(siren: string): boolean {
  const sum = [...siren].reduce((total, digit, place) => total + weighed(Number(digit), place), 0);
  return sum % 10 === 0;
}

/** Every second of nine digits counts twice, by its own digits. */
function weighed(digit: number, place: number): number {
  const twice = digit * 2;
  return place % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice;
}

/**
 * What is wrong with the key of a SIREN that a person types for whoever signs: it goes on every letter. One that has not nine digits is
 * judged elsewhere, and what a program tells is taken as it is: a wrong key is no reason to leave a claim unrecovered.
 */
export function keyFaults(siren: unknown): Fault[] {
  if (typeof siren !== 'string' || !/^\d{9}$/.test(siren) || hasRightKey(siren)) return [];
  return [
    { path: '$.siren', message: `got "${siren}", expected a SIREN whose check digit is right, as the Sirene notice has it` },
  ];
}
