import type { ImportProgress } from '../../activities/import/import.ts';
import { type ImportDeps, importActivities } from '../../activities/import/index.ts';
import {
  allocations,
  bankAccounts,
  bankBookings,
  bankEntries,
  cases,
  inbox,
  invoices,
  receivedEvents,
  rememberedPayers,
  statementImports,
} from '../../db/schema.ts';
import { importOf } from '../../db/statement-imports.ts';
import { readStatements } from '../../domain/statement/reader.ts';
import { type Answer, openWorld, type Webhook, type World } from './world.ts';

/** Every table that money leaves a trace in, and the invoices it pays. */
export const MONEY = [
  inbox,
  receivedEvents,
  invoices,
  allocations,
  bankEntries,
  bankBookings,
  bankAccounts,
  cases,
  rememberedPayers,
  statementImports,
] as const;

/** Money never came, and the engine was never asked for anything. */
export async function forgetMoney({ db, engine }: Pick<World, 'db' | 'engine'>): Promise<void> {
  for (const table of MONEY) await db.delete(table);
  engine.running.clear();
  engine.calls.length = 0;
  engine.imports.length = 0;
}

/** The creditor's account, as bank files name it. */
export const OURS = { bank: '30006', branch: '00001', number: '12345678901', iban: 'FR7630006000011234567890189' };

/** What a test may change of an import. */
export interface Handing {
  readonly query?: string;
  /** How long one settling activity goes on; 0 stops it after each batch. */
  readonly turnMs?: number;
  /** How files are read; by default in this thread. */
  readonly read?: ImportDeps['read'];
}

/** Hands bytes over as an operator does. */
export async function handOver(world: World, key: string, bytes: Uint8Array, query = ''): Promise<Answer> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' };
  const answer = await fetch(`${world.url}/statements${query}`, { method: 'POST', headers, body: Buffer.from(bytes) });
  return { status: answer.status, body: (await answer.json()) as Answer['body'], headers: answer.headers };
}

/** Hands a file over, runs the activities of its import as the workflow does, and delivers what it tells. */
export async function importFile(world: World, key: string, bytes: Uint8Array, handing: Handing = {}): Promise<ImportProgress> {
  const { status, body } = await handOver(world, key, bytes, handing.query);
  if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
  await world.drain();
  const progress = await runImport(world, (body as unknown as { importId: string }).importId, handing);
  await world.drain();
  return progress;
}

/** What the activities of an import need, in the world of a test. */
export function importDeps({ db, uploads, clock }: World, { turnMs = 60_000, read = readStatements }: Handing = {}): ImportDeps {
  return { db, uploads, clock, read, turnMs, beat: () => {}, tell: () => {} };
}

/** The activities of an import, until it ended; what the import then says, which the engine is not told whole. */
export async function runImport(world: World, importId: string, handing: Handing = {}): Promise<ImportProgress> {
  const activities = importActivities(importDeps(world, handing));
  let progress = await activities.readStatement({ importId });
  while (progress.state === 'settling') progress = await activities.settleStatement({ importId });
  const { statements, problem } = (await importOf(world.db, importId)) ?? progress;
  return { ...progress, statements, problem };
}

/** A world at an instant, whose one creditor has an operator who brings in and places money. */
export async function moneyWorld(now: string): Promise<MoneyWorld> {
  const world = await openWorld();
  world.clock = () => Date.parse(now);
  const secrets = await world.creditor('c1');
  const hear: Hear = (purpose, event, change = {}) =>
    world.webhook({ purpose, creditorId: 'c1', secret: secrets[purpose], event, atMs: world.clock(), ...change });
  const tell: MoneyWorld['tell'] = async (purpose, event) => {
    await hear(purpose, event);
    await world.drain();
  };
  return { world, hear, tell, operator: await world.key('c1', 'operator') };
}

/** Billing or the bank says something of the creditor, signed by its secret. */
export type Hear = (purpose: 'billing' | 'bank', event: unknown, change?: Partial<Webhook>) => Promise<Answer>;

export interface MoneyWorld {
  readonly world: World;
  readonly hear: Hear;
  /** Says it, and has the cases hear of it. */
  readonly tell: (purpose: 'billing' | 'bank', event: unknown) => Promise<void>;
  readonly operator: string;
}
