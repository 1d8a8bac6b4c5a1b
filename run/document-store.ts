import { join } from 'node:path';
import { type S3Options, s3Store } from '../activities/files/s3-store.ts';
import { type DocumentStore, folderStore } from '../activities/files/store.ts';
import { s3Uploads } from '../activities/import/s3-uploads.ts';
import { folderUploads, type Uploads } from '../activities/import/uploads.ts';
import type { Config } from '../config.ts';

/** Where documents lie: a folder beside the data, or the bucket that the environment names. */
export function documentStore(config: Config, dataDir: string): DocumentStore {
  const bucket = bucketOf(config, config.S3_BUCKET);
  return bucket === null ? folderStore(join(dataDir, 'documents')) : s3Store(bucket);
}

/** Where bank files lie: likewise. A worker on another machine reads what the API took only from a bucket, or a folder that they share. */
export function uploadStore(config: Config, dataDir: string): Uploads {
  const [bucket, folder] = [bucketOf(config, config.S3_BUCKET), join(dataDir, 'statements')];
  return bucket === null ? folderUploads(folder) : s3Uploads(folder, bucket);
}

/** A bucket under the keys of S3; null when nobody named it. */
export function bucketOf(config: Config, bucket: string | undefined): S3Options | null {
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey, S3_REGION: region } = config;
  if (bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined) return null;
  const endpoint = config.S3_ENDPOINT ?? `https://s3.${region}.amazonaws.com`;
  return { bucket, accessKeyId, secretAccessKey, region, endpoint, clock: Date.now };
}
