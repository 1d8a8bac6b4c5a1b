import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { createApi } from '../api/api.ts';
import type { EnginePort } from '../api/engine-port.ts';
import { createDrainer, type Drainer } from '../api/inbox/drainer.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { inboxState } from '../db/inbox.ts';
import { keyRingOf, newKeyRing } from '../db/key-ring.ts';
import { ensureAdminKey } from '../db/keys.ts';
import { seedShippedPlans } from '../db/plans.ts';
import { addDays } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { shippedPlans } from '../domain/plan/shipped.ts';
import { creditor } from '../test/support/parties.ts';
import { IN_FLIGHT, perSecond } from './at-once.ts';

export const URL_SHOWN = 'http://127.0.0.1:3000';
const ADMIN = randomUUID();

/** Where a bench keeps its data. */
export type Where = { readonly url: string } | { readonly dataDir: string };

/** What one arm found, per second. */
export interface Arm {
  readonly accepted: number;
  readonly started: number;
}

/** The API with its drainer, over real HTTP, on a database of its own. */
export interface Served {
  readonly db: Database;
  readonly url: string;
  readonly drainer: Drainer;
  close(): Promise<void>;
}

/** Starts it; `engine` is where its cases begin. */
export async function serving(engine: EnginePort, where: Where): Promise<Served> {
  const db = await openDatabase(where);
  await seedShippedPlans(db, shippedPlans);
  await ensureAdminKey(db, ADMIN);
  const log = pino({ level: 'silent' });
  const drainer = createDrainer({ db, engine, log });
  const api = createApi({
    db,
    envelope: keyRingOf(newKeyRing('bench'), 'bench'),
    engine,
    log,
    clock: Date.now,
    config: { publicUrl: URL_SHOWN, linksPages: true },
    wake: drainer.wake,
    uploads: { keep: () => Promise.reject(new Error('none')) },
    keep: () => Promise.reject(new Error('none')),
    installation: async () => ({ parts: [], senders: [] }),
    documents: { get: () => Promise.reject(new Error('none')), put: () => Promise.reject(new Error('none')) },
    seal: () => ({ publicKey: '', signature: '' }),
    claimOf: () => Promise.resolve(undefined),
    previewOf: () => Promise.reject(new Error('none')),
    wordings: { list: () => Promise.reject(new Error('none')), sample: () => Promise.reject(new Error('none')) },
  });
  const server = api.listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  drainer.start();
  return {
    db,
    drainer,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      await drainer.stop();
      server.closeAllConnections();
      server.close();
      await db.close();
    },
  };
}

/** `size` invoices told by one creditor, fifty at a time: accepted, and begun in the engine, per second. */
export async function timed({ db, url }: Served, size: number): Promise<Arm> {
  const run = randomUUID().slice(0, 8);
  const signer = await billingOf(url, run);
  const began = performance.now();
  const accepted = await perSecond(size, (index) => post(url, signer, run, index));
  while ((await inboxState(db)).waiting > 0) await pause(10);
  return { accepted, started: size / ((performance.now() - began) / 1000) };
}

/** A new creditor's billing system. */
export async function billingOf(url: string, id: string): Promise<Webhook> {
  const answer = await fetch(`${url}/creditors/${id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...creditor, id }),
  });
  const { webhookSecrets } = (await answer.json()) as { webhookSecrets: { billing: string } };
  return new Webhook(webhookSecrets.billing);
}

/** One invoice of it. */
export async function post(url: string, signer: Webhook, run: string, index: number): Promise<void> {
  const body = JSON.stringify({ type: 'invoice.created', timestamp: new Date().toISOString(), data: invoice(run, index) });
  const id = `${run}-${index}`;
  const now = new Date();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signer.sign(id, now, body),
  };
  const { status, text } = await sent(`${url}/webhooks/billing/${run}`, headers, body);
  if (status !== 202) throw new Error(`${status} ${text}`);
}

const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });

/** `fetch` would cost the machine as much as what is measured. */
async function sent(url: string, headers: Readonly<Record<string, string>>, body: string) {
  const asked = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, text: Buffer.concat(await answer.toArray()).toString() };
}

function invoice(run: string, index: number) {
  const issuedOn = parisDay(Date.now());
  return {
    invoice: {
      id: `${run}-${index}`,
      number: `F-${run}-${index}`,
      currency: 'EUR',
      totalCents: 120_000,
      vatCents: 20_000,
      issuedOn,
      dueOn: addDays(issuedOn, 30),
    },
    debtor: {
      id: `d-${run}-${index}`,
      kind: 'business',
      name: 'Menuiserie Aubertin SARL',
      legalForm: 'SARL',
      registeredOffice: { line1: '17 rue des Tanneurs', postcode: '69003', city: 'Lyon' },
      email: 'a@example.com',
      mobile: '+33612345678',
    },
    plan: 'default-b2b',
  };
}
