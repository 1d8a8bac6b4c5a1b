import { readFileSync } from 'node:fs';
import { BadInput } from '../../../domain/fault.ts';
import {
  type BankEntry,
  type StatementPart,
  type StatementSummary,
  type TracedEntry,
  withoutTrace,
} from '../../../domain/statement/bank-entry.ts';
import { createStatementReader } from '../../../domain/statement/reader.ts';

/** Bytes of a fixture. */
export function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../fixtures/statements/${name}`, import.meta.url));
}

/** The parts of a file given in chunks of that many bytes. */
export function partsOf(bytes: Uint8Array, chunk = bytes.length || 1): readonly StatementPart[] {
  const reader = createStatementReader();
  const parts: StatementPart[] = [];
  for (let at = 0; at < bytes.length; at += chunk) parts.push(...reader.write(bytes.subarray(at, at + chunk)));
  return [...parts, ...reader.end()];
}

export function tracedEntriesOf(bytes: Uint8Array): readonly TracedEntry[] {
  return partsOf(bytes).flatMap((part) => (part.kind === 'entry' ? [part.entry] : []));
}

export function entriesOf(bytes: Uint8Array): readonly BankEntry[] {
  return tracedEntriesOf(bytes).map(withoutTrace);
}

export function statementsOf(bytes: Uint8Array): readonly StatementSummary[] {
  return partsOf(bytes).flatMap((part) => (part.kind === 'statement' ? [part.statement] : []));
}

export function warningsOf(bytes: Uint8Array): readonly string[] {
  return partsOf(bytes).flatMap((part) => (part.kind === 'warning' ? [part.warning] : []));
}

/** The fault with which a file is refused, as `path: message`. */
export function refusalOf(bytes: Uint8Array): string {
  try {
    partsOf(bytes);
    return 'accepted';
  } catch (error) {
    return error instanceof BadInput ? error.message : `not a BadInput: ${String(error)}`;
  }
}
