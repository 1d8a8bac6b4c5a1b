import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkflowBundle } from '@temporalio/worker';
import type { DocumentPrinter } from '../activities/documents/documents.ts';
import { folderStore } from '../activities/files/store.ts';
import { caseActivities, documentActivities, sendActivities } from '../activities/index.ts';
import { couriersOf } from '../activities/ports/couriers.ts';
import { createEngine } from '../api/engine.ts';
import type { EnginePort } from '../api/engine-port.ts';
import { createDrainer, type Drainer } from '../api/inbox/drainer.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { createOutbox } from '../providers/outbox/outbox.ts';
import { outboxWays } from '../providers/outbox/ways.ts';
import { bundleWorkflows } from '../run/bundle.ts';
import { addSearchAttributes } from '../run/temporal.ts';
import { type Queues, startWorkers } from '../run/worker.ts';
import { loadTemplates } from '../templates/renderer.ts';
import { type StoryTime, startTimeServer, type TimeServer } from './time-server.ts';

const SENDS_PER_SECOND = 1000;

/** Everything of the product that lives cases, on a clock of the story: engine, database in memory, real activities, outbox. */
export interface House {
  readonly db: Database;
  readonly time: TimeServer;
  readonly engine: EnginePort;
  readonly drainer: Drainer;
  /** Sets the clock that activities read. */
  setClock(ms: number): void;
  end(): Promise<void>;
}

/** What goes with the code of the cases when a story is played. */
export const STORY_CLOCK = fileURLToPath(new URL('./story-clock.ts', import.meta.url));

/** The code of the cases with the clock of a story. */
export function bundleForStories(): Promise<WorkflowBundle> {
  return bundleWorkflows([STORY_CLOCK]);
}

/** Opens the house at the moment the first story starts. */
export async function openHouse(options: StoryTime): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-engine-'));
  const [time, db, bundle] = await Promise.all([startTimeServer(options), openDatabase({}), bundleForStories()]);
  await addSearchAttributes(time.client);
  let nowMs = options.startsMs;
  const engine = createEngine(time.client, 'http://127.0.0.1');
  const settings = {
    connection: time.workers,
    namespace: time.client.options.namespace,
    sendsPerSecond: SENDS_PER_SECOND,
    bundle,
  };
  const workers = await startWorkers(
    settings,
    queuesOf(db, folder, () => nowMs),
  );
  return {
    db,
    time,
    engine,
    drainer: createDrainer({ db, engine, log: silent, clock: () => nowMs }),
    setClock: (ms) => {
      nowMs = ms;
    },
    async end() {
      await workers.stop();
      await time.stop();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const silent = { warn: () => undefined, error: () => undefined, info: () => undefined };

function queuesOf(db: Database, folder: string, clock: () => number): Queues {
  const store = folderStore(join(folder, 'documents'));
  const outbox = createOutbox(join(folder, 'outbox'), clock);
  const world = { db, clock, templates: loadTemplates(), store };
  const couriers = couriersOf(outboxWays(outbox, store));
  return {
    recovery: caseActivities(world),
    sends: sendActivities({ ...world, couriers }),
    documents: documentActivities({ ...world, printer: asItIs }),
  };
}

/** Nothing of a rehearsal is posted: the document holds the page that it would be printed from. */
const asItIs: DocumentPrinter = {
  print: (html) => Promise.resolve({ pdf: Buffer.from(`%PDF-${html}`), pages: 1 }),
  close: () => Promise.resolve(),
};
