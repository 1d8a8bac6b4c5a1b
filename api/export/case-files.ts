import { readFile } from 'node:fs/promises';
import type { DocumentReader, Seal } from '../deps.ts';
import { chronologyOf } from './chronology.ts';
import { bytesOf, digestOf, type FoundFile, found, numbered, plainName } from './found-file.ts';
import type { Material } from './material.ts';
import { messageFiles, receiptsOf } from './messages.ts';
import type { PackedFile } from './zip.ts';

const guides = {
  'VERIFIER.md': new URL('./VERIFIER.md', import.meta.url),
  'verifier.mjs': new URL('./verifier.mjs', import.meta.url),
};

/**
 * The files of a case that prove themselves: its evidence, messages and documents, their digests, and the procedure that checks them.
 * The seal is over the digests of what sums them up, so that no file of the export changes alone.
 * A document that is lost or was changed in the store is left out and named in `dossier.json`; the procedure stops at the evidence that cites it.
 */
export async function* caseFiles(material: Material, store: DocumentReader, seal: Seal): AsyncGenerator<PackedFile> {
  const digests: string[] = [];
  const missing: string[] = [];
  for await (const { path, sha256, bytes } of contents(material, store)) {
    if (bytes === null) missing.push(sha256);
    else {
      digests.push(`${digestOf(bytes)}  ${path}\n`);
      yield { path, bytes };
    }
  }
  const list = [jsonFile('dossier.json', summaryOf(material, missing)), textFile('empreintes.txt', digests.join(''))];
  if (material.head) list.push(jsonFile('tete.json', material.head));
  yield* list;
  const sealed = list.map(({ path, bytes }) => `${digestOf(bytes)}  ${path}\n`).join('');
  yield jsonFile('sceau.json', { sealed, ...seal(Buffer.from(sealed)) });
}

function jsonFile(path: string, value: object): PackedFile {
  return textFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

async function* contents(material: Material, store: DocumentReader): AsyncGenerator<FoundFile> {
  for (const [path, guide] of Object.entries(guides)) yield found(path, await readFile(guide));
  yield found('preuves.jsonl', jsonLines(material.rows));
  yield found('chronologie.txt', Buffer.from(chronologyOf(material)));
  yield found('messages.jsonl', jsonLines(receiptsOf(material)));
  yield* messageFiles(material, store);
  for (const [index, { filename, sha256 }] of material.documents.entries()) {
    yield { path: `pieces/${numbered(index)}-${plainName(filename)}`, sha256, bytes: await bytesOf(store, sha256) };
  }
}

function textFile(path: string, text: string): PackedFile {
  return { path, bytes: Buffer.from(text) };
}

function jsonLines(values: readonly object[]): Buffer {
  return Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}

/** What the chain must come to, and what is no longer there. */
function summaryOf({ row, rows }: Material, missing: readonly string[]) {
  const { id: caseId, revision: entries, state } = row;
  return { caseId, invoice: state.invoice.number, entries, headDigest: rows.at(-1)?.digest ?? '', missing };
}
