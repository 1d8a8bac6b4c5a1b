import { createEngine } from '../api/engine.ts';
import type { EnginePort } from '../api/engine-port.ts';
import { deadNow } from '../api/operations/stuck.ts';
import { type Config, publicUrlOf } from '../config.ts';
import { askDatabase, type Database, lookIntoPostgres } from '../db/database.ts';
import { addressesIn, reach } from './addresses.ts';
import { codecRingOf } from './codec.ts';
import { connectClient } from './temporal.ts';

/** One part of a running installation: whether it is well, and one French sentence. */
export interface PartFound {
  readonly part: 'system' | 'database' | 'engine' | 'cases' | 'workers' | 'address';
  readonly well: boolean;
  readonly sentence: string;
}

const READY_WITHIN_MS = 15_000;

/** What the system at `EXIGIBLE_URL` says of itself. Null when none of ours answers there and nobody `named` it: nothing may be running. */
export async function systemOf({ EXIGIBLE_URL: url }: Config, named: boolean): Promise<PartFound | null> {
  const { ready, said } = await readyAt(url).catch((error: unknown) => ({ ready: false, said: reasonOf(error) }));
  if (!named && !said.includes('"deadCases"')) return null;
  if (ready) return { part: 'system', well: true, sentence: `✔ système en marche\u00a0: ${url}` };
  const sentence = `✘ système en marche\u00a0: ${url} n’est pas prêt (${said}). Pour y remédier\u00a0: exigible stuck, et le journal du système`;
  return { part: 'system', well: false, sentence };
}

async function readyAt(url: string): Promise<{ readonly ready: boolean; readonly said: string }> {
  const answer = await fetch(new URL('readyz', url.endsWith('/') ? url : `${url}/`), {
    signal: AbortSignal.timeout(READY_WITHIN_MS),
  });
  return { ready: answer.ok, said: await answer.text() };
}

/** How the database, the engine and every other server that the environment names are, and whether every open case is lived. Nothing where nothing is named. */
export async function partsOf(config: Config): Promise<PartFound[]> {
  const addresses = addressesIn(config).map(({ variable, host, port }) =>
    tried('address', () => reach({ host, port }), `${host}:${port} (${variable})`, variable),
  );
  return [...(await ownParts(config)), ...(await Promise.all(addresses))];
}

async function ownParts(config: Config): Promise<PartFound[]> {
  const { DATABASE_URL: url, TEMPORAL_ADDRESS: address } = config;
  const db = url === undefined ? null : lookIntoPostgres(url);
  try {
    const database = db && (await tried('database', () => askDatabase(db), 'base PostgreSQL', 'DATABASE_URL'));
    const found = database === null ? [] : [database];
    if (address === undefined) return found;
    return [...found, ...(await engineParts(config, database?.well ? db : null))];
  } finally {
    await db?.close();
  }
}

async function engineParts(config: Config, db: Database | null): Promise<PartFound[]> {
  const { TEMPORAL_ADDRESS: address = '', TEMPORAL_NAMESPACE: namespace } = config;
  const connected = connectClient({ address, namespace, codec: codecRingOf(config) });
  const found = await tried(
    'engine',
    async () => (await connected).connection.ensureConnected(),
    'moteur Temporal',
    'TEMPORAL_ADDRESS',
  );
  if (!found.well) return [found];
  const client = await connected;
  try {
    const port = createEngine(client, publicUrlOf(config));
    const workers = await workersFound(port);
    return db === null ? [found, workers] : [found, workers, await casesFound(db, port)];
  } finally {
    await client.connection.close();
  }
}

async function workersFound(engine: EnginePort): Promise<PartFound> {
  const unserved = await engine.unserved().catch((error: unknown) => [reasonOf(error)]);
  if (unserved.length === 0) return { part: 'workers', well: true, sentence: '✔ workers\u00a0: chaque file est servie' };
  const sentence = `✘ workers\u00a0: personne ne sert ${unserved.join(', ')}. Pour y remédier\u00a0: exigible start --role worker, ou --role documents`;
  return { part: 'workers', well: false, sentence };
}

async function casesFound(db: Database, engine: EnginePort): Promise<PartFound> {
  try {
    const { length } = await deadNow(db, engine);
    if (length === 0)
      return { part: 'cases', well: true, sentence: '✔ dossiers\u00a0: chacun de ceux qui sont ouverts a son workflow' };
    return {
      part: 'cases',
      well: false,
      sentence: `✘ dossiers\u00a0: ${length} sans workflow. Pour y remédier\u00a0: exigible restart --all`,
    };
  } catch (error) {
    return {
      part: 'cases',
      well: false,
      sentence: `✘ dossiers\u00a0: on ne peut pas les compter (${reasonOf(error)}). Pour y remédier\u00a0: exigible migrate`,
    };
  }
}

async function tried(part: PartFound['part'], look: () => Promise<unknown>, name: string, variable: string): Promise<PartFound> {
  try {
    await look();
    return { part, well: true, sentence: `✔ ${name}\u00a0: répond` };
  } catch (error) {
    return {
      part,
      well: false,
      sentence: `✘ ${name}\u00a0: ne répond pas (${reasonOf(error)}). Pour y remédier\u00a0: le démarrer, ou corriger ${variable}`,
    };
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
}
