import { folded } from '../statement/fold.ts';

/** A stretch of a text that may be an invoice number. */
export interface NumberToken {
  /** As written. */
  readonly text: string;
  /** Letters and digits only. */
  readonly compact: string;
  /** Forgiving: lost leading zeros, O for 0, I or L for 1. */
  readonly loose: string;
  /** False when it is only a part of something longer (`2026-041` in `AV-2026-041`), or digits that spaces part. */
  readonly isWhole: boolean;
  /** Ordinals of its first and last run of letters and digits. */
  readonly first: number;
  readonly last: number;
}

interface Run {
  readonly start: number;
  readonly end: number;
}

const MOST_RUNS = 6;
const LONGEST = 35;
const JOINT = /^[\s\-_./°#]{1,3}$/;

/** Letters and digits of a number, upper case, no accents: `F-2026/0412` is `F20260412`. */
export function compactNumber(text: string): string {
  return folded(text).replace(/[^A-Z0-9]/g, '');
}

/** The same for what people and scanners make of a number: zeros at the start of a group fall, O is 0, I and L are 1. */
export function looseNumber(text: string): string {
  const groups =
    folded(text)
      .replace(/O/g, '0')
      .replace(/[IL]/g, '1')
      .match(/\d+|[A-Z]+/g) ?? [];
  return groups.map((group) => group.replace(/^0+(?=\d)/, '')).join('');
}

/** True for digits alone: a date or a telephone number may look the same. */
export function isDigits(compact: string): boolean {
  return /^\d+$/.test(compact);
}

/** Every stretch of up to six runs of letters and digits, longest first. */
export function numberTokens(source: string): readonly NumberToken[] {
  const text = folded(source);
  const runs = [...text.matchAll(/[A-Z0-9]+/g)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const tokens = runs.flatMap((_, first) => tokensFrom(text, runs, first));
  return tokens.sort((a, b) => b.last - b.first - (a.last - a.first));
}

function tokensFrom(text: string, runs: readonly Run[], first: number): readonly NumberToken[] {
  const tokens: NumberToken[] = [];
  const start = runs[first]?.start ?? 0;
  for (let last = first; last < Math.min(runs.length, first + MOST_RUNS); last++) {
    const run = runs[last];
    if (!run || run.end - start > LONGEST) break;
    if (last > first && !JOINT.test(text.slice(runs[last - 1]?.end, run.start))) break;
    tokens.push(tokenOf(text, start, run.end, first, last));
  }
  return tokens;
}

function tokenOf(text: string, start: number, end: number, first: number, last: number): NumberToken {
  const written = text.slice(start, end);
  const compact = compactNumber(written);
  const isWhole = !isGlued(text, start, end, isDigits(compact)) && !(isDigits(compact) && /\s/.test(written));
  return { text: written, compact, loose: looseNumber(written), isWhole, first, last };
}

/** A dash, point or underscore right against a neighbour makes the stretch a part of it; a slash does so between digits. */
function isGlued(text: string, start: number, end: number, isNumeric: boolean): boolean {
  const glue = isNumeric ? /[-._/]/ : /[-._]/;
  const [before, after] = [text[start - 1] ?? ' ', text[end] ?? ' '];
  return (
    (glue.test(before) && /[A-Z0-9]/.test(text[start - 2] ?? ' ')) || (glue.test(after) && /[A-Z0-9]/.test(text[end + 1] ?? ' '))
  );
}
