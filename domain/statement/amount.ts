import { refuse } from '../fault.ts';

const DECIMAL = /^\+?(\d*)(?:\.(\d*))?$/;

/** Path of a fault in a bank file. */
export function atLine(line: number): string {
  return `ligne ${line}`;
}

/** Integer hundredths of a decimal text such as `1200.5`, exactly. A third decimal that is not zero is refused with its line. */
export function centsOfDecimal(text: string, line: number): number {
  const match = DECIMAL.exec(text);
  const [units, decimals] = [match?.[1] ?? '', match?.[2] ?? ''];
  if (units + decimals === '')
    refuse(
      atLine(line),
      `le montant « ${text} » n’est pas un nombre\u00a0; attendu\u00a0: des chiffres et un point, par exemple 1200.50`,
    );
  if (!/^0*$/.test(decimals.slice(2)))
    refuse(atLine(line), `le montant « ${text} » a plus de deux décimales\u00a0; attendu\u00a0: des centimes entiers`);
  return safeCents(Number(`${units}${decimals.slice(0, 2).padEnd(2, '0')}`), text, line);
}

/** Integer hundredths of digits without a point whose last `decimals` digits are decimals. */
export function centsOfDigits(digits: string, decimals: number, line: number): number {
  return centsOfDecimal(`${digits.slice(0, digits.length - decimals)}.${digits.slice(digits.length - decimals)}`, line);
}

function safeCents(cents: number, text: string, line: number): number {
  if (!Number.isSafeInteger(cents)) refuse(atLine(line), `le montant « ${text} » est trop grand pour être lu exactement`);
  return cents;
}
