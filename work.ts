import { join } from 'node:path';
import type { NativeConnection, WorkflowBundle } from '@temporalio/worker';
import { couriersOf } from './activities/couriers.ts';
import { createDocumentPrinter } from './activities/documents/documents.ts';
import { documentActivities, recordActivities, sendActivities, type WorldDeps } from './activities/index.ts';
import { folderStore } from './activities/store.ts';
import { findBrowser } from './browser.ts';
import type { Ground } from './ground.ts';
import { wayOut } from './providers.ts';
import { loadTemplates } from './templates/renderer.ts';
import { type Queues, startWorkers, type Workers } from './worker.ts';
import { stateQuery } from './workflows/messages.ts';

/** What the workers of one process serve: cases and sends, documents, or both. */
export interface Share {
  /** The workflow code; without it no case is lived here. */
  readonly bundle: WorkflowBundle | null;
  readonly prints: boolean;
}

/** Starts the workers of this process on a connection of their own. */
export async function startWork(ground: Ground, connection: NativeConnection, share: Share): Promise<Workers> {
  const { config, client, undo } = ground;
  const settings = { connection, namespace: client.options.namespace, sendsPerSecond: config.EXIGIBLE_SENDS_PER_SECOND };
  const workers = await startWorkers({ ...settings, ...(share.bundle ? { bundle: share.bundle } : {}) }, queuesOf(ground, share));
  undo.push(() => workers.stop());
  return workers;
}

function queuesOf(ground: Ground, { bundle, prints }: Share): Queues {
  const world = worldOf(ground);
  return { ...(bundle ? living(ground, world) : {}), ...(prints ? { documents: printing(ground, world) } : {}) };
}

/** A case is read from its own workflow: what it heard a moment ago counts. */
function worldOf({ db, client, dataDir }: Ground): WorldDeps {
  return {
    db,
    clock: Date.now,
    readCase: (caseId) => client.workflow.getHandle(caseId).query(stateQuery),
    templates: loadTemplates(),
    store: folderStore(join(dataDir, 'documents')),
  };
}

function living({ config, dataDir }: Ground, world: WorldDeps): Queues {
  const couriers = couriersOf(wayOut(config, dataDir, world.store));
  return { recovery: recordActivities(world), sends: sendActivities({ ...world, couriers }) };
}

function printing({ log, undo }: Ground, world: WorldDeps) {
  const printer = createDocumentPrinter({ executablePath: findBrowser().executablePath, log: (event) => log.warn(event) });
  undo.push(() => printer.close());
  return documentActivities({ ...world, printer });
}
