import { join } from 'node:path';
import type { RequestHandler } from 'express';
import type { DocumentStore } from '../activities/files/store.ts';
import { couriersOf, type Ways } from '../activities/ports/couriers.ts';
import { paced } from '../activities/ports/pacing.ts';
import { trackLetter } from '../activities/tracker.ts';
import type { Config } from '../config.ts';
import type { OwnMedium } from '../domain/plan/plan.ts';
import { namesOf } from '../domain/table.ts';
import { providers } from '../providers/index.ts';
import { outboxMail } from '../providers/outbox/mail.ts';
import { createOutbox } from '../providers/outbox/outbox.ts';
import { outboxPost } from '../providers/outbox/post.ts';
import { outboxKeys } from '../providers/outbox/reports.ts';
import { outboxSms } from '../providers/outbox/sms.ts';
import type { DoorGround, Way } from '../providers/provider.ts';
import { debtorFiles } from './debtor-page.ts';
import type { Ground } from './ground.ts';
import { toOneself } from './test-mode.ts';

const DEFAULT_SENDER = 'Exigible';
const OUTBOX = 'outbox';
/** A folder takes all that comes. */
const UNHURRIED = 1000;

/** Where the outbox keeps what would have left. */
export function outboxFolder(dataDir: string): string {
  return join(dataDir, OUTBOX);
}

/** The three ports with the pace of their providers, and how our messages are signed. */
export interface PacedWays extends Ways {
  /** Messages a second. */
  readonly perSecond: { readonly mail: number; readonly sms: number; readonly post: number };
}

/** Each channel's real provider when its keys are configured, else the outbox; in the test mode oneself. */
export async function wayOut(config: Config, dataDir: string, store: DocumentStore): Promise<PacedWays> {
  const outbox = createOutbox(outboxFolder(dataDir), Date.now);
  const { EXIGIBLE_TEST_TO: testTo } = config;
  const real = testTo === undefined ? providers : [];
  const way = (await firstOf(providers.map(({ mail: open }) => open?.(config)))) ?? inOutbox(outboxMail(outbox));
  const mail = testTo === undefined ? way : { ...way, port: toOneself(way.port, testTo) };
  const sms = (await firstOf(real.map(({ sms: open }) => open?.(config)))) ?? inOutbox(outboxSms(outbox));
  const post = (await firstOf(real.map(({ post: open }) => open?.(config)))) ?? inOutbox(outboxPost(outbox));
  return {
    mail: mail.port,
    sms: sms.port,
    post: post.port,
    fromEmail: mail.from,
    smsSender: sms.from ?? DEFAULT_SENDER,
    smsReportUrl: reportUrlOf(config, sms),
    store,
    perSecond: { mail: mail.perSecond, sms: sms.perSecond, post: post.perSecond },
  };
}

/** By whom each channel leaves. */
export function sendersOf({ mail, sms, post }: Ways) {
  const by: Readonly<Record<OwnMedium, string>> = { email: mail.provider, sms: sms.provider, post: post.provider };
  return namesOf(by).map((channel) => ({ channel, provider: by[channel], isOutbox: by[channel] === OUTBOX }));
}

async function firstOf<Port>(ways: readonly (Promise<Way<Port> | null> | undefined)[]): Promise<Way<Port> | null> {
  const opened = await Promise.all(ways.filter((way) => way !== undefined));
  return opened.find((way) => way !== null) ?? null;
}

function inOutbox<Port>(port: Port): Way<Port> {
  return { port, perSecond: UNHURRIED, from: null };
}

function reportUrlOf({ EXIGIBLE_PUBLIC_URL: publicUrl }: Config, { reportPath }: Way<unknown>): string | null {
  return publicUrl === undefined || reportPath === undefined ? null : `${publicUrl.replace(/\/$/, '')}${reportPath}`;
}

/** The three ways out, none faster than its provider takes. */
export function couriers(ways: PacedWays): ReturnType<typeof couriersOf> {
  const { email, sms, post } = couriersOf(ways);
  return {
    email: paced(email, ways.perSecond.mail, Date.now),
    sms: paced(sms, ways.perSecond.sms, Date.now),
    post: paced(post, ways.perSecond.post, Date.now),
  };
}

/** What the doors of a running product stand on: its ground, and the ways out that they report on. */
export type HouseGround = Pick<Ground, 'config' | 'dataDir' | 'db' | 'log'> &
  Pick<DoorGround, 'envelope' | 'publicUrl' | 'wake'> & { readonly ways: Ways };

/** Where providers report: each signs with its own key, and the outbox, for the channels that are on it, with keys of its own. */
export async function providerDoors({ config, dataDir, ways, ...deps }: HouseGround): Promise<RequestHandler[]> {
  const { mail, sms, post, store } = ways;
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
