import { type BadInput, refuse } from '../domain/fault.ts';
import { isFrance } from '../domain/party/country.ts';
import type { Address } from '../domain/party/party-schema.ts';
import { withoutAccents } from '../domain/plain-text.ts';

/** What a French window envelope and the registered-letter services accept: six lines of 38 characters. */
const MOST_LINES = 6;
const LONGEST_LINE = 38;
const LAST_LINE = /^\d{5} \S/;
const NAMES = new Intl.DisplayNames('fr', { type: 'region', fallback: 'none' });
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Every country other than France, as the last line of a block. */
const ABROAD: ReadonlySet<string> = new Set(
  LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter((code) => !isFrance(code))
    .map((code) => postalLine(NAMES.of(code) ?? '')),
);

/**
 * The address block of a letter, as the post reads it: capitals without accents or punctuation, six lines of 38 characters at most,
 * the last one a postcode and a town, or the country of an address abroad. Refuses anything else with its path; nothing is cut silently.
 */
export function postalLines(lines: readonly string[], path: string, country = 'FR'): string[] {
  const block = lines.map(postalLine).filter((line) => line !== '');
  if (block.length < 2 || block.length > MOST_LINES) refuse(path, `got ${block.length} lines, expected 2 to ${MOST_LINES}`);
  for (const [index, line] of block.entries()) {
    if (line.length > LONGEST_LINE)
      refuse(`${path}[${index}]`, `got ${line.length} characters, expected at most ${LONGEST_LINE}`);
  }
  if (isFrance(country) && !endsAddress(block.at(-1) ?? ''))
    refuse(`${path}[${block.length - 1}]`, 'expected a five-digit postcode and a town');
  return block;
}

/** What is wrong with the addresses of a letter, as a person reads it; null for another fault. */
export function addressSaid({ faults }: BadInput): string | null {
  const said = faults.flatMap(({ path, message }) => {
    const [, whose = ''] = /^(debtor|creditor)\.(?:address|registeredOffice)/.exec(path) ?? [];
    const name = OWNERS[whose];
    return name === undefined ? [] : [`${name}\u00a0: ${faultSaid(message)}`];
  });
  return said.length === faults.length ? said.join(' ') : null;
}

const OWNERS: Readonly<Record<string, string>> = {
  debtor: 'Adresse postale du débiteur',
  creditor: 'Adresse postale du créancier',
};

function faultSaid(message: string): string {
  const [, lines] = /^got (\d+) lines/.exec(message) ?? [];
  if (lines !== undefined)
    return `${lines === '1' ? 'une ligne' : `${lines} lignes`}, il en faut deux à six (nom, rue, code postal et ville).`;
  const [, characters] = /^got (\d+) characters/.exec(message) ?? [];
  if (characters !== undefined) return `une ligne a ${characters} caractères, il en faut ${LONGEST_LINE} au plus.`;
  return 'la dernière ligne doit être un code postal de cinq chiffres et une ville.';
}

/** The lines of an address as people write them, without the name above. */
export function addressLines({ line1, line2, postcode, city, country }: Address): string[] {
  const abroad = countryLine(country);
  return [line1, ...(line2 === undefined ? [] : [line2]), `${postcode} ${city}`, ...(abroad === null ? [] : [abroad])];
}

/** The country as the last line of an address abroad, in French; null in France, whose post needs none. */
export function countryLine(country: string): string | null {
  return isFrance(country) ? null : (NAMES.of(country) ?? country);
}

function endsAddress(line: string): boolean {
  return LAST_LINE.test(line) || ABROAD.has(line);
}

function postalLine(line: string): string {
  return withoutAccents(line)
    .toUpperCase()
    .replace(/[^A-Z0-9&/-]+/g, ' ')
    .trim();
}
