import busboy from 'busboy';
import type { Request } from 'express';
import { type KeptFile, keptFileOf } from '../../api/debtor/kept-file.ts';

/** A form as a browser sends it: the last value of each field, every invoice that was chosen, files whose first bytes are what they say. */
export interface Form {
  readonly fields: Readonly<Record<string, string>>;
  readonly invoices: readonly string[];
  readonly files: readonly KeptFile[];
  /** What was wrong with what was sent, if anything. */
  readonly fault: 'file' | 'size' | null;
}

const MOST_FILES = 5;
const MOST_BYTES = 10_000_000;
const LONGEST_FIELD = 8_000;
/** Reads a posted form, urlencoded or multipart, within its limits. Rejects what is no form. */
export function readForm(req: Request): Promise<Form> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = Object.create(null);
    const invoices: string[] = [];
    const read: Promise<KeptFile | 'file' | 'size' | null>[] = [];
    let fault: Form['fault'] = null;
    const parts = partsOf(req, reject);
    parts?.on('field', (name, value) => {
      if (name === 'invoice') invoices.push(value);
      else fields[name] = value;
    });
    parts?.on('file', (_name, stream, { filename }) => read.push(fileOf(stream, filename ?? '')));
    parts?.on('filesLimit', () => (fault = 'size'));
    parts?.on('error', (error) => reject(withStatus(error, 400)));
    parts?.on('close', () => {
      Promise.all(read).then((files) => resolve(formOf({ fields, invoices, fault }, files)), reject);
    });
    if (parts) req.pipe(parts);
  });
}

function partsOf(req: Request, reject: (error: unknown) => void): ReturnType<typeof busboy> | null {
  try {
    const limits = { files: MOST_FILES, fileSize: MOST_BYTES, fieldSize: LONGEST_FIELD, fields: 200 };
    return busboy({ headers: req.headers, limits, defParamCharset: 'utf8' });
  } catch (error) {
    reject(withStatus(error, 415));
    return null;
  }
}

/** What is wrong with what came is no failure of ours. */
function withStatus(error: unknown, status: number): Error {
  return Object.assign(error instanceof Error ? error : new Error(String(error)), { status });
}

function formOf(given: Omit<Form, 'files'>, read: readonly (KeptFile | 'file' | 'size' | null)[]): Form {
  const fault = read.find((one) => typeof one === 'string') ?? given.fault;
  return { ...given, fault, files: read.filter((one): one is KeptFile => one !== null && typeof one === 'object') };
}

/** An input without a file sends an empty one: that is none. */
async function fileOf(stream: NodeJS.ReadableStream, filename: string): Promise<KeptFile | 'file' | 'size' | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  if ('truncated' in stream && stream.truncated === true) return 'size';
  if (bytes.length === 0) return null;
  return keptFileOf(filename, bytes) ?? 'file';
}

/** `1 234,50`, `1234.5` or `1,234.50` in cents; null for what is no amount. */
export function centsIn(text: string): number | null {
  const bare = text.replaceAll(/[\s\u00a0\u202f€]/g, '');
  const plain = /^\d{1,3}(,\d{3})+(\.\d{1,2})?$/.test(bare) ? bare.replaceAll(',', '') : bare.replace(',', '.');
  const [, units, cents = ''] = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(plain) ?? [];
  return units === undefined ? null : Number(units) * 100 + Number(cents.padEnd(2, '0'));
}
