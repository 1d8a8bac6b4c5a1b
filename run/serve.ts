import type { Server } from 'node:http';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { trackLetter } from '../activities/tracker.ts';
import { followDeliveries } from '../activities/webhooks-out/deliver.ts';
import { poster } from '../activities/webhooks-out/post.ts';
import { createApi } from '../api/api.ts';
import { debtorDesk } from '../api/debtor/desk.ts';
import { createEngine } from '../api/engine.ts';
import { createDrainer } from '../api/inbox/drainer.ts';
import type { Config } from '../config.ts';
import { sealSecrets } from '../db/creditors.ts';
import { Refusal } from '../domain/fault.ts';
import { postDoor } from '../providers/maileva/door.ts';
import { outboxKeys } from '../providers/outbox/reports.ts';
import { sendgridDoor } from '../providers/sendgrid/door.ts';
import { inboundDoor } from '../providers/sendgrid/inbound.ts';
import { swanClient } from '../providers/swan/client.ts';
import { type SwanDoor, swanWebhooks } from '../providers/swan/door.ts';
import { twilioDoor } from '../providers/twilio/door.ts';
import { loadTemplates } from '../templates/renderer.ts';
import { debtorSite } from '../web/debtor/site.ts';
import { operatorSite } from '../web/operator/site.ts';
import { claimOfStoredCase } from '../words/claim.ts';
import { previewOfCase } from '../words/preview.ts';
import { followDrop } from './answer-drop.ts';
import { backUpBeside } from './backup.ts';
import { debtorFiles } from './debtor-page.ts';
import { documentStore, uploadStore } from './document-store.ts';
import { envelopeOf } from './envelope.ts';
import type { Ground } from './ground.ts';
import { sealer } from './heads.ts';
import { outboxFolder, wayOut } from './providers.ts';

const OUTBOX = 'outbox';
const SWEEP_EVERY_MS = 50;
/** Longer than any request waits for the engine. */
const ANSWERED_WITHIN_MS = 8_000;

/** Serves the API and empties the inbox. Answers with the address that others know it by. */
export async function serveApi({ config, dataDir, db, client, log, undo }: Ground): Promise<string> {
  const publicUrl = publicUrlOf(config);
  const engine = createEngine(client, publicUrl);
  const drainer = createDrainer({ db, engine, log });
  const templates = loadTemplates();
  const envelope = envelopeOf(config, dataDir);
  await sealSecrets(db, envelope);
  const store = documentStore(config, dataDir);
  const heard = { db, clock: Date.now, log, wake: drainer.wake, ...debtorFiles(db, store, log) };
  const desk = debtorDesk({ ...heard, engine });
  const site = operatorSite({ log, webUi: webUiOf(config) });
  const app = createApi({
    db,
    envelope,
    engine,
    clock: Date.now,
    config: { publicUrl },
    log,
    wake: () => drainer.wake(),
    uploads: uploadStore(config, dataDir),
    documents: store,
    seal: sealer(config, dataDir),
    doors: [...providerDoors({ ...heard, config, dataDir, envelope, publicUrl }), debtorSite(desk), site.doors],
    errorPages: [site.errorPages],
    claimOf: (caseId) => claimOfStoredCase(db, caseId, Date.now()),
    ...(config.DATABASE_URL === undefined ? { backUp: () => backUpBeside(db, dataDir) } : {}),
    previewOf: (caseId, asked) => previewOfCase({ db, templates, clock: Date.now }, caseId, asked),
  });
  const server = await listen(app, config);
  undo.push(() => closeServer(server));
  drainer.start();
  undo.push(() => drainer.stop());
  if (wayOut(config, dataDir, store).mail.provider === OUTBOX)
    undo.push(followDrop(heard, join(outboxFolder(dataDir), 'answers')));
  undo.push(followDeliveries({ db, envelope, post: poster(), clock: Date.now, log }));
  return publicUrl;
}

