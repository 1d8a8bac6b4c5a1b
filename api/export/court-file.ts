import type { DocumentRow } from '../../db/documents.ts';
import { factOfRow } from '../../db/evidence-chain.ts';
import type { DocumentReader } from '../deps.ts';
import { bytesOf, numbered, plainName } from './found-file.ts';
import type { Material } from './material.ts';
import type { PackedFile } from './zip.ts';

/** An exhibit as the bordereau of the handed-over file numbers it; without a digest it is to be joined by hand. */
interface Exhibit {
  readonly number: number;
  readonly title: string;
  readonly on: string;
  readonly file?: string;
  readonly sha256?: string;
}

/** The file that was handed over last, as PDF and as JSON; what was printed and then overtaken by a payment or a dispute never left. */
function handedOver({ rows, documents }: Material): { file: DocumentRow; data: DocumentRow } | null {
  const fact = rows.map(factOfRow).findLast((one) => one.type === 'handed-over');
  const place = documents.findLastIndex(({ kind, sha256 }) => kind === 'handoff' && sha256 === fact?.sha256);
  const [file, data] = [documents[place], documents.slice(0, place + 1).findLast(({ kind }) => kind === 'handoff-data')];
  return file && data ? { file, data } : null;
}

/** True once the case was handed over. */
export function hasCourtFile(material: Material): boolean {
  return handedOver(material) !== null;
}

/**
 * The file for a court as it was handed over, each exhibit of its bordereau beside it under its number; `bordereau.txt` says of each which file
 * it is, with its digest, or that it is to be joined.
 */
export async function* courtFile(material: Material, store: DocumentReader): AsyncGenerator<PackedFile> {
  const found = handedOver(material);
  if (!found) throw new Error('nothing was handed over');
  const { file, data } = found;
  for (const { filename, sha256 } of [file, data]) {
    const bytes = await bytesOf(store, sha256);
    if (bytes !== null) yield { path: plainName(filename), bytes };
  }
  const exhibits = await exhibitsIn(store, data.sha256);
  const paths = new Map<number, string>();
  for (const exhibit of exhibits)
    for await (const { path, bytes } of piecesOf(exhibit, store)) {
      if (!paths.has(exhibit.number)) paths.set(exhibit.number, path);
      yield { path, bytes };
    }
  yield { path: 'bordereau.txt', bytes: Buffer.from(exhibits.map((exhibit) => lineOf(exhibit, paths)).join('')) };
}

async function exhibitsIn(store: DocumentReader, sha256: string): Promise<readonly Exhibit[]> {
  const bytes = await bytesOf(store, sha256);
  return bytes === null ? [] : (JSON.parse(Buffer.from(bytes).toString()) as { exhibits: readonly Exhibit[] }).exhibits;
}

/** A document as it is; a message as it was recorded, and its words beside for a reader. */
async function* piecesOf({ number, title, file, sha256 }: Exhibit, store: DocumentReader): AsyncGenerator<PackedFile> {
  const bytes = sha256 === undefined ? null : await bytesOf(store, sha256);
  if (bytes === null) return;
  const name = `pieces/${numbered(number - 1)}-`;
  if (file !== undefined) {
    yield { path: `${name}${plainName(file)}`, bytes };
    return;
  }
  const plain = plainName(title)
    .slice(0, 60)
    .replace(/[-.]+$/, '');
  const words = wordsOf(bytes);
  if (words !== null) yield { path: `${name}${plain}.txt`, bytes: Buffer.from(words) };
  yield { path: `${name}${plain}.json`, bytes };
}

/** A message as its reader had it; null for one whose record holds no words. */
function wordsOf(record: Uint8Array): string | null {
  const { to, subject, text } = JSON.parse(Buffer.from(record).toString()) as { to?: unknown; subject?: string; text?: string };
  if (text === undefined) return null;
  const heads = [typeof to === 'string' ? `À\u00a0: ${to}` : null, subject === undefined ? null : `Objet\u00a0: ${subject}`];
  return [...heads.filter((head) => head !== null), '', text, ''].join('\n');
}

function lineOf({ number, title, on, sha256 }: Exhibit, paths: ReadonlyMap<number, string>): string {
  const path = paths.get(number);
  const where = path === undefined ? 'À JOINDRE' : `${path} (SHA-256 ${sha256 ?? ''})`;
  return `${number}. ${title}${on === '' ? '' : `, ${on}`}\n   ${where}\n`;
}
