import type { NumberToken } from './number-tokens.ts';
import { startsWithDay } from './written-date.ts';

/** A number that a list only begins: `0413` in `F2026-0412/0413`. */
export interface ListedNumber {
  /** As written. */
  readonly text: string;
  /** The whole number that it stands for, letters and digits only. */
  readonly compact: string;
  /** It is not written itself: it lies between two that are (`0118 A 0120`). */
  readonly isBetween: boolean;
}

/** What follows a number in a list. */
export interface NumberList {
  readonly numbers: readonly ListedNumber[];
  /** True when a sign or a word joins them: a space alone may part a number from anything. */
  readonly isJoined: boolean;
  /** Runs of letters and digits that the list takes up. */
  readonly runs: number;
}

const NEXT = /^(\s*(?:[,;+&/-]|\b(?:ET|AU|A)\b)\s*|\s+)(?:N[°O]?\s*)?(\d{1,6})(?![\dA-Z]|[.,]\d|\s*(?:EUR\b|€|%))/;
const LONGEST_LIST = 50;

/** The abbreviated numbers that follow a number: each takes the place of as many digits at its end. */
export function listAfter(token: Pick<NumberToken, 'compact' | 'after'>): NumberList {
  const stem = token.compact;
  const tail = /\d*$/.exec(stem)?.[0] ?? '';
  const numbers: ListedNumber[] = [];
  let [rest, joined, last] = [token.after, false, stem];
  while (numbers.length < LONGEST_LIST) {
    const [whole = '', link = '', digits = ''] = NEXT.exec(rest) ?? [];
    if (digits === '' || digits.length > tail.length || startsWithDay(rest.slice(link.length).trimStart())) break;
    const compact = stem.slice(0, -digits.length) + digits;
    numbers.push(...between(last, compact, tail.length, digits.length), { text: digits, compact, isBetween: false });
    [rest, joined, last] = [rest.slice(whole.length), joined || link.trim() !== '', compact];
  }
  const taken = token.after.slice(0, token.after.length - rest.length);
  return { numbers, isJoined: joined, runs: taken.match(/[A-Z0-9]+/g)?.length ?? 0 };
}

function between(from: string, to: string, digits: number, written: number): readonly ListedNumber[] {
  const [first, last] = [Number(from.slice(-digits)), Number(to.slice(-digits))];
  if (!(last - first > 1 && last - first <= LONGEST_LIST)) return [];
  return Array.from({ length: last - first - 1 }, (_, index) => {
    const number = String(first + index + 1).padStart(digits, '0');
    return { text: number.slice(-written), compact: to.slice(0, -digits) + number, isBetween: true };
  });
}
