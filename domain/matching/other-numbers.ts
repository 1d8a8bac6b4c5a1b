import { textsOf } from '../statement/bank-entry.ts';
import type { Ledger } from './ledger.ts';
import { compactNumber, numberTokens } from './number-tokens.ts';
import type { PayingEntry } from './open-invoice.ts';

/**
 * True when the entry writes a number of the same shape as an invoice's that is none of these: a closed invoice, one paid twice, a slip of
 * the pen. A day, a client or an order is no such number.
 */
export function namesAnother(ledger: Ledger, entry: PayingEntry, invoices: readonly number[]): boolean {
  const numbers = invoices.map((place) => compactNumber(ledger.invoices[place]?.number ?? ''));
  const shapes = new Set(numbers.filter((number) => /\d{3}/.test(number)).map(shapeOf));
  const tokens = textsOf(entry).flatMap(numberTokens);
  return tokens.some(
    ({ compact, calledBy }) => calledBy !== 'other' && shapes.has(shapeOf(compact)) && !numbers.includes(compact),
  );
}

function shapeOf(compact: string): string {
  return compact.replace(/\d/g, '9');
}
