import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Engine, startEngine } from '../../run/engine.ts';
import { freePort } from '../../run/ports.ts';
import { connectClient } from '../../run/temporal.ts';

let folder: string;
let engine: Engine;
let door: Server;
const at = (name: string) => join(folder, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });

/** A certificate of one of the two authorities, for a name. */
function certify(authority: string, name: string): void {
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
  const issued = [
    '-CA',
    `${authority}.pem`,
    '-CAkey',
    `${authority}.key`,
    '-set_serial',
    '2',
    '-days',
    '1',
    '-out',
    `${name}.pem`,
  ];
  openssl('x509', '-req', '-in', `${name}.csr`, ...issued);
}

/** The engine as an operator puts it on a network: behind TLS that asks who comes for a certificate of the house. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-tls-'));
  for (const authority of ['house', 'street'])
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${authority}`,
      '-keyout',
      `${authority}.key`,
      '-out',
      `${authority}.pem`,
    );
  for (const [authority, name] of [
    ['house', 'localhost'],
    ['house', 'worker'],
    ['street', 'stranger'],
  ] as const)
    certify(authority, name);
  const [port, uiPort] = [await freePort(), await freePort()];
  engine = await startEngine({ dataDir: folder, port, uiPort, namespace: 'default', logFile: at('engine.log') });
  const secrets = {
    key: readFileSync(at('localhost.key')),
    cert: readFileSync(at('localhost.pem')),
    ca: readFileSync(at('house.pem')),
  };
  door = createServer({ ...secrets, requestCert: true, rejectUnauthorized: true, ALPNProtocols: ['h2'] }, (socket) => {
    const inner = connect(port, '127.0.0.1');
    socket.pipe(inner).pipe(socket);
    socket.on('error', () => inner.destroy());
    inner.on('error', () => socket.destroy());
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  door?.close();
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const portOf = (server: Server | Http2SecureServer) => (server.address() as AddressInfo).port;

/** As the environment of a production start names it. */
function environment(settings: Readonly<Record<string, string>>): void {
  vi.unstubAllEnvs();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
}

const tls = (who: string, authority = 'house') => ({
  TEMPORAL_ADDRESS: `localhost:${portOf(door)}`,
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: at(`${authority}.pem`),
  TEMPORAL_TLS_CLIENT_CERT_PATH: at(`${who}.pem`),
  TEMPORAL_TLS_CLIENT_KEY_PATH: at(`${who}.key`),
});

async function asked(): Promise<string> {
  const client = await connectClient({ namespace: 'default' });
  try {
    const { namespaceInfo } = await client.connection.workflowService.describeNamespace({ namespace: 'default' });
    return namespaceInfo?.name ?? '';
  } finally {
    await client.connection.close();
  }
}

test('the engine is reached with the certificate that the environment names', async () => {
  environment(tls('worker'));
  expect(await asked()).toBe('default');
});

test.each([
  ['a certificate of another authority', () => tls('stranger')],
  ['an engine whose certificate is of another authority', () => tls('worker', 'street')],
  [
    'no certificate',
    () => ({
      TEMPORAL_ADDRESS: `localhost:${portOf(door)}`,
      TEMPORAL_TLS: 'true',
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: at('house.pem'),
    }),
  ],
])('with %s nobody is', async (_name, settings) => {
  environment(settings());
  await expect(asked()).rejects.toThrow();
});

test('an API key goes with every call, and only over TLS', async () => {
  const heard: string[] = [];
  const secrets = { key: readFileSync(at('localhost.key')), cert: readFileSync(at('localhost.pem')) };
  const server = createSecureServer(secrets, ({ headers }, res) => {
    heard.push(headers.authorization ?? 'none');
    res.writeHead(200, { 'content-type': 'application/grpc', 'grpc-status': '16' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  environment({
    TEMPORAL_ADDRESS: `localhost:${portOf(server)}`,
    TEMPORAL_API_KEY: 'cle-de-cloud',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: at('house.pem'),
  });
  await expect(asked()).rejects.toThrow();
  server.close();
  expect(new Set(heard)).toEqual(new Set(['Bearer cle-de-cloud']));
});
