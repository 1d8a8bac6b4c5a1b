import { heartbeat } from '@temporalio/activity';
import type { NativeConnection, WorkflowBundle } from '@temporalio/worker';
import { createDocumentPrinter } from '../activities/documents/documents.ts';
import { importActivities } from '../activities/import/index.ts';
import { caseActivities, documentActivities, sendActivities, type WorldDeps } from '../activities/index.ts';
import { followLeftAlone } from '../activities/left-alone.ts';
import { followLetters } from '../activities/tracker.ts';
import { loadTemplates } from '../templates/renderer.ts';
import { findBrowser } from './browser.ts';
import { codecRingOf } from './codec.ts';
import { debtorPageLinks } from './debtor-page.ts';
import { documentStore, uploadStore } from './document-store.ts';
import type { Ground } from './ground.ts';
import { couriers, wayOut } from './providers.ts';
import { createReading } from './reader/reading.ts';
import { type Queues, startWorkers, type Workers } from './worker.ts';

/** Notifications come at once where they are subscribed to; this is the net below them. */
const LETTERS_EVERY_MS = 3_600_000;

/** After it an import shows how far it is, and goes on. */
const IMPORT_TURN_MS = 20_000;

/** What the workers of one process serve: cases and sends, documents, or both. */
export interface Serving {
  /** The workflow code; without it no case is lived here. */
  readonly bundle: WorkflowBundle | null;
  readonly prints: boolean;
}

/** Starts the workers of this process on a connection of their own. */
export async function startWork(ground: Ground, connection: NativeConnection, share: Serving): Promise<Workers> {
  const { config, client, undo } = ground;
  const settings = {
    connection,
    namespace: client.options.namespace,
    sendsPerSecond: config.EXIGIBLE_SENDS_PER_SECOND,
    codec: codecRingOf(config),
  };
  const queues = await queuesOf(ground, share);
  const workers = await startWorkers({ ...settings, ...(share.bundle ? { bundle: share.bundle } : {}) }, queues);
  undo.push(() => workers.stop());
  return workers;
}

async function queuesOf(ground: Ground, { bundle, prints }: Serving): Promise<Queues> {
  const world = worldOf(ground);
  return { ...(bundle ? await living(ground, world) : {}), ...(prints ? { documents: printing(ground, world) } : {}) };
}

function worldOf({ config, db, dataDir }: Ground): WorldDeps {
  const typed = config.EXIGIBLE_ENGINE_ACTS ?? (config.TEMPORAL_ADDRESS === undefined ? 'harmless' : 'refused');
  const store = documentStore(config, dataDir);
  return { db, clock: Date.now, typed, templates: loadTemplates(), store, ...debtorPageLinks(config, db) };
}

async function living(ground: Ground, world: WorldDeps): Promise<Queues> {
  const { config, dataDir, log, undo } = ground;
  const ways = await wayOut(config, dataDir, world.store);
  const { post } = ways;
  const warn = (failed: number) => log.warn({ failed, provider: post.provider }, 'letters that could not be looked after');
  if (post.track) undo.push(followLetters({ db: world.db, store: world.store, post, warn }, LETTERS_EVERY_MS));
  const sending = { ...world, couriers: couriers(ways) };
  const lost = (error: unknown) => log.error({ err: error }, 'what became of a message could not be found out');
  undo.push(followLeftAlone(sending, lost));
  const sends = sendActivities(sending);
  return { recovery: caseActivities(world), imports: importing(ground, world), sends };
}

function importing({ config, dataDir, log, undo }: Ground, { db, clock }: WorldDeps) {
  const uploads = uploadStore(config, dataDir);
  const reading = createReading();
  undo.push(() => reading.close());
  const tell = (event: object): void => log.warn(event, 'a bank file that could not be taken in');
  return importActivities({
    db,
    clock,
    uploads,
    read: (...asked) => reading.read(...asked),
    tell,
    beat: () => heartbeat(),
    turnMs: IMPORT_TURN_MS,
  });
}

function printing({ log, undo }: Ground, world: WorldDeps) {
  const printer = createDocumentPrinter({ executablePath: findBrowser().executablePath, log: (event) => log.warn(event) });
  undo.push(() => printer.close());
  return documentActivities({ ...world, printer });
}
