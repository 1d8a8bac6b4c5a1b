import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assetsOf, sharedAssets } from '../../web/shared/assets.ts';
import { pageHeaders, shownDocumentPolicy } from '../../web/shared/headers.ts';
import { pagesOf } from '../../web/shared/pages.ts';
import { fileIn } from '../../web/shared/upload.ts';

const folder = mkdtempSync(join(tmpdir(), 'exigible-pages-'));
const assets = assetsOf('/assets', sharedAssets);
const app = express().use(assets.router, pageHeaders({ 'frame-src': "'self'" }), (_req, res) => void res.send('page'));
let url: string;
let close: () => void;

beforeAll(async () => {
  const server = await new Promise<ReturnType<typeof app.listen>>((ready) => {
    const listening = app.listen(0, '127.0.0.1', () => ready(listening));
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => server.close();
});
afterAll(() => {
  close();
  rmSync(folder, { recursive: true });
});

test('a file is served under the address of its content, to be kept for ever, with the files that it asks for beside it', async () => {
  const sheet = await fetch(`${url}${assets.path}/base.css`);
  expect(sheet.headers.get('content-type')).toBe('text/css; charset=utf-8');
  expect(sheet.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  for (const [, name] of (await sheet.text()).matchAll(/url\("([^"]+)"\)/g)) {
    expect((await fetch(`${url}${assets.path}/${name}`)).headers.get('content-type')).toBe('font/woff2');
  }
});

test.each(['/assets/000000000000/base.css', `${assets.path}/..%2fpackage.json`, `${assets.path}/constructor`])(
  'nothing is served at %s',
  async (path) => {
    expect(await (await fetch(`${url}${path}`)).text()).toBe('page');
  },
);

test('a page runs and draws only what comes from here', async () => {
  const { headers } = await fetch(url);
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'",
  );
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(shownDocumentPolicy.split('; ')).toEqual(expect.arrayContaining(["default-src 'none'", 'sandbox']));
});

test.each([
  ['no boundary', 'multipart/form-data', 'x', 400],
  ['no form behind its boundary', 'multipart/form-data; boundary=x', '--x junk', 400],
  [
    'a form cut in its middle',
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="fichier"; filename="a"\r\n\r\nabc',
    400,
  ],
  ['a form of too much', 'multipart/form-data; boundary=x', `--x\r\n${'a'.repeat(2000)}`, 413],
])('%s: what comes as a file and is none says so, and is no failure of ours', async (_name, type, body, status) => {
  const server = createServer((req, res) => {
    fileIn(req, 'fichier', 1000).then(
      (file) => res.end(JSON.stringify(file)),
      (error: Error & { status?: number }) => res.writeHead(error.status ?? 500).end(error.message),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer = await fetch(address, { method: 'POST', headers: { 'content-type': type }, body });
  expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(/choisissez le fichier|Mo au plus/)]);
  server.close();
});

test('what the data brings is text; a filter gives text too; what is not there is an error with its line', async () => {
  writeFileSync(join(folder, 'hello.liquid'), '<p title="{{ name }}">{{ name | loud }}</p>{% if nothing %}never{% endif %}');
  writeFileSync(join(folder, 'wrong.liquid'), '{{ nobody }}');
  const pages = pagesOf(folder, { loud: (text: string) => `${text}!<` });
  expect(pages('hello', { name: '"><script>' })).toBe('<p title="&#34;&gt;&lt;script&gt;">&#34;&gt;&lt;script&gt;!&lt;</p>');
  expect(() => pages('wrong', {})).toThrow('undefined variable: nobody, line:1');
});
