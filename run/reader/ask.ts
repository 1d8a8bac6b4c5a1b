import type { Fault } from '../../domain/fault.ts';
import type { StatementPart } from '../../domain/statement/bank-entry.ts';

/** What the thread that reads is asked: a file begins, goes on with a piece, ends. */
export interface Asked {
  readonly what: 'open' | 'write' | 'end';
  readonly piece?: Uint8Array;
}

/** The parts that the piece completed, what is wrong with the file, or what is wrong with us. */
export type Answer =
  | { readonly parts: readonly StatementPart[] }
  | { readonly faults: readonly Fault[] }
  | { readonly failed: string };
