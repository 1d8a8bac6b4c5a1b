import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { NativeConnection } from '@temporalio/worker';
import { type Config, publicUrlOf } from '../config.ts';
import { noteTemplates } from '../db/amendments.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { ensureAdminKey } from '../db/keys.ts';
import { seedShippedPlans } from '../db/plans.ts';
import { PRODUCT } from '../db/schema.ts';
import { Refusal } from '../domain/fault.ts';
import { plansForWork, shippedPlans } from '../domain/plan/shipped.ts';
import { templateDigests } from '../templates/renderer.ts';
import { bundleWorkflows } from './bundle.ts';
import { codecRingOf, decodeForScreen } from './codec.ts';
import { refuseDemoFolder } from './demo-mark.ts';
import { documentStore } from './document-store.ts';
import { startEngine } from './engine.ts';
import { entryLink } from './entry.ts';
import type { Ground, Undo } from './ground.ts';
import { followEvidence } from './heads.ts';
import { holesIn } from './holes.ts';
import { followLedger } from './ledger.ts';
import { createLog } from './log.ts';
import { followMornings } from './morning.ts';
import { reapLeftovers } from './processes.ts';
import { outboxFolder, wayOut } from './providers.ts';
import { followRetention } from './retention.ts';
import { serveApi } from './serve.ts';
import { refuseShippedKey, revokeShippedKeys } from './shipped-keys.ts';
import { connectClient, connectWorker, ensureSearchAttributes } from './temporal.ts';
import { type WitnessPort, witnessesIn } from './witnesses.ts';
import { startWork } from './work.ts';
import { quietRuntime, type Workers } from './worker.ts';

/** What this process does: everything, or one part of a system on several machines. */
export type Service = 'all' | 'api' | 'worker' | 'documents';

/** What a system is started for. Neither ever meets the other's data: a demonstration has its own folder and plan. */
export type Purpose = 'work' | 'demo';

