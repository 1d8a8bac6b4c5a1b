import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchPdf } from '../../../activities/files/invoice-file.ts';
import { isPublicAddress } from '../../../activities/files/public-host.ts';
import { faultOfAttachments } from '../../../activities/ports/attachments.ts';
import { WAIT_MS } from '../../support/runner/patience.ts';

const TLS = join(import.meta.dirname, '..', '..', 'fixtures', 'tls');
/** Of localhost alone, made for these tests, for a hundred years. */
const [key, cert] = ['key.pem', 'cert.pem'].map((name) => readFileSync(join(TLS, name), 'utf8')) as [string, string];
const pdf = Buffer.from('%PDF-1.7 une facture');

interface Page {
  readonly status: number;
  readonly type?: string;
  readonly body?: Buffer;
  readonly location?: string;
}
const pages: Readonly<Record<string, Page>> = {
  '/facture.pdf': { status: 200, type: 'application/pdf; charset=binary', body: pdf },
  '/page.html': { status: 200, type: 'text/html', body: Buffer.from('<p>connectez-vous</p>') },
  '/faux.pdf': { status: 200, type: 'application/pdf', body: Buffer.from('<html>') },
  '/gros.pdf': { status: 200, type: 'application/pdf', body: Buffer.concat([pdf, Buffer.alloc(2_000_000)]) },
  '/ailleurs.pdf': { status: 302, location: 'https://localhost/facture.pdf' },
  '/absent.pdf': { status: 404 },
};

let server: Server;
let port = 0;
let visits = 0;
beforeAll(async () => {
  server = createServer({ key, cert }, (request, response) => {
    visits += 1;
    const page = pages[request.url ?? ''];
    if (!page) return;
    const { status, type, body, location } = page;
    response.writeHead(status, { ...(type ? { 'content-type': type } : {}), ...(location ? { location } : {}) }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const limits = { allows: () => true, timeoutMs: WAIT_MS, largestBytes: 1_000_000, ca: cert };
const at = (path: string, host = 'localhost') => `https://${host}:${port}${path}`;

test('an invoice is fetched from a host that may be asked', async () => {
  expect(Buffer.from(await fetchPdf(at('/facture.pdf'), limits))).toEqual(pdf);
});

describe('what is not fetched', () => {
  const refusals: [name: string, url: () => string, reason: RegExp][] = [
    ['a page to log in on', () => at('/page.html'), /type text\/html/],
    ['something else under the name of a PDF', () => at('/faux.pdf'), /pas un PDF/],
    ['too large a file', () => at('/gros.pdf'), /plus de 1.Mo/],
    ['a redirection', () => at('/ailleurs.pdf'), /réponse 302/],
    ['what is not there', () => at('/absent.pdf'), /réponse 404/],
    ['plain http', () => at('/facture.pdf').replace('https', 'http'), /n’est pas https/],
    ['a file of this machine', () => 'file:///etc/passwd', /n’est pas https/],
  ];
  test.each(refusals)('%s', async (_name, url, reason) => {
    await expect(fetchPdf(url(), limits)).rejects.toThrow(reason);
  });

  test('what a host that never answers has', async () => {
    await expect(fetchPdf(at('/jamais.pdf'), { ...limits, timeoutMs: 500 })).rejects.toThrow(/abort/i);
  });

  test.each(['localhost', '127.0.0.1', '[::1]', '2130706433', '0x7f.1'])(
    'a private host written %s, before any byte',
    async (host) => {
      const before = visits;
      await expect(fetchPdf(at('/facture.pdf', host))).rejects.toThrow('adresse privée');
      expect(visits).toBe(before);
    },
  );

  test('a certificate that nobody signed', async () => {
    const { ca: _, ...strangers } = limits;
    await expect(fetchPdf(at('/facture.pdf'), strangers)).rejects.toThrow(/self-signed/);
  });
});

test.each([
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['172.32.0.1', true],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['fd00::1', false],
  ['fe80::1', false],
  ['::127.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['2002:7f00:1::', false],
  ['2001:0:7f00:1::', false],
  ['2001:db8::1', false],
  ['192.88.99.1', false],
  ['198.18.0.1', false],
  ['203.0.113.9', false],
  ['fec0::1', false],
  ['not an address', false],
  ['8.8.8.8', true],
  ['2606:4700::1111', true],
])('%s is public: %s', (address, isPublic) => expect(isPublicAddress(address)).toBe(isPublic));

describe('files that go with an e-mail', () => {
  const file = (contentType: string, content: Buffer, filename = 'f') => ({ filename, contentType, content });
  test.each([
    ['nothing', [], null],
    ['a PDF', [file('application/pdf', pdf)], null],
    ['a picture', [file('image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47]))], null],
    ['a program', [file('application/x-msdownload', Buffer.from('MZ'), 'a.exe')], /a\.exe/],
    ['a program under the name of a PDF', [file('application/pdf', Buffer.from('MZ'), 'a.pdf')], /a\.pdf/],
    ['40 MB', [file('application/pdf', Buffer.concat([pdf, Buffer.alloc(40_000_000)]))], /41.Mo, 20.Mo au plus/],
    ['two of 15 MB', [1, 2].map(() => file('application/pdf', Buffer.concat([pdf, Buffer.alloc(15_000_000)]))), /31.Mo/],
  ])('%s', (_name, files, fault) => {
    if (fault === null) expect(faultOfAttachments(files)).toBeNull();
    else expect(faultOfAttachments(files)).toMatch(fault);
  });
});
