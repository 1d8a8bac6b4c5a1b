import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { refuse } from '../domain/fault.ts';

/** A file of an archive that the product made. */
export interface Unpacked {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const LOCAL = 0x04034b50;
const HEADER_LENGTH = 30;
const PLAIN_PATH = /^(?:[a-z]+\/)?[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** The files of a ZIP whose entries are stored as they are, in their order. Refuses any other archive, and a path that leads elsewhere. */
export function unpack(zip: Uint8Array): Unpacked[] {
  const view = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  const files: Unpacked[] = [];
  let at = 0;
  while (at + HEADER_LENGTH <= view.length && view.readUInt32LE(at) === LOCAL) {
    const length = view.readUInt32LE(at + 22);
    const start = at + HEADER_LENGTH + view.readUInt16LE(at + 26);
    const path = view.toString('latin1', at + HEADER_LENGTH, start);
    if (!PLAIN_PATH.test(path) || start + length > view.length) refuse('export', `the archive is damaged at « ${path} »`);
    files.push({ path, bytes: view.subarray(start, start + length) });
    at = start + length;
  }
  if (files.length === 0) refuse('export', 'the server answered with no archive');
  return files;
}

/** Writes the files of an archive under a folder. */
export function writeFiles(folder: string, files: readonly Unpacked[]): void {
  for (const { path, bytes } of files) writeFile(join(folder, path), bytes);
}

/** Writes a file, and the folders above it. */
export function writeFile(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
