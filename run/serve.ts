import { statfs } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { followDeliveries } from '../activities/webhooks-out/deliver.ts';
import { poster } from '../activities/webhooks-out/post.ts';
import { createApi } from '../api/api.ts';
import { debtorDesk } from '../api/debtor/desk.ts';
import type { ApiDeps } from '../api/deps.ts';
import { createEngine } from '../api/engine.ts';
import { createDrainer } from '../api/inbox/drainer.ts';
import { type Config, publicUrlOf } from '../config.ts';
import { sealSecrets } from '../db/creditors.ts';
import { Refusal } from '../domain/fault.ts';
import { providerRoutes } from '../providers/index.ts';
import { loadTemplates } from '../templates/renderer.ts';
import { debtorErrorPages, debtorSite } from '../web/debtor/site.ts';
import { operatorSite } from '../web/operator/site.ts';
import { claimOfStoredCase } from '../words/claim.ts';
import { previewOfCase } from '../words/preview.ts';
import { wordingsOn } from '../words/wordings.ts';
import { followDrop } from './answer-drop.ts';
import { backUpBeside } from './backup.ts';
import { codecRingOf } from './codec.ts';
import { codecDoor } from './codec-door.ts';
import { debtorFiles, debtorPageLinks } from './debtor-page.ts';
import { documentStore, uploadStore } from './document-store.ts';
import { envelopeOf } from './envelope.ts';
import type { Ground } from './ground.ts';
import { sealer } from './heads.ts';
import { patientServer } from './http-server.ts';
import { followJobs } from './jobs.ts';
import { outboxFolder, providerDoors, sendersOf, wayOut } from './providers.ts';
import { partsOf } from './standing.ts';

const OUTBOX = 'outbox';
const SWEEP_EVERY_MS = 50;
/** Longer than any request waits for the engine. */
const ANSWERED_WITHIN_MS = 8_000;

/** Serves the API and empties the inbox. Answers with the address that others know it by. */
export async function serveApi({ config, dataDir, db, client, log, undo }: Ground): Promise<string> {
  const publicUrl = publicUrlOf(config);
  const engine = createEngine(client, publicUrl);
  const drainer = createDrainer({ db, engine, log });
  const envelope = envelopeOf(config, dataDir);
  await sealSecrets(db, envelope);
  const store = documentStore(config, dataDir);
  const heard = { db, clock: Date.now, log, wake: drainer.wake, ...debtorFiles(db, store, log) };
  const ways = await wayOut(config, dataDir, store);
  const ground = { ...heard, config, dataDir, ways, envelope, publicUrl };
  const doors = [...(await providerDoors(ground)), ...codecDoors(config, db, publicUrl)];
  const desk = debtorDesk({ ...heard, engine, documents: store });
  const site = siteOf(config, log, publicUrl);
  const deps: ApiDeps = {
    ...heard,
    envelope,
    engine,
    config: { publicUrl, linksPages: debtorPageLinks(config, db).debtorPage !== undefined },
    uploads: uploadStore(config, dataDir),
    documents: store,
    seal: sealer(config, dataDir),
    installation: async () => ({ parts: await partsOf(config), senders: sendersOf(ways) }),
    doors: [...doors, debtorSite(desk), site.doors],
    doorRoutes: providerRoutes,
    errorPages: [debtorErrorPages(log), site.errorPages],
    freeMb: () => statfs(dataDir).then(({ bavail, bsize }) => (bavail * bsize) / 1_000_000),
    claimOf: (caseId) => claimOfStoredCase(db, caseId, Date.now()),
    ...(config.DATABASE_URL === undefined ? { backUp: () => backUpBeside(db, dataDir) } : {}),
    ...wordsOn(db, store),
  };
  const server = await listen(createApi(deps), config);
  undo.push(() => closeServer(server));
  drainer.start();
  undo.push(() => drainer.stop());
  undo.push(followJobs(deps));
  if (ways.mail.provider === OUTBOX) undo.push(followDrop(heard, join(outboxFolder(dataDir), 'answers')));
  undo.push(followDeliveries({ db, envelope, post: poster(), clock: Date.now, log }));
  return publicUrl;
}

function siteOf(config: Config, log: Ground['log'], publicUrl: string) {
  const { EXIGIBLE_TEST_TO: testTo = null } = config;
  return operatorSite({ log, webUi: webUiOf(config), secure: publicUrl.startsWith('https:'), testTo });
}

/** Messages as they would be written today, in the sentences that were read once. */
function wordsOn(db: Ground['db'], documents: ApiDeps['documents']): Pick<ApiDeps, 'previewOf' | 'wordings'> {
  const words = { db, documents, templates: loadTemplates() };
  return {
    previewOf: (caseId, asked) => previewOfCase({ ...words, clock: Date.now }, caseId, asked),
    wordings: wordingsOn(words),
  };
}

/** Histories are opened for the screen of a company's own engine, where there is one and they lie sealed. */
function codecDoors(config: Config, db: Ground['db'], publicUrl: string): RequestHandler[] {
  const { TEMPORAL_UI_URL: uiUrl } = config;
  const ring = codecRingOf(config);
  return uiUrl === undefined || ring === null ? [] : [codecDoor({ db, ring, publicUrl, uiUrl })];
}

/** The list of cases on the screen of the engine: where the environment says, or beside us. */
function webUiOf({ TEMPORAL_UI_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, EXIGIBLE_UI_PORT }: Config): string | null {
  const url = TEMPORAL_UI_URL ?? (TEMPORAL_ADDRESS === undefined ? `http://127.0.0.1:${EXIGIBLE_UI_PORT}` : null);
  return url === null ? null : `${url}/namespaces/${TEMPORAL_NAMESPACE}/workflows`;
}

async function listen(app: ReturnType<typeof createApi>, config: Config): Promise<Server> {
  return new Promise((listening, reject) => {
    const server = patientServer(app);
    server.once('error', (error) =>
      reject(
        new Refusal(`Le port ${config.EXIGIBLE_PORT} est déjà pris : choisissez-en un autre avec --port (${error.message}).`),
      ),
    );
    server.listen(config.EXIGIBLE_PORT, config.EXIGIBLE_HOST, () => listening(server));
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
