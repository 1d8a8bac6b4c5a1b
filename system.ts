import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import type { Client } from '@temporalio/client';
import type { WorkflowBundle } from '@temporalio/worker';
import { claimOfStoredCase } from './activities/claim.ts';
import { couriersOf } from './activities/couriers.ts';
import { createDocumentPrinter } from './activities/documents/documents.ts';
import type { LiveCase } from './activities/gate.ts';
import { documentActivities, recordActivities, sendActivities, type WorldDeps } from './activities/index.ts';
import { folderStore } from './activities/store.ts';
import { createApi } from './api/api.ts';
import { createEngine } from './api/engine.ts';
import { createDrainer } from './api/inbox/drainer.ts';
import { sendgridDoor } from './api/webhooks/sendgrid.ts';
import { findBrowser } from './browser.ts';
import type { Config } from './config.ts';
import { type Database, openDatabase } from './db/database.ts';
import { ensureAdminKey } from './db/keys.ts';
import { seedShippedPlans } from './db/plans.ts';
import { Refusal } from './domain/fault.ts';
import { shippedPlans } from './domain/plan/shipped.ts';
import { startEngine } from './engine.ts';
import { createLog, type Log } from './log.ts';
import { outboxPublicKey } from './outbox-reports.ts';
import { reapLeftovers } from './processes.ts';
import { outboxFolder, wayOut } from './providers.ts';
import { loadTemplates } from './templates/renderer.ts';
import { connectClient, connectWorker, ensureSearchAttributes } from './temporal.ts';
import { bundleWorkflows, quietRuntime, startWorkers, type Workers } from './worker.ts';
import { stateQuery } from './workflows/messages.ts';

/** What this process does: everything, or one part of a system on several machines. */
export type Role = 'all' | 'api' | 'worker' | 'documents';

