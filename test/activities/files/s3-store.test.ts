import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fc, test as property } from '@fast-check/vitest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type S3Options, s3Store } from '../../../activities/files/s3-store.ts';
import { sha256Of } from '../../../activities/files/store.ts';
import { s3Uploads } from '../../../activities/import/s3-uploads.ts';
import { awsAuthorization } from '../../support/aws-signature.ts';

const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const NOW_MS = Date.parse('2026-11-22T10:00:00Z');
const SKEW_MS = 15 * 60_000;
const objects = new Map<string, Buffer>();
let options: S3Options;

/** A bucket over HTTP that takes nothing unsigned: signature over what really came, digest of the bytes that really came, a clock. */
async function answerOf(req: IncomingMessage): Promise<[status: number, body: Buffer | string]> {
  const body = await buffer(req);
  const path = req.url ?? '';
  const header = (name: string) => String(req.headers[name] ?? '');
  const headers = { 'x-amz-content-sha256': header('x-amz-content-sha256'), 'x-amz-date': header('x-amz-date') };
  const at = Date.parse(headers['x-amz-date'].replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const expected = awsAuthorization(
    { method: req.method ?? '', host: header('host'), path, headers },
    { ...credentials, service: 's3' },
  );
  if (header('authorization').replaceAll(', ', ',') !== expected)
    return [403, '<Error><Code>SignatureDoesNotMatch</Code></Error>'];
  if (!(Math.abs(at - NOW_MS) < SKEW_MS)) return [403, '<Error><Code>RequestTimeTooSkewed</Code></Error>'];
  if (sha256Of(body) !== headers['x-amz-content-sha256']) return [400, '<Error><Code>XAmzContentSHA256Mismatch</Code></Error>'];
  if (!path.startsWith('/lettres/')) return [404, '<Error><Code>NoSuchBucket</Code></Error>'];
  if (req.method === 'PUT') objects.set(path, body);
  const kept = objects.get(path);
  return kept === undefined ? [404, '<Error><Code>NoSuchKey</Code></Error>'] : [200, req.method === 'PUT' ? '' : kept];
}

const server = createServer((req, res) => void answerOf(req).then(([status, body]) => res.writeHead(status).end(body)));
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  options = { ...credentials, endpoint, bucket: 'lettres', clock: () => NOW_MS };
});
afterAll(() => server.close());
beforeEach(() => objects.clear());

test('the signature is that of Amazon’s own example', () => {
  const headers = { range: 'bytes=0-9', 'x-amz-content-sha256': sha256Of(''), 'x-amz-date': '20130524T000000Z' };
  const request = { method: 'GET', host: 'examplebucket.s3.amazonaws.com', path: '/test.txt', headers };
  expect(awsAuthorization(request, { ...credentials, service: 's3' })).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
      'SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,' +
      'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  );
});

describe('documents in a bucket', () => {
  property.prop([fc.uint8Array({ maxLength: 2000 })], { numRuns: 30 })('come back byte by byte', async (bytes) => {
    const store = s3Store(options);
    const sha256 = await store.put(bytes);
    expect(sha256).toBe(sha256Of(bytes));
    expect(Buffer.from(await store.get(sha256))).toEqual(Buffer.from(bytes));
  });

  test('lie under their digest, once', async () => {
    const store = s3Store(options);
    const sha256 = await store.put(Buffer.from('lettre'));
    await store.put(Buffer.from('lettre'));
    expect([...objects.keys()]).toEqual([`/lettres/${sha256.slice(0, 2)}/${sha256}`]);
  });

  test('whose bytes were changed there are refused', async () => {
    const store = s3Store(options);
    const sha256 = await store.put(Buffer.from('lettre'));
    for (const path of objects.keys()) objects.set(path, Buffer.from('autre'));
    await expect(store.get(sha256)).rejects.toThrow('its bytes were changed');
  });

  const failures: [string, Partial<S3Options>, string][] = [
    ['another key', { secretAccessKey: 'wrong' }, '403 SignatureDoesNotMatch'],
    ['another region', { region: 'eu-west-3' }, '403 SignatureDoesNotMatch'],
    ['a clock an hour late', { clock: () => NOW_MS - 3_600_000 }, '403 RequestTimeTooSkewed'],
    ['another bucket', { bucket: 'autres' }, '404 NoSuchBucket'],
  ];
  test.each(failures)('%s: refused, and said', async (_, change, said) => {
    await expect(s3Store({ ...options, ...change }).put(Buffer.from('lettre'))).rejects.toThrow(said);
  });

  test('one that was never kept: said', async () => {
    await expect(s3Store(options).get('ab'.repeat(32))).rejects.toThrow('404 NoSuchKey');
  });
});

describe('bank files in a bucket', () => {
  const bytes = Buffer.from('<Document>relevé</Document>'.repeat(20_000));
  const chunks = async function* () {
    for (let from = 0; from < bytes.length; from += 65_536) yield bytes.subarray(from, from + 65_536);
  };
  const folderOf = () => mkdtempSync(join(tmpdir(), 'exigible-uploads-'));

  test('a worker on another machine reads what this one took; nothing stays in its folder', async () => {
    const [here, there] = [folderOf(), folderOf()];
    const kept = await s3Uploads(here, options).keep(chunks());
    expect(kept).toEqual({ sha256: sha256Of(bytes), bytes: bytes.length });
    expect(await buffer(s3Uploads(there, options).read(kept.sha256))).toEqual(bytes);
    expect(readdirSync(here)).toEqual([]);
  });

  test('bytes that were changed there are refused at their end', async () => {
    const uploads = s3Uploads(folderOf(), options);
    const { sha256 } = await uploads.keep(chunks());
    for (const path of objects.keys()) objects.set(path, Buffer.from('autre'));
    await expect(buffer(uploads.read(sha256))).rejects.toThrow('its bytes were changed');
  });

  test('a bucket that refuses: the file is not accepted', async () => {
    const uploads = s3Uploads(folderOf(), { ...options, secretAccessKey: 'wrong' });
    await expect(uploads.keep(chunks())).rejects.toThrow('403 SignatureDoesNotMatch');
  });
});
