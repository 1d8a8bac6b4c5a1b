import { refuse } from '../domain/fault.ts';

/** What a French window envelope and the registered-letter services accept: six lines of 38 characters. */
const MOST_LINES = 6;
const LONGEST_LINE = 38;
const LAST_LINE = /^\d{5} \S/;

/**
 * The address block of a letter, as the post reads it: capitals without accents or punctuation, six lines of 38 characters at most,
 * the last one a postcode and a town. Refuses anything else with its path; nothing is cut silently.
 */
export function postalLines(lines: readonly string[], path: string): string[] {
  const block = lines.map(postalLine).filter((line) => line !== '');
  if (block.length < 2 || block.length > MOST_LINES) refuse(path, `got ${block.length} lines, expected 2 to ${MOST_LINES}`);
  for (const [index, line] of block.entries()) {
    if (line.length > LONGEST_LINE)
      refuse(`${path}[${index}]`, `got ${line.length} characters, expected at most ${LONGEST_LINE}`);
  }
  if (!LAST_LINE.test(block.at(-1) ?? '')) refuse(`${path}[${block.length - 1}]`, 'expected a five-digit postcode and a town');
  return block;
}

function postalLine(line: string): string {
  return line
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll(/œ/gi, 'OE')
    .toUpperCase()
    .replace(/[^A-Z0-9&/-]+/g, ' ')
    .trim();
}
