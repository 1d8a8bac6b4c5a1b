import { Readable } from 'node:stream';
import { AwsV4Signer } from 'aws4fetch';
import { type DocumentStore, sha256Of } from './store.ts';

/** A bucket of any service that speaks S3; `endpoint` without a path. */
export interface S3Options {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly endpoint: string;
  readonly bucket: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const PATIENCE_MS = 60_000;
const NO_BYTES = sha256Of('');

/** Documents in a bucket, each under its digest: written twice, the same bytes lie there once. An outage is thrown, to be tried again. */
export function s3Store(options: S3Options): DocumentStore {
  return {
    async put(bytes) {
      const sha256 = sha256Of(bytes);
      const response = await bucketAsked(options, { method: 'PUT', sha256, payload: sha256, body: Buffer.from(bytes) });
      if (!response.ok) throw await failure('put', sha256, response);
      return sha256;
    },
    async get(sha256) {
      const response = await bucketAsked(options, { method: 'GET', sha256, payload: NO_BYTES });
      if (!response.ok) throw await failure('get', sha256, response);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (sha256Of(bytes) !== sha256) throw new Error(`document ${sha256}: its bytes were changed`);
      return bytes;
    },
    drop: (sha256) => droppedFrom(options, sha256),
  };
}

/** Takes an object away; one that is not there is none to take. */
export async function droppedFrom(options: S3Options, sha256: string): Promise<void> {
  const response = await bucketAsked(options, { method: 'DELETE', sha256, payload: NO_BYTES });
  if (!response.ok && response.status !== 404) throw await failure('delete', sha256, response);
}

/** One request on a document; `payload` is the digest of what is sent, whole or as a stream of so many bytes. */
export interface Asking {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly sha256: string;
  readonly payload: string;
  readonly body?: Buffer | { readonly stream: Readable; readonly bytes: number };
  readonly patienceMs?: number;
}

/** Asks the bucket, signed. */
export async function bucketAsked(
  options: S3Options,
  { method, sha256, payload, body, patienceMs = PATIENCE_MS }: Asking,
): Promise<Response> {
  const url = new URL(`/${options.bucket}/${sha256.slice(0, 2)}/${sha256}`, options.endpoint);
  const { accessKeyId, secretAccessKey, region } = options;
  const datetime = new Date(options.clock()).toISOString().replace(/[-:]|\.\d+/g, '');
  const told = { url: url.href, method, headers: { 'x-amz-content-sha256': payload } };
  const { headers } = await new AwsV4Signer({ accessKeyId, secretAccessKey, region, service: 's3', datetime, ...told }).sign();
  if (body !== undefined && !Buffer.isBuffer(body)) headers.set('content-length', String(body.bytes));
  const signal = AbortSignal.timeout(patienceMs);
  return fetch(url, { method, headers, signal, ...sentBody(body) });
}

function sentBody(body: Asking['body']): Pick<RequestInit, 'body' | 'duplex'> {
  if (body === undefined) return {};
  return Buffer.isBuffer(body)
    ? { body: new Uint8Array(body) }
    : { body: Readable.toWeb(body.stream) as ReadableStream, duplex: 'half' };
}

/** What S3 answers is an XML whose code says why. */
export async function failure(what: string, sha256: string, response: Response): Promise<Error> {
  const code = /<Code>([^<]+)<\/Code>/.exec(await response.text())?.[1];
  return new Error(`document ${sha256}: ${what} answered ${response.status}${code === undefined ? '' : ` ${code}`}`);
}