/** A running system, or a part of one. */
export interface System {
  readonly apiUrl: string;
  readonly uiUrl: string;
  readonly dataDir: string;
  readonly outboxDir: string;
  /** The admin key, when this start made it: it is shown once. */
  readonly adminKey: string | null;
  /** On a laptop, a link that opens the site signed in, once. */
  readonly entryUrl: string | null;
  /** Doors that were left open, each with what closes it. */
  readonly holes: readonly string[];
  /** Rejects when a part of the system fails. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/** Starts the roles of this process on embedded defaults or on what the environment names; undoes everything when one part cannot start. */
export async function startSystem(config: Config, role: Service, purpose: Purpose = 'work'): Promise<System> {
  const undo: Undo[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await start(config, role, purpose, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(config: Config, role: Service, purpose: Purpose, undo: Undo[]): Promise<Omit<System, 'stop'>> {
  refuseShippedKey(config.EXIGIBLE_ADMIN_KEY);
  const dataDir = resolve(config.EXIGIBLE_DATA);
  if (purpose === 'work') refuseDemoFolder(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const log = createLog(config.EXIGIBLE_LOG_LEVEL, join(dataDir, 'exigible.log'));
  quietRuntime('WARN', (line) => log.warn(line.trim()));
  const codec = codecRingOf(config);
  const bundling = role === 'all' || role === 'worker' ? bundleWorkflows([], codec) : null;
  const [place, db, bundle] = await together(
    engineOf(config, dataDir, undo, log),
    databaseOf(config, dataDir, role, undo),
    bundling,
  );
  const engine = { ...place, codec };
  const client = await connectClient(engine);
  undo.push(() => client.connection.close());
  const ground: Ground = { config, dataDir, db, client, log, undo };
  const adminKey = await prepare(ground, role, purpose);
  const workers =
    role === 'api' ? null : await startWork(ground, await workerConnection(engine, undo), { bundle, prints: role !== 'worker' });
  if (role === 'all' || role === 'worker') await lookNowAndThen(ground);
  if (role === 'all' || role === 'api') await serveApi(ground);
  return {
    apiUrl: publicUrlOf(config),
    uiUrl: engine.uiUrl,
    dataDir,
    outboxDir: outboxFolder(dataDir),
    adminKey,
    holes: await holesIn({ config, db, ...openTo(role) }),
    entryUrl: role === 'all' ? await entryLink(config, db) : null,
    failed: Promise.race([failureOf(workers), ...(place.failed ? [place.failed] : [])]),
  };
}

function openTo(role: Service) {
  const does = { prints: role === 'all' || role === 'documents', seals: role === 'all' || role === 'worker' };
  return { uid: process.getuid?.(), ...does, nowMs: Date.now() };
}

/** What is done by the clock, beside the cases. */
async function lookNowAndThen(ground: Ground): Promise<void> {
  ground.undo.push(followEvidence(ground, await witnessesOf(ground)), followRetention(ground), followLedger(ground));
  ground.undo.push(await followMornings(ground));
}

function witnessesOf({ config, dataDir }: Ground): Promise<WitnessPort[]> {
  return witnessesIn(config, () => wayOut(config, dataDir, documentStore(config, dataDir)));
}

/** What must be there before anything is served; answers with the admin key when it was made now. */
async function prepare({ config, client, db, log }: Ground, role: Service, purpose: Purpose): Promise<string | null> {
  await ensureSearchAttributes(client);
  await seedShippedPlans(db, purpose === 'demo' ? shippedPlans : plansForWork);
  await db.transaction((tx) => noteTemplates(tx, templateDigests(), PRODUCT));
  const revoked = await revokeShippedKeys(db);
  if (revoked > 0) log.warn({ revoked }, 'keys that an earlier release carried in its files were revoked');
  return role === 'all' || role === 'api' ? ensureAdminKey(db, config.EXIGIBLE_ADMIN_KEY) : null;
}

async function workerConnection(engine: EngineHere, undo: Undo[]): Promise<NativeConnection> {
  const connection = await connectWorker(engine);
  undo.push(() => connection.close());
  return connection;
}

/** Like `Promise.all`, but a failure waits for the others: what they started can then be undone. */
async function together<A, B, C>(...parts: [Promise<A>, Promise<B>, Promise<C> | C]): Promise<[A, B, C]> {
  await Promise.allSettled(parts);
  return Promise.all(parts);
}

interface EngineHere {
  readonly address?: string;
  /** Ours, beside the data: what the environment says of another engine does not concern it. */
  readonly embedded?: true;
  readonly namespace: string;
  readonly uiUrl: string;
  /** Rejects when an engine of ours cannot be kept running. */
  readonly failed?: Promise<never>;
}

/** The engine that the environment names, else one of our own beside the data. */
async function engineOf(config: Config, dataDir: string, undo: Undo[], log: Ground['log']): Promise<EngineHere> {
  const namespace = config.TEMPORAL_NAMESPACE;
  if (config.TEMPORAL_ADDRESS !== undefined) {
    return { address: config.TEMPORAL_ADDRESS, namespace, uiUrl: config.TEMPORAL_UI_URL ?? 'http://127.0.0.1:8233' };
  }
  await reapLeftovers(dataDir);
  const ring = codecRingOf(config);
  const decode = ring && ((body: string) => Promise.resolve(decodeForScreen(ring, body)));
  const say = (sentence: string): void => {
    log.error(sentence);
    process.stderr.write(`${sentence}\n`);
  };
  const ports = { port: config.EXIGIBLE_ENGINE_PORT, uiPort: config.EXIGIBLE_UI_PORT };
  const engine = await startEngine({ dataDir, ...ports, namespace, logFile: join(dataDir, 'engine.log'), decode, say });
  undo.push(() => engine.stop());
  return { address: engine.address, embedded: true, namespace, uiUrl: engine.uiUrl, failed: engine.failed };
}

async function databaseOf(config: Config, dataDir: string, role: Service, undo: Undo[]): Promise<Database> {
  if (config.DATABASE_URL === undefined && role !== 'all') {
    throw new Refusal('Plusieurs processus partagent une base PostgreSQL : donnez DATABASE_URL, ou lancez le rôle « all ».');
  }
  const db = await openDatabase(config.DATABASE_URL === undefined ? { dataDir } : { url: config.DATABASE_URL });
  undo.push(() => db.close());
  return db;
}

/** Never settles while all is well; rejects when a worker fails. */
async function failureOf(workers: Workers | null): Promise<never> {
  await workers?.ended;
  return new Promise<never>(() => {});
}
