import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { BadInput, refuse } from '../domain/fault.ts';
import { inFrench } from '../domain/in-french.ts';

/** Exit codes of the commands that need no server: done, refused by a rule of the trade, bad input. */
export const EXIT = { done: 0, refused: 1, badInput: 2 } as const;

/** The text of a file, or of standard input for `-`. Throws `BadInput` when the file cannot be read. */
export async function readInput(file: string): Promise<string> {
  if (file === '-') return withoutMark(await text(process.stdin));
  try {
    return withoutMark(await readFile(file, 'utf8'));
  } catch (error) {
    return refuse('', `cannot read ${file}: ${sentenceOf(error)}`);
  }
}

/** Bytes of a file or of standard input, as they come. Throws `BadInput` when the file cannot be read. */
export async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  const source: AsyncIterable<Buffer> = file === '-' ? process.stdin : createReadStream(file);
  const chunks = source[Symbol.asyncIterator]();
  for (let next = await opened(chunks, file); !next.done; next = await chunks.next()) yield next.value;
}

async function opened(chunks: AsyncIterator<Buffer>, file: string): Promise<IteratorResult<Buffer>> {
  try {
    return await chunks.next();
  } catch (error) {
    return refuse('', `cannot read ${file}: ${sentenceOf(error)}`);
  }
}

/** The value of a JSON text. Throws `BadInput` when it is not JSON. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    return refuse('', `not a JSON document: ${sentenceOf(error)}`);
  }
}

/** Writes a text to standard output, with its end of line. */
export function print(lines: string): void {
  process.stdout.write(`${lines}\n`);
}

/** Writes one JSON document to standard output. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Says on standard error, in French, what is wrong with the input, one field a line, and answers exit 2. Throws again what is not bad input. */
export function reportBadInput(error: unknown, json = false): number {
  if (!(error instanceof BadInput)) throw error;
  if (json) printJson({ errors: error.faults });
  for (const fault of error.faults) process.stderr.write(`${inFrench(fault)}\n`);
  return EXIT.badInput;
}

function withoutMark(content: string): string {
  return content.startsWith('\ufeff') ? content.slice(1) : content;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