/** A running system, or a part of one. */
export interface System {
  readonly apiUrl: string;
  readonly uiUrl: string;
  readonly dataDir: string;
  readonly outboxDir: string;
  /** The admin key, when this start made it: it is shown once. */
  readonly adminKey: string | null;
  /** Rejects when a part of the system fails. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/** What to undo, last first. */
type Undo = () => Promise<unknown> | unknown;

/** Starts the roles of this process on embedded defaults or on what the environment names; undoes everything when one part cannot start. */
export async function startSystem(config: Config, role: Role): Promise<System> {
  const undo: Undo[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await start(config, role, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(config: Config, role: Role, undo: Undo[]): Promise<Omit<System, 'stop'>> {
  const dataDir = resolve(config.EXIGIBLE_DATA);
  mkdirSync(dataDir, { recursive: true });
  const log = createLog(config.EXIGIBLE_LOG_LEVEL, join(dataDir, 'exigible.log'));
  quietRuntime('WARN', (line) => log.warn(line.trim()));
  const bundling = role === 'api' || role === 'documents' ? null : bundleWorkflows();
  const [engine, db, bundle] = await together(engineOf(config, dataDir, undo), databaseOf(config, dataDir, role, undo), bundling);
  const client = await connectClient(engine);
  undo.push(() => client.connection.close());
  await ensureSearchAttributes(client);
  await seedShippedPlans(db, shippedPlans);
  const adminKey = await ensureAdminKey(db, config.EXIGIBLE_ADMIN_KEY);
  const api = role === 'all' || role === 'api' ? await serveApi(config, dataDir, db, client, log, undo) : null;
  const workers =
    role === 'api'
      ? null
      : await work(config, dataDir, role, engine, { db, client, log, ...(bundle === null ? {} : { bundle }) }, undo);
  return {
    apiUrl: api ?? publicUrlOf(config, config.EXIGIBLE_PORT),
    uiUrl: engine.uiUrl,
    dataDir,
    outboxDir: outboxFolder(dataDir),
    adminKey,
    failed: failureOf(workers),
  };
}

/** Like `Promise.all`, but a failure waits for the others: what they started can then be undone. */
async function together<A, B, C>(...parts: [Promise<A>, Promise<B>, Promise<C> | C]): Promise<[A, B, C]> {
  await Promise.allSettled(parts);
  return Promise.all(parts);
}

interface EngineHere {
  readonly address?: string;
  readonly namespace: string;
  readonly uiUrl: string;
}

/** The engine that the environment names, else one of our own beside the data. */
async function engineOf(config: Config, dataDir: string, undo: Undo[]): Promise<EngineHere> {
  const namespace = config.TEMPORAL_NAMESPACE;
  if (config.TEMPORAL_ADDRESS !== undefined) {
    return { address: config.TEMPORAL_ADDRESS, namespace, uiUrl: config.TEMPORAL_UI_URL ?? 'http://127.0.0.1:8233' };
  }
  await reapLeftovers(dataDir);
  const ports = { port: config.EXIGIBLE_ENGINE_PORT, uiPort: config.EXIGIBLE_UI_PORT };
  const engine = await startEngine({ dataDir, ...ports, namespace, logFile: join(dataDir, 'engine.log') });
  undo.push(() => engine.stop());
  return { address: engine.address, namespace, uiUrl: engine.uiUrl };
}

async function databaseOf(config: Config, dataDir: string, role: Role, undo: Undo[]): Promise<Database> {
  if (config.DATABASE_URL === undefined && role !== 'all') {
    throw new Refusal('Plusieurs processus partagent une base PostgreSQL : donnez DATABASE_URL, ou lancez le rôle « all ».');
  }
  const db = await openDatabase(config.DATABASE_URL === undefined ? { dataDir } : { url: config.DATABASE_URL });
  undo.push(() => db.close());
  return db;
}

interface Parts {
  readonly db: Database;
  readonly client: Client;
  readonly log: Log;
  readonly bundle?: WorkflowBundle;
}

async function serveApi(config: Config, dataDir: string, db: Database, client: Client, log: Log, undo: Undo[]): Promise<string> {
  const publicUrl = publicUrlOf(config, config.EXIGIBLE_PORT);
  const engine = createEngine(client, publicUrl);
  const drainer = createDrainer({ db, engine, log });
  const app = createApi({
    db,
    engine,
    clock: Date.now,
    config: { publicUrl },
    log,
    wake: () => drainer.wake(),
    documents: folderStore(join(dataDir, 'documents')),
    doors: [sendgridDoor({ db, publicKeys: mailEventKeys(config, dataDir), clock: Date.now, wake: drainer.wake })],
    claimOf: (caseId) => claimOfStoredCase(db, caseId, Date.now()),
  });
  const server = await listen(app, config);
  undo.push(() => closeServer(server));
  drainer.start();
  undo.push(() => drainer.stop());
  return publicUrl;
}

/** Who may sign mail events: the provider when one is configured, and the outbox itself. */
function mailEventKeys(config: Config, dataDir: string): string[] {
  const provider = config.SENDGRID_EVENT_PUBLIC_KEY;
  return [outboxPublicKey(dataDir), ...(provider === undefined ? [] : [provider])];
}

function publicUrlOf(config: Config, port: number): string {
  return config.EXIGIBLE_PUBLIC_URL ?? `http://127.0.0.1:${port}`;
}

async function listen(app: ReturnType<typeof createApi>, config: Config): Promise<Server> {
  return new Promise((listening, reject) => {
    const server = app.listen(config.EXIGIBLE_PORT, config.EXIGIBLE_HOST, (error?: Error) => {
      if (error === undefined) return listening(server);
      reject(
        new Refusal(`Le port ${config.EXIGIBLE_PORT} est déjà pris : choisissez-en un autre avec --port (${error.message}).`),
      );
    });
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

async function work(
  config: Config,
  dataDir: string,
  role: Role,
  engine: EngineHere,
  { db, client, log, bundle }: Parts,
  undo: Undo[],
): Promise<Workers> {
  const connection = await connectWorker(engine);
  undo.push(() => connection.close());
  const world: WorldDeps = {
    db,
    clock: Date.now,
    readCase: (caseId) => client.workflow.getHandle(caseId).query(stateQuery) as Promise<LiveCase>,
    templates: loadTemplates(),
    store: folderStore(join(dataDir, 'documents')),
  };
  const queues = {
    ...(role === 'documents'
      ? {}
      : {
          recovery: recordActivities(world),
          sends: sendActivities({ ...world, couriers: couriersOf(wayOut(config, dataDir, world.store)) }),
        }),
    ...(role === 'worker' ? {} : { documents: printing(world, log, undo) }),
  };
  const workers = await startWorkers(
    {
      connection,
      namespace: engine.namespace,
      sendsPerSecond: config.EXIGIBLE_SENDS_PER_SECOND,
      ...(bundle === undefined ? {} : { bundle }),
    },
    queues,
  );
  undo.push(() => workers.stop());
  return workers;
}

/** Never settles while all is well; rejects when a worker fails. */
async function failureOf(workers: Workers | null): Promise<never> {
  await workers?.ended;
  return new Promise<never>(() => {});
}

function printing(world: WorldDeps, log: Log, undo: Undo[]) {
  const printer = createDocumentPrinter({ executablePath: findBrowser().executablePath, log: (event) => log.warn(event) });
  undo.push(() => printer.close());
  return documentActivities({ ...world, printer });
}
