import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, test } from 'vitest';
import { flashIn, leaveFlash } from '../../web/operator/flash.ts';

test.each([
  ['behind TLS the word never leaves in the clear', true],
  ['on a laptop without TLS it still comes back', false],
])('%s', async (_, secure) => {
  const app = express().get('/', (_req, res) => {
    leaveFlash(res, { kind: 'good', text: 'Fait.' }, secure);
    res.end();
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  server.close();
  expect(answer.headers.get('set-cookie')?.split('; ').includes('Secure')).toBe(secure);
});

test.each([
  ['the browser itself asks for a page: the word is said', {}, true],
  ['a visit by script may be overtaken: the word stays until it is shown', { 'x-turbo-request-id': '1' }, false],
  ['a part of a page shows no word: it stays', { 'x-live-part': 'avancement' }, false],
])('%s', async (_, headers, isTaken) => {
  const app = express()
    .get('/leave', (_req, res) => {
      leaveFlash(res, { kind: 'good', text: 'Fait.' }, false);
      res.end();
    })
    .get('/', (req, res) => {
      res.json(flashIn(req, res));
    });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [cookie = ''] = ((await fetch(`${url}/leave`)).headers.get('set-cookie') ?? '').split(';');
  const shown = await fetch(url, { headers: { cookie, ...headers } });
  server.close();
  expect(await shown.json()).toEqual({ kind: 'good', text: 'Fait.', lines: [] });
  expect(shown.headers.has('set-cookie')).toBe(isTaken);
});
