import type { Fault } from '../../domain/fault.ts';
import { isPlainText, linesOf } from '../../domain/plain-text.ts';

/** Deeper than any document that the API takes. */
const DEEPEST = 20;

/** Texts of a JSON document that are no plain line, and where it is deeper than anything we take; `written` are paths that may hold several lines. Empty: none. */
export function unplain(value: unknown, written: readonly string[] = [], path = '$', depth = 0): Fault[] {
  if (typeof value === 'string') return unplainText(value, written.includes(path), path);
  if (typeof value !== 'object' || value === null) return [];
  if (depth === DEEPEST) return [{ path, message: `expected a document at most ${DEEPEST} levels deep` }];
  if (Array.isArray(value)) return value.flatMap((item, index) => unplain(item, written, `${path}[${index}]`, depth + 1));
  return Object.entries(value).flatMap(([key, item]) =>
    isPlainText(key)
      ? unplain(item, written, `${path}.${key}`, depth + 1)
      : [{ path, message: `expected names of plain text, got ${JSON.stringify(key).slice(0, 100)}` }],
  );
}

function unplainText(text: string, hasLines: boolean, path: string): Fault[] {
  if ((hasLines ? linesOf(text) : [text]).every(isPlainText)) return [];
  return [{ path, message: `expected ${hasLines ? 'lines' : 'one line'} of plain text` }];
}
