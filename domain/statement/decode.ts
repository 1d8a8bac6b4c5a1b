import { refuse } from '../fault.ts';
import { atLine } from './amount.ts';

/** Turns chunks of bytes into text; `write` may hold back bytes until a choice is possible. */
export interface TextDecoding {
  write(chunk: Uint8Array): string;
  end(): string;
}

const XML_ENCODINGS = new Map([
  ['utf-8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['iso-8859-1', 'windows-1252'],
  ['iso-8859-15', 'iso-8859-15'],
  ['windows-1252', 'windows-1252'],
  // The declaration was read byte by byte: the file is not in the UTF-16 that it was once written in.
  ['utf-16', 'utf-8'],
]);

/** Decodes an XML file. What says Latin-1 and is UTF-8 was converted on its way and kept its old declaration: it is read as UTF-8. */
export function xmlDecoding(head: Uint8Array): TextDecoding {
  const encoding = xmlEncoding(head);
  return encoding.startsWith('utf') ? createDecoding(encoding) : createGuessedDecoding(encoding);
}

/** Encoding of an XML file: its byte order mark, else its declaration, else UTF-8. */
function xmlEncoding(head: Uint8Array): string {
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  const declared = /^[^>]*?encoding\s*=\s*["']([^"']+)["']/.exec(asciiOf(head))?.[1]?.toLowerCase() ?? 'utf-8';
  return (
    XML_ENCODINGS.get(declared) ??
    refuse(atLine(1), `le codage « ${declared} » est inconnu\u00a0; attendu\u00a0: UTF-8, ISO-8859-1, windows-1252 ou UTF-16`)
  );
}

/** Decodes one known encoding; bytes that it does not allow are refused with their line. */
export function createDecoding(encoding: string, firstLine = 1): TextDecoding {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = firstLine;
  const decode = (chunk: Uint8Array, stream: boolean): string => {
    try {
      const text = decoder.decode(chunk, { stream });
      line += lineBreaks(text);
      return text;
    } catch {
      return refuse(
        atLine(line + lineBreaksBeforeFault(chunk, encoding)),
        `les octets ne sont pas du ${encoding.toUpperCase()} valable\u00a0: le fichier est abîmé ou dans un autre codage\u00a0; attendu\u00a0: le fichier tel que la banque l’a envoyé`,
      );
    }
  };
  return { write: (chunk) => decode(chunk, true), end: () => decode(new Uint8Array(), false) };
}

/** UTF-8 when the first accented character is one, else a single-byte encoding: Windows-1252 (Latin-1) for CFONB, which names none. */
export function createGuessedDecoding(otherwise = 'windows-1252'): TextDecoding {
  let decoding: TextDecoding | null = null;
  let held = new Uint8Array();
  let line = 1;
  const plain = (bytes: Uint8Array): string => {
    const text = asciiOf(bytes);
    line += lineBreaks(text);
    return text;
  };
  const choose = (bytes: Uint8Array, isLast: boolean): string => {
    const accent = bytes.findIndex((byte) => byte > 0x7f);
    if (accent < 0) return plain(bytes);
    if (!isLast && accent + 4 > bytes.length) {
      held = bytes.slice(accent);
      return plain(bytes.subarray(0, accent));
    }
    decoding = createDecoding(isUtf8Sequence(bytes.subarray(accent, accent + 4)) ? 'utf-8' : otherwise, line);
    return decoding.write(bytes);
  };
  const joined = (chunk: Uint8Array): Uint8Array => {
    const bytes = held.length === 0 ? chunk : Uint8Array.from([...held, ...chunk]);
    held = new Uint8Array();
    return bytes;
  };
  return {
    write: (chunk) => decoding?.write(chunk) ?? choose(joined(chunk), false),
    end: () => (decoding === null ? choose(joined(new Uint8Array()), true) : '') + (decoding?.end() ?? ''),
  };
}

/** Bytes read as ASCII, one character each. */
export function asciiOf(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

function isUtf8Sequence(bytes: Uint8Array): boolean {
  const [lead = 0] = bytes;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return false;
  return bytes.length >= length && bytes.subarray(1, length).every((byte) => byte >= 0x80 && byte <= 0xbf);
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Line breaks of a refused chunk up to the byte that is at fault, found by halving. */
function lineBreaksBeforeFault(chunk: Uint8Array, encoding: string): number {
  let [sound, length] = [0, chunk.length];
  while (sound + 1 < length) {
    const middle = (sound + length) >> 1;
    if (decodes(chunk.subarray(0, middle), encoding)) sound = middle;
    else length = middle;
  }
  return lineBreaks(asciiOf(chunk.subarray(0, sound)));
}

function decodes(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
