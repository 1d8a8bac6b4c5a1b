import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '../../api/api.ts';
import { patientServer } from '../../run/http-server.ts';
import { openWorld, type World } from '../api/world.ts';

const brief = { headersMs: 300, requestMs: 600, restsMs: 5_000, lookEveryMs: 50, connections: 20 };
let world: World;
let server: ReturnType<typeof patientServer>;
let port: number;

beforeAll(async () => {
  world = await openWorld();
  server = patientServer(createApi(world.deps), brief).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await world?.close();
});

/** Somebody who says the beginning of a request and then a byte now and then, for ever. */
function dripping(beginning: string): { socket: Socket; stop: () => void } {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write(beginning);
  const drops = setInterval(() => socket.write('x'), 20);
  return { socket, stop: () => clearInterval(drops) };
}

const post = 'POST /webhooks/billing/c1 HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

test.each([
  ['headers without end', `${post}x-a: `],
  ['a body without end', `${post}content-length: 100000\r\n\r\n`],
  ['a body in chunks without end', `${post}transfer-encoding: chunked\r\n\r\nfffff\r\n`],
])('%s: answered with 408 and closed, while others are served', async (_name, beginning) => {
  const { socket, stop } = dripping(beginning);
  const answer = text(socket);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  expect(await answer).toContain('408 Request Timeout');
  stop();
});

test('more than a server has room for are turned away, and room comes back', async () => {
  const crowd = Array.from({ length: 40 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  const ends = crowd.map((socket) => once(socket, 'close'));
  await Promise.all(ends.slice(25));
  for (const socket of crowd) socket.destroy();
  await Promise.all(ends);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
});
