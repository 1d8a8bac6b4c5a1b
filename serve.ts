import type { Server } from 'node:http';
import { join } from 'node:path';
import { claimOfStoredCase } from './activities/claim.ts';
import { folderStore } from './activities/store.ts';
import { createApi } from './api/api.ts';
import { createEngine } from './api/engine.ts';
import { createDrainer } from './api/inbox/drainer.ts';
import { sendgridDoor } from './api/webhooks/sendgrid.ts';
import type { Config } from './config.ts';
import { Refusal } from './domain/fault.ts';
import type { Ground } from './ground.ts';
import { outboxPublicKey } from './outbox-reports.ts';

const SWEEP_EVERY_MS = 50;
/** Longer than any request waits for the engine. */
const ANSWERED_WITHIN_MS = 8_000;

/** Serves the API and empties the inbox. Answers with the address that others know it by. */
export async function serveApi({ config, dataDir, db, client, log, undo }: Ground): Promise<string> {
  const publicUrl = publicUrlOf(config);
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

/** The address of the API as others know it. */
export function publicUrlOf(config: Config): string {
  return config.EXIGIBLE_PUBLIC_URL ?? `http://127.0.0.1:${config.EXIGIBLE_PORT}`;
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

/** Lets the requests under way be answered: one that still asks the engine must not outlive the connection to it. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_EVERY_MS);
  const cut = setTimeout(() => server.closeAllConnections(), ANSWERED_WITHIN_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
