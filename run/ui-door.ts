import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../domain/fault.ts';

/** Where the door stands, and where the Web UI hides behind it. */
export interface UiDoor {
  readonly port: number;
  readonly behind: { readonly host: string; readonly port: number };
  /** Opens payloads for whoever may look at this screen; null: they are not sealed. */
  readonly decode: ((body: string) => Promise<string>) | null;
}

const SAFE: readonly string[] = ['GET', 'HEAD'];
/** What an operator may do here: ask a case, and tell it an act, which a rule may refuse. Cancel, terminate, reset, signal and start are not among it. */
const ACTS = /^\/api\/v1\/namespaces\/[\w.-]+\/workflows\/[^/]+\/(?:query|update)\/[\w-]+$/;
const SETTINGS = '/api/v1/settings';
const DECODE = '/codec/decode';
const LARGEST_BYTES = 4_000_000;

/** No page of another site draws this one inside itself; the screen itself does, for the details of a case. */
const unframed = { 'content-security-policy': "frame-ancestors 'self'", 'x-frame-options': 'SAMEORIGIN' };

/** What the screen then no longer offers. Without cancel or signal it would lock its whole menu, updates too: those two stay to be seen and are refused. */
const offeredNoMore = {
  WorkflowTerminateDisabled: true,
  WorkflowResetDisabled: true,
  BatchActionsDisabled: true,
  StartWorkflowDisabled: true,
  ActivityCommandsDisabled: true,
};

/**
 * A small door of ours before the Web UI of the embedded engine, on loopback: a page of another site, or one that made its own name lead
 * here, is refused, and so is whatever goes around the acts. Throws a French `Refusal` when the port is taken.
 */
export async function openUiDoor(door: UiDoor): Promise<() => Promise<void>> {
  const server = createServer((req, res) => void answer(door, req, res).catch(() => res.destroy()));
  await listen(server, door.port);
  return () =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((listening, reject) => {
    server.once('error', () => reject(new Refusal(`Le port ${port} est déjà pris : choisissez-en un autre avec --ui-port.`)));
    server.listen(port, '127.0.0.1', listening);
  });
}

async function answer(door: UiDoor, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const refusal = refusalOf(req, door.port);
  if (refusal !== null) return refuse(res, refusal);
  if (req.method === 'POST' && req.url === DECODE && door.decode) return sendJson(res, await door.decode(await textOf(req)));
  const upstream = await forwarded(door, req);
  if (pathOf(req) === SETTINGS) return sendJson(res, settingsOf(door, await textOf(upstream)));
  res.writeHead(upstream.statusCode ?? 502, { ...withoutCors(upstream.headers), ...unframed });
  await pipeline(upstream, res);
}

/** Why a request is none of a person at this screen, or goes around the acts; null when it may pass. */
function refusalOf(req: IncomingMessage, port: number): string | null {
  const { host, origin } = req.headers;
  const site = req.headers['sec-fetch-site'];
  const names = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  if (host === undefined || !names.includes(host)) return 'Cet écran ne répond que sous le nom de cette machine.';
  const isVisit = req.headers['sec-fetch-mode'] === 'navigate' && req.method === 'GET';
  const isForeign = (origin !== undefined && !names.some((name) => origin === `http://${name}`)) || !isOurs(site);
  if (isForeign && !isVisit) return 'Une page d’un autre site l’a demandé : cet écran ne répond qu’aux siennes.';
  if (SAFE.includes(req.method ?? '')) return null;
  if (req.method === 'POST' && (ACTS.test(pathOf(req)) || req.url === DECODE)) return null;
  return 'Arrêter, terminer, rejouer, démarrer ou signaler un dossier ne se fait pas ici : les actes du dossier sont la porte.';
}

function isOurs(site: string | string[] | undefined): boolean {
  return site === undefined || site === 'same-origin' || site === 'none';
}

function pathOf(req: IncomingMessage): string {
  return (req.url ?? '').split('?')[0] ?? '';
}

function forwarded({ behind }: UiDoor, req: IncomingMessage): Promise<IncomingMessage> {
  const { 'x-http-method-override': _, origin: __, ...headers } = req.headers;
  const host = `${behind.host}:${behind.port}`;
  const { method = 'GET', url: path = '/' } = req;
  const plain = pathOf(req) === SETTINGS ? { 'accept-encoding': 'identity' } : {};
  return new Promise((answered, failed) => {
    const asked = request({ ...behind, method, path, headers: { ...headers, ...plain, host } }, answered).on('error', failed);
    req.pipe(asked);
  });
}

/** What the UI says of itself, less what this door refuses. */
function settingsOf({ port, decode }: UiDoor, text: string): string {
  const settings = JSON.parse(text) as { Codec?: object };
  const codec = decode ? { Codec: { ...settings.Codec, Endpoint: `http://127.0.0.1:${port}/codec` } } : {};
  return JSON.stringify({ ...settings, ...codec, ...offeredNoMore });
}

/** No other origin reads what is answered here. */
function withoutCors(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('access-control-')));
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BYTES) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function sendJson(res: ServerResponse, text: string): void {
  res.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(text);
}

/** As the engine's own refusals look: the screen shows the sentence. */
function refuse(res: ServerResponse, message: string): void {
  res
    .writeHead(403, { 'content-type': 'application/json; charset=utf-8', connection: 'close' })
    .end(JSON.stringify({ code: 7, message }));
}
