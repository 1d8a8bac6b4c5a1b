import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { Router } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { roomsOf } from '../../web/operator/site.ts';

let server: Server;
let url: string;

beforeAll(async () => {
  const told = Router()
    .get(['/neuve/:id', '/neuve.csv'], (_req, res) => void res.send('page'))
    .post('/autre/dire', (req, res) => void res.json(req.body));
  const app = express()
    .use(roomsOf([told]))
    .use((_req, res) => void res.send('API'));
  server = app.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));

const policyOf = async (path: string, init: RequestInit = {}) =>
  (await fetch(url + path, init)).headers.get('content-security-policy');

test.each(['/neuve/1', '/neuve.csv', '/neuve/1/plus'])(
  '%s has the headers of a page because a room answers there',
  async (path) => {
    expect(await policyOf(path)).toContain("frame-src 'self'");
  },
);

test('a form that a room takes is read', async () => {
  const said = await fetch(`${url}/autre/dire`, { method: 'POST', body: new URLSearchParams({ mot: 'oui' }) });
  expect([await said.json(), said.headers.get('content-security-policy')]).toEqual([
    { mot: 'oui' },
    expect.stringContaining("frame-src 'self'"),
  ]);
});

test.each(['/', '/cases', '/neuvelle', '/dire'])('%s is the API’s', async (path) => {
  expect([await policyOf(path), await (await fetch(url + path)).text()]).toEqual([null, 'API']);
});
