import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bucketAsked, droppedFrom, failure, type S3Options } from '../files/s3-store.ts';
import { sha256Of } from '../files/store.ts';
import { folderUploads, type Uploads } from './uploads.ts';

/** A file of half a gigabyte over a slow line. */
const PATIENCE_MS = 10 * 60_000;

/**
 * Bank files in the bucket of the documents, under their digest: a worker on another machine reads what this one took. On their way in they
 * lie in a folder, since the digest is known at their end. Never held in memory whole.
 */
export function s3Uploads(folder: string, options: S3Options): Uploads {
  const coming = folderUploads(folder);
  return {
    async keep(chunks) {
      const kept = await coming.keep(chunks);
      const file = join(folder, kept.sha256);
      const { sha256, bytes } = kept;
      const body = { stream: createReadStream(file), bytes };
      const response = await bucketAsked(options, { method: 'PUT', sha256, payload: sha256, body, patienceMs: PATIENCE_MS });
      if (!response.ok) throw await failure('put', sha256, response);
      await rm(file, { force: true });
      return kept;
    },
    async *read(sha256) {
      const response = await bucketAsked(options, { method: 'GET', sha256, payload: sha256Of(''), patienceMs: PATIENCE_MS });
      if (!response.ok || response.body === null) throw await failure('get', sha256, response);
      const hash = createHash('sha256');
      for await (const chunk of response.body) {
        hash.update(chunk);
        yield chunk;
      }
      if (hash.digest('hex') !== sha256) throw new Error(`bank file ${sha256}: its bytes were changed`);
    },
    drop: (sha256) => droppedFrom(options, sha256),
  };
}
