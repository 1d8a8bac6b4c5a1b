import { binaryKind } from '../binary-file.ts';
import { refuse } from '../fault.ts';
import { atLine } from './amount.ts';
import {
  type BankEntry,
  type StatementPart,
  type StatementSummary,
  type TextReader,
  type TracedEntry,
  withoutTrace,
} from './bank-entry.ts';
import { fileBounds } from './bounds.ts';
import { createCamtReader } from './camt/camt-reader.ts';
import { createCfonbReader } from './cfonb/cfonb-reader.ts';
import { asciiOf, createGuessedDecoding, type TextDecoding, xmlDecoding } from './decode.ts';
import { advised } from './warnings.ts';

/** Reads a bank file chunk by chunk and keeps nothing of what it has handed over. Throws `BadInput` with the line, in French: people read it. */
export interface StatementReader {
  /** The parts that this chunk completed, in file order. */
  write(chunk: Uint8Array): readonly StatementPart[];
  /** The last parts. A file that stops in the middle is refused here. */
  end(): readonly StatementPart[];
}

/** A whole file, as the command prints it. */
export interface StatementFile {
  readonly statements: readonly (StatementSummary & { readonly entries: readonly BankEntry[] })[];
  readonly warnings: readonly string[];
}

interface Opened {
  readonly decoding: TextDecoding;
  readonly reader: TextReader;
}

/** Enough bytes to see what a file is and which encoding it declares. */
const HEAD_BYTES = 512;
const EXPECTED = 'attendu\u00a0: camt.052, camt.053, camt.054 ou CFONB 120';
/** First characters of files that people send instead. */
const OTHERS: readonly (readonly [start: string, said: string])[] = [
  ['%PDF', 'c’est un PDF\u00a0: demander à la banque le relevé sous forme de données'],
  ['PK\u0003\u0004', 'c’est une archive ZIP (ou un document bureautique)\u00a0: donner le fichier qu’elle contient'],
  ['\u001f', 'c’est un fichier compressé\u00a0: donner le fichier qu’il contient'],
  ['{1:', 'c’est un relevé MT940, qui n’est pas lu'],
  [':20:', 'c’est un relevé MT940, qui n’est pas lu'],
  ['OFXHEADER', 'c’est un fichier OFX, qui n’est pas lu'],
  ['<!DOCTYPE HTML', 'c’est une page Web\u00a0: télécharger le fichier lui-même'],
  ['<HTML', 'c’est une page Web\u00a0: télécharger le fichier lui-même'],
];

/** A reader for camt.052, 053, 054 of any version and CFONB 120, told apart by their content. */
export function createStatementReader(): StatementReader {
  let head: Uint8Array = new Uint8Array();
  let opened: Opened | null = null;
  const open = (): readonly StatementPart[] => {
    opened = openedBy(head);
    return opened.reader.write(opened.decoding.write(head));
  };
  const write = (chunk: Uint8Array): readonly StatementPart[] => {
    if (opened !== null) return opened.reader.write(opened.decoding.write(chunk));
    head = joinedBytes(head, chunk);
    return head.length < HEAD_BYTES ? [] : open();
  };
  const end = (): readonly StatementPart[] => {
    const first = opened === null ? open() : [];
    return [...first, ...ended(opened)];
  };
  const counted = createCount();
  return { write: (chunk) => counted(advised(() => write(chunk))), end: () => counted(advised(end)) };
}

/** Reads a file of chunks, part by part. */
export async function* readStatements(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<StatementPart> {
  const reader = createStatementReader();
  for await (const chunk of chunks) yield* reader.write(chunk);
  yield* reader.end();
}

/** Puts the parts of a file together: every statement with its entries, then the warnings. */
export async function collectStatements(parts: AsyncIterable<StatementPart> | Iterable<StatementPart>): Promise<StatementFile> {
  const file = { statements: [] as StatementFile['statements'][number][], warnings: [] as string[] };
  let entries: TracedEntry[] = [];
  for await (const part of parts) {
    if (part.kind === 'entry') entries.push(part.entry);
    if (part.kind === 'warning') file.warnings.push(part.warning);
    if (part.kind !== 'statement') continue;
    file.statements.push({ ...part.statement, entries: entries.map(withoutTrace) });
    entries = [];
  }
  return file;
}

/** Hands the parts on as long as the file has no more statements than a bank sends. */
function createCount(): (parts: readonly StatementPart[]) => readonly StatementPart[] {
  let statements = 0;
  return (parts) => {
    for (const { kind } of parts) if (kind === 'statement') statements += 1;
    if (statements <= fileBounds.statements) return parts;
    return refuse(
      'file',
      `plus de ${fileBounds.statements} relevés\u00a0; attendu\u00a0: le fichier tel que la banque l’a donné`,
    );
  };
}

function ended(opened: Opened | null): readonly StatementPart[] {
  if (opened === null) return [];
  return [...opened.reader.write(opened.decoding.end()), ...opened.reader.end()];
}

function openedBy(head: Uint8Array): Opened {
  if (isUtf16(head)) return { decoding: xmlDecoding(head), reader: createCamtReader() };
  const text = asciiOf(head)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (text === '') return refuse(atLine(1), `le fichier est vide\u00a0; ${EXPECTED}`);
  const other = OTHERS.find(([start]) => text.slice(0, start.length).toUpperCase() === start);
  if (other) return refuse(atLine(1), `${other[1]}\u00a0; ${EXPECTED}`);
  if (text.startsWith('<')) return { decoding: xmlDecoding(head), reader: createCamtReader() };
  if (/^0[1457]/.test(text)) return { decoding: createGuessedDecoding(), reader: createCfonbReader() };
  const binary = binaryKind(head);
  if (binary !== null) return refuse(atLine(1), `c’est ${binary}\u00a0; ${EXPECTED}`);
  return refuse(atLine(1), `le fichier commence par « ${text.slice(0, 12).replace(/[^ -~]/g, '?')} »\u00a0; ${EXPECTED}`);
}

function isUtf16(head: Uint8Array): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
}

function joinedBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
