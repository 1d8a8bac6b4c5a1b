import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { problemHandler } from '../../api/http/problem.ts';
import type { ReportDeps } from '../../api/webhooks/provider-report.ts';
import type { Database } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { inbox, receivedEvents } from '../../db/schema.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { type Callback, deliverCallback } from '../support/contract-server/callbacks.ts';
import { openEmpty } from '../support/databases.ts';
import { debtor } from '../support/parties.ts';
import { leaving, settled } from '../support/written.ts';

export const PUBLIC_URL = 'https://exigible.example/chez-nous';
export const NOW_MS = Date.parse('2026-11-20T10:00:00Z');
export const email = { caseId: 'invoice:c1:i1', step: 'reminder-5', channel: 'email', sequence: 1 } as const;
export const sms = { caseId: 'invoice:c1:i1', step: 'reminder-15', channel: 'sms', sequence: 1 } as const;
export const letter = { caseId: 'invoice:c1:i1', step: 'formal-notice', channel: 'registered-letter', sequence: 1 } as const;

const providers = { email: 'sendgrid', sms: 'twilio', 'registered-letter': 'maileva' };
export const outbox: typeof providers = { email: 'outbox', sms: 'outbox', 'registered-letter': 'outbox' };

/** The doors of providers over real HTTP, on a database where a message left by each channel. */
export interface Doors {
  readonly db: Database;
  readonly url: string;
  readonly logged: unknown[][];
  tell(callback: Callback): Promise<number>;
  /** Everything heard so far is forgotten. */
  forget(): Promise<void>;
  /** What waits for the cases, oldest first. */
  heard(): Promise<unknown[]>;
  /** The facts among them, by their type. */
  types(): Promise<string[]>;
  close(): Promise<void>;
}

/** `took`: who took the message of each channel. */
export async function openDoors(build: (deps: ReportDeps) => RequestHandler, took = providers): Promise<Doors> {
  const db = await openEmpty();
  const logged: unknown[][] = [];
  const say = (...line: unknown[]) => void logged.push(line);
  const log = { info: say, warn: say, error: say };
  await putDebtor(db, 'c1', debtorSchema.parse(debtor));
  for (const act of [email, sms, letter]) await leave(db, act, took);
  const app = express().use(build({ db, clock: () => NOW_MS, wake: () => undefined, log }), problemHandler(log));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const heard = async () => (await db.select().from(inbox).orderBy(inbox.sequence)).map(({ body }) => body);
  return {
    db,
    url,
    logged,
    heard,
    types: async () => ((await heard()) as { payload: { type: string } }[]).map(({ payload }) => payload.type),
    tell: (callback) => deliverCallback(url, callback),
    async forget() {
      logged.length = 0;
      for (const table of [inbox, receivedEvents]) await db.delete(table);
    },
    async close() {
      server.close();
      await db.close();
    },
  };
}

async function leave(db: Database, act: typeof email | typeof sms | typeof letter, took: typeof providers): Promise<void> {
  const row = { creditorId: 'c1', debtorId: debtor.id, currency: 'EUR', template: 'reminder', contactOn: null, askedCents: 1 };
  await leaving(db, act, { ...row, channel: act.channel, documentId: null, sha256: null });
  await settled(db, act, { state: 'sent', provider: took[act.channel], providerId: `sending-${act.channel}` });
}
