import { join } from 'node:path';
import { s3Store } from '../activities/s3-store.ts';
import { type DocumentStore, folderStore } from '../activities/store.ts';
import type { Config } from '../config.ts';

/** Where documents lie: a folder beside the data, or the bucket that the environment names. */
export function documentStore(config: Config, dataDir: string): DocumentStore {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey, S3_REGION: region } = config;
  if (bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined)
    return folderStore(join(dataDir, 'documents'));
  const endpoint = config.S3_ENDPOINT ?? `https://s3.${region}.amazonaws.com`;
  return s3Store({ bucket, accessKeyId, secretAccessKey, region, endpoint, clock: Date.now });
}
