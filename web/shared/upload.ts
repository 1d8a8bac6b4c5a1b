import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** A form with files, as browsers send it. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What was written beside it. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A form was larger than what is taken here. */
class TooLarge extends Error {
  readonly status = 413;
}

/** What came is no form, though it says so. */
class NoForm extends Error {
  readonly status = 400;
}

/** The file of a field of a multipart form; null when none was chosen. Held in memory: at most `mostBytes`. Throws `TooLarge` and `NoForm`. */
export async function fileIn(req: IncomingMessage, field: string, mostBytes: number): Promise<SentFile | null> {
  const type = req.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return null;
  const body = Readable.toWeb(Readable.from(upTo(req, mostBytes))) as ReadableStream<Uint8Array>;
  const form = await new Response(body, { headers: { 'content-type': type } }).formData().catch(noForm);
  const file = form.get(field);
  if (file === null || typeof file === 'string' || file.size === 0) return null;
  const written = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()), fields: Object.fromEntries(written) };
}

function noForm(error: Error): never {
  for (const known of [error, error.cause]) if (known instanceof TooLarge) throw known;
  throw new NoForm('Ce formulaire est arrivé abîmé\u00a0: choisissez le fichier et envoyez-le de nouveau.');
}

async function* upTo(req: IncomingMessage, mostBytes: number): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    seen += chunk.length;
    if (seen > mostBytes) {
      req.resume();
      throw new TooLarge(`Un fichier de ${Math.floor(mostBytes / 1_000_000)} Mo au plus est attendu ici.`);
    }
    yield chunk;
  }
}

/** The bytes as something that is uploaded. */
export async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
