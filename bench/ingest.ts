import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { createApi } from '../api/api.ts';
import { createEngine } from '../api/engine.ts';
import { startOptions } from '../api/engine-start.ts';
import { createDrainer } from '../api/inbox/drainer.ts';
import { type Beginning, openDossier } from '../cases/open.ts';
import { putCreditor } from '../db/creditors.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { inboxState } from '../db/inbox.ts';
import { keyRingOf, newKeyRing } from '../db/key-ring.ts';
import { ensureAdminKey } from '../db/keys.ts';
import { seedShippedPlans } from '../db/plans.ts';
import { addDays } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { creditorSchema } from '../domain/party/party-schema.ts';
import { shippedPlans } from '../domain/plan/shipped.ts';
import { startEngine } from '../run/engine.ts';
import { freePort } from '../run/ports.ts';
import { connectClient, ensureSearchAttributes } from '../run/temporal.ts';
import { creditor, openingOf } from '../test/support/parties.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { historyCosts } from './history-cost.ts';
import { type BenchOptions, type BenchResult, peakMemoryMb, rounded } from './result.ts';

const IN_FLIGHT = 50;
const ROUNDS = 5;
const URL_SHOWN = 'http://127.0.0.1:3000';
const ADMIN = randomUUID();

type Client = Awaited<ReturnType<typeof connectClient>>;

/** What each arm found, per second. */
interface Arm {
  readonly accepted: number;
  readonly started: number;
}

type Round = Readonly<Record<'raw' | 'postgres' | 'pglite', Arm>>;

/**
 * Webhooks per second through the whole path (signature, checks, durable, started in the engine) beside raw `client.start`
 * on the same engine, no worker in either arm; medians of rounds in turn. `size`: webhooks per arm.
 */
export async function bench({ size = 2500 }: BenchOptions): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-bench-'));
  const engine = await startEngine({
    dataDir: folder,
    port: await freePort(),
    uiPort: await freePort(),
    namespace: 'default',
    logFile: join(folder, 'engine.log'),
  });
  const client = await connectClient({ address: engine.address, namespace: 'default' });
  const postgres = await startPostgres();
  try {
    await ensureSearchAttributes(client);
    await round(client, postgres.url, folder, Math.ceil(size / 5));
    const rounds: Round[] = [];
    while (rounds.length < ROUNDS) rounds.push(await round(client, postgres.url, folder, Math.ceil(size / ROUNDS)));
    const [raw, onPostgres, onPglite] = [middle(rounds, 'raw'), middle(rounds, 'postgres'), middle(rounds, 'pglite')];
    const details = {
      size,
      rounds: ROUNDS,
      rawStartsPerSecond: rounds.map(({ raw: { started } }) => rounded(started)),
      postgres: figures(onPostgres),
      pglite: { ...figures(onPglite), ratio: rounded(onPglite.started / raw.started) },
      histories: historyCosts(),
    };
    return {
      name: 'ingest',
      ours: rounded(onPostgres.started),
      baseline: rounded(raw.started),
      ratio: rounded(onPostgres.started / raw.started),
      unit: 'invoices/s',
      peakMemoryMb: peakMemoryMb(),
      details,
    };
  } finally {
    await client.connection.close();
    await postgres.stop();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The three arms, one after the other: what the machine does besides weighs on each alike. */
async function round(client: Client, url: string, folder: string, size: number): Promise<Round> {
  const raw = await rawStarts(client, size);
  return {
    raw: { accepted: raw, started: raw },
    postgres: await webhooks(client, { url }, size),
    pglite: await webhooks(client, { dataDir: join(folder, 'pglite') }, size),
  };
}

/** The median of an arm, figure by figure. */
function middle(rounds: readonly Round[], arm: keyof Round): Arm {
  const of = (figure: keyof Arm) => rounds.map((each) => each[arm][figure]).sort((a, b) => a - b)[rounds.length >> 1] ?? 0;
  return { accepted: of('accepted'), started: of('started') };
}

function figures({ accepted, started }: Arm) {
  return { acceptedPerSecond: rounded(accepted), startedPerSecond: rounded(started) };
}

/** Runs `size` jobs, fifty at a time; answers how many per second. */
async function perSecond(size: number, job: (index: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < size; index = next++) await job(index);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return size / ((performance.now() - began) / 1000);
}

/** The same case started by the client alone: same input, same search attributes, same summary. */
async function rawStarts(client: Client, size: number): Promise<number> {
  const beginning = await oneBeginning();
  return perSecond(size, () =>
    client.workflow.start('recoverInvoice', startOptions({ ...beginning, caseId: `raw:${randomUUID()}` }, URL_SHOWN)),
  );
}

async function oneBeginning(): Promise<Beginning> {
  const [plan] = shippedPlans;
  if (!plan) throw new Error('no plan is shipped');
  const db = await openDatabase({});
  await putCreditor(db, creditorSchema.parse(creditor));
  const opening = openingOf(parisDay(Date.now()), 30, { id: randomUUID() });
  const beginning = await openDossier(db, { opening, plan, actor: 'billing' }, Date.now());
  await db.close();
  return beginning;
}

async function webhooks(client: Client, where: { url: string } | { dataDir: string }, size: number): Promise<Arm> {
  const db = await openDatabase(where);
  await seedShippedPlans(db, shippedPlans);
  await ensureAdminKey(db, ADMIN);
  const log = pino({ level: 'silent' });
  const engine = createEngine(client, URL_SHOWN);
  const drainer = createDrainer({ db, engine, log });
  const api = createApi({
    db,
    envelope: keyRingOf(newKeyRing('bench'), 'bench'),
    engine,
    log,
    clock: Date.now,
    config: { publicUrl: URL_SHOWN },
    wake: drainer.wake,
    uploads: { keep: () => Promise.reject(new Error('none')) },
    documents: { get: () => Promise.reject(new Error('none')) },
    seal: () => ({ publicKey: '', signature: '' }),
    claimOf: () => Promise.resolve(undefined),
    previewOf: () => Promise.reject(new Error('none')),
  });
  const server = api.listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  drainer.start();
  try {
    return await timed(db, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, size);
  } finally {
    await drainer.stop();
    server.closeAllConnections();
    server.close();
    await db.close();
  }
}

async function timed(db: Database, url: string, size: number): Promise<Arm> {
  const run = randomUUID().slice(0, 8);
  const signer = new Webhook(await billingSecret(url, run));
  const began = performance.now();
  const accepted = await perSecond(size, (index) => post(url, signer, run, index));
  while ((await inboxState(db)).waiting > 0) await pause(10);
  return { accepted, started: size / ((performance.now() - began) / 1000) };
}

async function billingSecret(url: string, id: string): Promise<string> {
  const answer = await fetch(`${url}/creditors/${id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...creditor, id }),
  });
  return ((await answer.json()) as { webhookSecrets: { billing: string } }).webhookSecrets.billing;
}

async function post(url: string, signer: Webhook, run: string, index: number): Promise<void> {
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
