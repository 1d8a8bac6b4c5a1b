import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { sha256Of } from '../../activities/files/store.ts';
import { folderUploads, type Uploads } from '../../activities/import/uploads.ts';
import { createApi } from '../../api/api.ts';
import { served } from '../../api/contract/index.ts';
import type { Answer as Promised, RouteName, Routes } from '../../api/contract/route.ts';
import { samples } from '../../api/contract/samples.ts';
import type { ApiDeps, DocumentKeeper, Log } from '../../api/deps.ts';
import { createDrainer, type Drainer, type DrainerOptions } from '../../api/inbox/drainer.ts';
import { signatureOf } from '../../api/webhooks/signature.ts';
import type { Database } from '../../db/database.ts';
import type { EvidenceRow } from '../../db/evidence-chain.ts';
import { type KeyRing, keyRingOf, newKeyRing } from '../../db/key-ring.ts';
import { createKey, ensureAdminKey } from '../../db/keys.ts';
import { seedShippedPlans } from '../../db/plans.ts';
import type { Fault } from '../../domain/fault.ts';
import type { WebhookPurpose } from '../../domain/known-providers.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import type { Role } from '../../domain/role.ts';
import { providerRoutes } from '../../providers/index.ts';
import { qontoWebhooks } from '../../providers/qonto/door.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { claimOfStoredCase } from '../../words/claim.ts';
import { previewOfCase } from '../../words/preview.ts';
import { wordingsOn } from '../../words/wordings.ts';
import { openEmpty } from '../support/databases.ts';
import { testSeal } from './export/exported.ts';
import { type FakeEngine, fakeEngine } from './fake-engine.ts';

