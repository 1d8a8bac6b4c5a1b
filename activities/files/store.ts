import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** SHA-256 of bytes, in hexadecimal: the id of a document. */
export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Documents by content: the same bytes are one document, and a digest always leads to the bytes it was made of. */
export interface DocumentStore {
  /** Keeps the bytes and answers with their SHA-256. */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes of a digest. Rejects when they are missing or were changed. */
  get(sha256: string): Promise<Uint8Array>;
  /** Forgets the bytes of a digest; harmless twice. */
  drop(sha256: string): Promise<void>;
}

/** A folder of files named by their digest; written aside, synced, then renamed, so that none is ever half there. */
export function folderStore(folder: string): DocumentStore {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256);
  return {
    async put(bytes) {
      const sha256 = sha256Of(bytes);
      await writeOnce(pathOf(sha256), bytes);
      return sha256;
    },
    async get(sha256) {
      const bytes = await readFile(pathOf(sha256));
      if (sha256Of(bytes) !== sha256) throw new Error(`document ${sha256}: its bytes were changed`);
      return bytes;
    },
    drop: (sha256) => rm(pathOf(sha256), { force: true }),
  };
}

async function writeOnce(path: string, bytes: Uint8Array): Promise<void> {
  if (await stat(path).catch(() => null)) return;
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const file = await open(aside, 'wx');
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
  await rename(aside, path);
}