/** Where providers report: each signs with its own key, and the outbox with keys of its own. */
export function providerDoors({ config, dataDir, publicUrl, ...deps }: DoorGround): RequestHandler[] {
  const outbox = outboxKeys(dataDir);
  const { SENDGRID_EVENT_PUBLIC_KEY: mailKey, TWILIO_AUTH_TOKEN: smsKey, MAILEVA_NOTIFICATION_PASSWORD: password } = config;
  const door = { ...deps, clock: Date.now };
  const store = documentStore(config, dataDir);
  const { mail, sms, post } = wayOut(config, dataDir, store);
  return [
    ...swanDoors(config, door),
    ...given(config.SENDGRID_INBOUND_SECRET).map((secret) =>
      inboundDoor({ ...door, ...debtorFiles(deps.db, store, deps.log) }, secret),
    ),
    sendgridDoor({
      ...door,
      signers: [
        ...ofOutbox(mail, { provider: OUTBOX, publicKey: outbox.mailPublicKey }),
        ...given(mailKey).map((publicKey) => ({ provider: 'sendgrid', publicKey })),
      ],
    }),
    twilioDoor({
      ...door,
      ...debtorFiles(deps.db, store, deps.log),
      publicUrl,
      signers: [
        ...ofOutbox(sms, { provider: OUTBOX, authToken: outbox.smsToken }),
        ...given(smsKey).map((authToken) => ({ provider: 'twilio', authToken })),
      ],
    }),
    postDoor({
      ...door,
      secrets: ofOutbox(post, outbox.postSecret),
      maileva: password === undefined ? null : `exigible:${password}`,
      lookAt: (sending, message) => trackLetter({ db: deps.db, store, post }, sending, message),
    }),
  ];
}

/** A bank that must be asked what its notifications are about: open where its keys are configured. */
function swanDoors(config: Config, door: Omit<SwanDoor, 'ask'>): RequestHandler[] {
  const { SWAN_CLIENT_ID: clientId, SWAN_CLIENT_SECRET: clientSecret, SWAN_API_URL: apiUrl, SWAN_TOKEN_URL: tokenUrl } = config;
  if (clientId === undefined || clientSecret === undefined) return [];
  const hosts = { ...(apiUrl === undefined ? {} : { apiUrl }), ...(tokenUrl === undefined ? {} : { tokenUrl }) };
  const ask = swanClient({ clientId, clientSecret, sandbox: config.SWAN_SANDBOX ?? false, clock: door.clock, ...hosts });
  return [swanWebhooks({ ...door, ask })];
}

type DoorGround = Pick<Ground, 'config' | 'dataDir' | 'db' | 'log'> &
  Pick<SwanDoor, 'envelope'> & { readonly publicUrl: string; readonly wake: () => void };

/** The outbox's own keys open the door of a channel only while the channel is on the outbox. */
function ofOutbox<Key>({ provider }: { readonly provider: string }, key: Key): Key[] {
  return provider === OUTBOX ? [key] : [];
}

function given(key: string | undefined): string[] {
  return key === undefined ? [] : [key];
}

/** The address of the API as others know it. */
export function publicUrlOf(config: Config): string {
  return config.EXIGIBLE_PUBLIC_URL ?? `http://127.0.0.1:${config.EXIGIBLE_PORT}`;
}

/** Longer than callers keep a connection that rests: none is closed in the face of a request that is on its way. */
const KEPT_ALIVE_MS = 65_000;

/** The list of cases on the screen of the engine: where the environment says, or beside us. */
function webUiOf({ TEMPORAL_UI_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, EXIGIBLE_UI_PORT }: Config): string | null {
  const url = TEMPORAL_UI_URL ?? (TEMPORAL_ADDRESS === undefined ? `http://127.0.0.1:${EXIGIBLE_UI_PORT}` : null);
  return url === null ? null : `${url}/namespaces/${TEMPORAL_NAMESPACE}/workflows`;
}

async function listen(app: ReturnType<typeof createApi>, config: Config): Promise<Server> {
  return new Promise((listening, reject) => {
    const server = app.listen(config.EXIGIBLE_PORT, config.EXIGIBLE_HOST, (error?: Error) => {
      if (error === undefined) return listening(server);
      reject(
        new Refusal(`Le port ${config.EXIGIBLE_PORT} est déjà pris : choisissez-en un autre avec --port (${error.message}).`),
      );
    });
    server.keepAliveTimeout = KEPT_ALIVE_MS;
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