/** The API over real HTTP, on a database in memory, with an engine that records. */
export interface World {
  readonly db: Database;
  /** What the application of this world is built of. */
  readonly deps: ApiDeps;
  readonly engine: FakeEngine;
  readonly uploads: Uploads;
  readonly documents: DocumentKeeper;
  readonly url: string;
  readonly adminKey: string;
  readonly envelope: KeyRing;
  clock: () => number;
  /** A creditor of that id; answers with its webhook secrets. */
  creditor(id: string, change?: object): Promise<Secrets>;
  key(creditorId: string, role: Role): Promise<string>;
  call(method: string, path: string, key: string | null, body?: unknown): Promise<Answer>;
  webhook(request: Webhook): Promise<Answer>;
  drainer(options?: Partial<DrainerOptions>): Drainer;
  /** Delivers until nothing is due. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export type Secrets = Readonly<Record<WebhookPurpose, string>>;

export interface Answer {
  readonly status: number;
  readonly body: Reply;
  readonly headers: Headers;
}

/** The fields that tests look at, in the answers that have them. */
export interface Reply {
  readonly id: number;
  readonly key: string;
  readonly secret: string;
  readonly version: number;
  readonly webhookSecrets: Secrets;
  readonly warnings: readonly string[];
  readonly caseId: string;
  readonly cases: readonly { readonly caseId: string }[];
  readonly next: string | null;
  readonly entries: readonly unknown[];
  readonly timeline: readonly unknown[];
  readonly documents: readonly unknown[];
  readonly revision: number;
  readonly rows: readonly EvidenceRow[];
  readonly detail: string;
  readonly errors: readonly Fault[];
}

export interface Webhook {
  readonly purpose: 'billing' | 'bank';
  readonly creditorId: string;
  readonly secret: string;
  readonly event: unknown;
  readonly id?: string;
  readonly atMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const templates = loadTemplates();

export const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** `besides`: what this world's application has more, such as a site. */
export async function openWorld(besides: Partial<ApiDeps> = {}): Promise<World> {
  const db = await openEmpty();
  await seedShippedPlans(db, shippedPlans);
  const adminKey = (await ensureAdminKey(db)) ?? '';
  const engine = fakeEngine(db);
  const strays: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'exigible-api-'));
  const world: Omit<World, 'deps'> = {
    db,
    engine,
    uploads: folderUploads(folder),
    documents: keptInMemory(),
    url: '',
    adminKey,
    envelope: keyRingOf(newKeyRing('test'), 'test'),
    clock: Date.now,
    creditor: async (id, change = {}) =>
      (await world.call('PUT', `/creditors/${id}`, adminKey, { ...creditorDocument, ...change })).body.webhookSecrets,
    key: async (creditorId, role) => (await createKey(db, creditorId, role)).key,
    call: (method, path, key, body) => call(world.url, method, path, key, body),
    webhook: (request) => send(world.url, request),
    drainer: (options) => createDrainer({ db, engine, log: quiet, pollMs: 20, backoffMs: 10, maxBackoffMs: 50, ...options }),
    async drain() {
      while ((await world.drainer().drainOnce()) > 0);
    },
    async close() {
      server.close();
      expect(strays, 'answers that the contract does not promise').toEqual([]);
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const witness: ApiDeps['witness'] = (...answer) => strays.push(...straysIn(...answer));
  const deps = { ...depsOf(world), ...besides, clock: () => world.clock(), witness };
  const server = await listen(deps);
  return Object.assign(world, { deps, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** What was put, and made-up bytes for any other digest. */
function keptInMemory(): DocumentKeeper {
  const kept = new Map<string, Uint8Array>();
  return {
    async put(bytes) {
      const sha256 = sha256Of(bytes);
      kept.set(sha256, bytes);
      return sha256;
    },
    get: async (sha256) => kept.get(sha256) ?? new TextEncoder().encode(`bytes of ${sha256}`),
  };
}

function depsOf(world: Omit<World, 'deps'>): Omit<ApiDeps, 'clock'> {
  return {
    db: world.db,
    envelope: world.envelope,
    engine: world.engine,
    config: {
      linksPages: true,
      get publicUrl() {
        return world.url;
      },
    },
    log: quiet,
    wake: () => {},
    uploads: world.uploads,
    doors: [qontoWebhooks({ db: world.db, envelope: world.envelope, clock: () => world.clock(), wake: () => {} })],
    doorRoutes: providerRoutes,
    seal: testSeal,
    keep: (caseId, kind) => Promise.resolve(`${caseId}/${kind}`),
    installation: async () => ({ parts: [], senders: [{ channel: 'email', provider: 'outbox', isOutbox: true }] }),
    documents: world.documents,
    claimOf: (caseId) => claimOfStoredCase(world.db, caseId, world.clock()),
    wordings: wordingsOn({ db: world.db, templates, documents: world.documents }),
    previewOf: (caseId, asked) =>
      previewOfCase({ db: world.db, templates, documents: world.documents, clock: () => world.clock() }, caseId, asked),
  };
}

/** What an answer holds besides what its route promises, and what of that it lacks. */
function straysIn(name: string, status: number, body: unknown): string[] {
  const { schema, file }: Promised = (served as Routes)[name as RouteName]?.answers[status] ?? { text: '' };
  if (file !== undefined) return [];
  if (schema === undefined) return [`${name} answers ${status}`];
  const read = schema.safeParse(JSON.parse(JSON.stringify(body)));
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${name} ${status} ${path.join('.')}: ${message}`);
}

function listen(deps: ApiDeps): Promise<Server> {
  return new Promise((resolve) => {
    const server = createApi(deps).listen(0, '127.0.0.1', () => resolve(server));
    server.keepAliveTimeout = 0; // a busy machine closes no connection in the face of a request
  });
}

async function call(url: string, method: string, path: string, key: string | null, body?: unknown): Promise<Answer> {
  const headers = { ...(key === null ? {} : { authorization: `Bearer ${key}` }), 'content-type': 'application/json' };
  return answerOf(
    await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
  );
}

let serial = 0;

async function send(url: string, { purpose, creditorId, secret, event, id, atMs, headers }: Webhook): Promise<Answer> {
  const body = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
  serial += 1;
  const webhookId = id ?? `evt_${serial}`;
  const timestamp = String(Math.floor((atMs ?? Date.now()) / 1000));
  const signed = {
    'content-type': 'application/json',
    'webhook-id': webhookId,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatureOf(secret, webhookId, timestamp, body),
  };
  return answerOf(
    await fetch(`${url}/webhooks/${purpose}/${creditorId}`, { method: 'POST', headers: { ...signed, ...headers }, body }),
  );
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, body: (isJson && text !== '' ? JSON.parse(text) : text) as Reply, headers: response.headers };
}

/** The creditor of the API's own examples. */
const { id: _id, capital: _capital, ...sample } = samples.creditor;
export const creditorDocument = { ...sample, bankAccounts: ['main'] };

export const debtorDocument = {
  id: 'cus_31',
  kind: 'business',
  name: 'Menuiserie Aubert SARL',
  registeredOffice: { line1: '3 rue du Port', postcode: '67000', city: 'Strasbourg', country: 'FR' },
  email: 'compta@aubert.example',
  segment: 'regular',
};

const invoiceDocument = {
  id: 'inv_1',
  number: 'F2026-0412',
  totalCents: 120000,
  vatCents: 20000,
  issuedOn: '2026-10-07',
  dueOn: '2026-11-06',
};

/** An `invoice.created` for an invoice that differs by `change`. */
export function created(change: object = {}, debtor: object = {}, besides: object = {}) {
  return {
    type: 'invoice.created',
    timestamp: '2026-11-02T09:00:00+01:00',
    data: { invoice: { ...invoiceDocument, ...change }, debtor: { ...debtorDocument, ...debtor }, ...besides },
  };
}

/** A bank event about an entry. */
export function entry(change: object = {}, type = 'bank.transaction.booked') {
  const data = {
    account: 'main',
    key: 'e1',
    bookedOn: '2026-11-10',
    amountCents: 120000,
    label: 'VIR SEPA F2026-0412',
    ...change,
  };
  return { type, timestamp: '2026-11-10T09:00:00+01:00', data };
}
