import type { RequestHandler } from 'express';
import * as z from 'zod';
import type { MailPort } from '../activities/ports/mail.ts';
import type { PostPort } from '../activities/ports/post.ts';
import type { SmsPort } from '../activities/ports/sms.ts';
import type { AnswerDeps } from '../api/answers/hear.ts';
import type { Routes } from '../api/contract/route.ts';
import type { DebtorDeps } from '../api/debtor/deps.ts';
import type { ApiDeps } from '../api/deps.ts';
import type { OutboxKeys } from './outbox/reports.ts';

/** How the messages of one channel leave by a provider. */
export interface Way<Port> {
  readonly port: Port;
  /** Messages that it takes in a second. */
  readonly perSecond: number;
  /** The sender whom it accepts. */
  readonly from: string | null;
  /** Where under our address it tells what became of a message, when each message says so. */
  readonly reportPath?: string;
}

/** What the doors of providers stand on. */
export type DoorGround = Pick<ApiDeps, 'db' | 'log' | 'wake' | 'clock' | 'envelope'> & {
  /** The address that providers know us by. */
  readonly publicUrl: string;
  /** The keys of the outbox, for the channels that are on it. */
  readonly outbox: Partial<OutboxKeys>;
  /** Keeps a file that a debtor sent among the documents of his case. */
  readonly keep: DebtorDeps['keep'];
  /** Keeps bytes that are nobody's yet. */
  readonly put: AnswerDeps['put'];
  /** Asks the post what became of a letter of ours and keeps what it says. */
  readonly lookAtLetter: (providerId: string, message: string) => Promise<void>;
};

/**
 * A provider, told once in its own folder: what it reads of the environment, its way out, its doors in and how they are documented. A
 * channel without a way goes to the outbox; the code behind is loaded when it is used.
 */
export interface Provider<Settings extends z.ZodRawShape> {
  readonly settings: Settings;
  /** A variable, and the one that it is useless without. */
  readonly pairs?: readonly (readonly [keyof Settings, keyof Settings])[];
  /** The variable with which messages leave by it. */
  readonly opensWith?: keyof Settings;
  readonly mail?: (config: Read<Settings>) => Promise<Way<MailPort> | null>;
  readonly sms?: (config: Read<Settings>) => Promise<Way<SmsPort> | null>;
  readonly post?: (config: Read<Settings>) => Promise<Way<PostPort> | null>;
  readonly routes?: Routes;
  readonly doors?: (config: Read<Settings>, ground: DoorGround) => Promise<RequestHandler[]>;
}

type Read<Settings extends z.ZodRawShape> = keyof Settings extends never ? unknown : z.infer<z.ZodObject<Settings>>;

/** Keeps the exact type of its settings. */
export function provider<const Settings extends z.ZodRawShape>(told: Provider<Settings>): Provider<Settings> {
  return told;
}

/** A pace, in messages a second. */
export const perSecond = (usual: number) => z.coerce.number().positive().default(usual);
/** A switch of the environment. */
export const flag = z.enum(['0', '1']).transform((value) => value === '1');
/** What a door answers that keeps what it was told. */
export const kept = { text: 'Gardé durablement' };

/** The options that are given; a client has usual values for the others. */
export function present<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
