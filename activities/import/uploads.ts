import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sha256Of } from '../files/store.ts';

/** A file that was kept. */
export interface KeptFile {
  readonly sha256: string;
  readonly bytes: number;
}

/** Files as they were handed over, by their digest. They are never held in memory whole. */
export interface Uploads {
  /** Keeps the bytes as they come; nothing is kept when their source throws. */
  keep(chunks: AsyncIterable<Uint8Array>): Promise<KeptFile>;
  /** The bytes of a kept file. */
  read(sha256: string): AsyncIterable<Uint8Array>;
  /** Forgets a kept file; harmless twice. */
  drop(sha256: string): Promise<void>;
}

/** A folder of files named by their digest: written aside, synced, then renamed. */
export function folderUploads(folder: string): Uploads {
  return {
    async keep(chunks) {
      await mkdir(folder, { recursive: true });
      const aside = join(folder, `coming-${process.pid}-${sha256Of(Math.random().toString()).slice(0, 12)}`);
      try {
        const kept = await written(aside, chunks);
        await rename(aside, join(folder, kept.sha256));
        return kept;
      } finally {
        await rm(aside, { force: true });
      }
    },
    read: (sha256) => createReadStream(join(folder, sha256)),
    drop: (sha256) => rm(join(folder, sha256), { force: true }),
  };
}

async function written(aside: string, chunks: AsyncIterable<Uint8Array>): Promise<KeptFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const watched = async function* () {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  await pipeline(watched, createWriteStream(aside));
  const file = await open(aside, 'r');
  await file.sync();
  await file.close();
  return { sha256: hash.digest('hex'), bytes };
}
