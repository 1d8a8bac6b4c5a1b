import { join } from 'node:path';
import type { RequestHandler } from 'express';
import type { DocumentStore } from '../activities/files/store.ts';
import { couriersOf, type Ways } from '../activities/ports/couriers.ts';
import { paced } from '../activities/ports/pacing.ts';
import { trackLetter } from '../activities/tracker.ts';
import type { Config } from '../config.ts';
import { providers } from '../providers/index.ts';
import { outboxMail } from '../providers/outbox/mail.ts';
import { createOutbox } from '../providers/outbox/outbox.ts';
import { outboxPost } from '../providers/outbox/post.ts';
import { outboxKeys } from '../providers/outbox/reports.ts';
import { outboxSms } from '../providers/outbox/sms.ts';
import type { DoorGround, Way } from '../providers/provider.ts';
import { debtorFiles } from './debtor-page.ts';
import type { Ground } from './ground.ts';

const DEFAULT_SENDER = 'Exigible';
const OUTBOX = 'outbox';
/** A folder takes all that comes. */
const UNHURRIED = 1000;

/** Where the outbox keeps what would have left. */
export function outboxFolder(dataDir: string): string {
  return join(dataDir, OUTBOX);
}

/** Each channel's real provider when its keys are configured, else the outbox. */
async function waysOf(config: Config, dataDir: string) {
  const outbox = createOutbox(outboxFolder(dataDir), Date.now);
  return {
    mail: (await firstOf(providers.map(({ mail }) => mail?.(config)))) ?? inOutbox(outboxMail(outbox)),
    sms: (await firstOf(providers.map(({ sms }) => sms?.(config)))) ?? inOutbox(outboxSms(outbox)),
    post: (await firstOf(providers.map(({ post }) => post?.(config)))) ?? inOutbox(outboxPost(outbox)),
  };
}

async function firstOf<Port>(ways: readonly (Promise<Way<Port> | null> | undefined)[]): Promise<Way<Port> | null> {
  return (await Promise.all(ways.map(async (way) => await way))).find((way) => way !== null && way !== undefined) ?? null;
}

function inOutbox<Port>(port: Port): Way<Port> {
  return { port, perSecond: UNHURRIED, from: null };
}

/** The three ports, and how our messages are signed. */
export async function wayOut(config: Config, dataDir: string, store: DocumentStore): Promise<Ways> {
  return portsOf(await waysOf(config, dataDir), config, store);
}

type AllWays = Awaited<ReturnType<typeof waysOf>>;

function portsOf({ mail, sms, post }: AllWays, { EXIGIBLE_PUBLIC_URL: publicUrl }: Config, store: DocumentStore): Ways {
  return {
    mail: mail.port,
    sms: sms.port,
    post: post.port,
    fromEmail: mail.from,
    smsSender: sms.from ?? DEFAULT_SENDER,
    smsReportUrl: publicUrl === undefined ? null : `${publicUrl.replace(/\/$/, '')}/webhooks/twilio`,
    store,
  };
}

/** The three ways out, none faster than its provider takes. */
export async function couriers(config: Config, dataDir: string, store: DocumentStore): Promise<ReturnType<typeof couriersOf>> {
  const ways = await waysOf(config, dataDir);
  const { email, sms, post } = couriersOf(portsOf(ways, config, store));
  return {
    email: paced(email, ways.mail.perSecond, Date.now),
    sms: paced(sms, ways.sms.perSecond, Date.now),
    post: paced(post, ways.post.perSecond, Date.now),
  };
}

/** What the doors of a running product stand on, besides its store and its ways out. */
export type HouseGround = Pick<Ground, 'config' | 'dataDir' | 'db' | 'log'> &
  Pick<DoorGround, 'envelope' | 'publicUrl' | 'wake'> & { readonly store: DocumentStore };

/** Where providers report: each signs with its own key, and the outbox, for the channels that are on it, with keys of its own. */
export async function providerDoors({ config, dataDir, store, ...deps }: HouseGround): Promise<RequestHandler[]> {
  const { mail, sms, post } = await wayOut(config, dataDir, store);
  const { mailPublicKey, smsToken, postSecret } = outboxKeys(dataDir);
  const ground: DoorGround = {
    ...deps,
    ...debtorFiles(deps.db, store, deps.log),
    clock: Date.now,
    outbox: {
      ...(mail.provider === OUTBOX ? { mailPublicKey } : {}),
      ...(sms.provider === OUTBOX ? { smsToken } : {}),
      ...(post.provider === OUTBOX ? { postSecret } : {}),
    },
    lookAtLetter: (sending, message) => trackLetter({ db: deps.db, store, post }, sending, message),
  };
  return (await Promise.all(providers.map(async ({ doors }) => (await doors?.(config, ground)) ?? []))).flat();
}
