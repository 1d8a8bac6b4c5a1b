import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, test } from 'vitest';
import { leaveFlash } from '../../web/operator/flash.ts';

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
