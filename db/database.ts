import { existsSync, mkdirSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import { Refusal } from '../domain/fault.ts';
import { takeFolderLock } from './folder-lock.ts';
import { ownerAlone } from './owner-alone.ts';

/** What queries need: a database, or a transaction of one. The same for PostgreSQL and PGlite. */
export type Queries = PgDatabase<PgQueryResultHKT>;

/** An open, migrated database. `close` ends its connections and gives its folder back. */
export type Database = Queries & { close(): Promise<void> };

/** A PostgreSQL `url`, else a PGlite in `<dataDir>/database`, else a PGlite in memory: empty, or made of what it is given. */
export interface DatabaseOptions {
  readonly url?: string;
  readonly dataDir?: string;
  readonly memory?: PGliteOptions;
  readonly migrationsFolder?: string;
}

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
/** Any constant of ours: api and worker start together and must not migrate together. */
const MIGRATION_LOCK = 7_405_110_318;
const CONNECTIONS = 20;
/**
 * No process that is frozen, lost or slow keeps the others for longer, in milliseconds: one that stops in the middle of a transaction loses
 * it before those who wait for its locks give up, and those long before their activity does.
 */
const timeouts = {
  idle_in_transaction_session_timeout: 10_000,
  lock_timeout: 20_000,
  statement_timeout: 60_000,
  connectionTimeoutMillis: 10_000,
} as const;
/** Our queries last some milliseconds each: compiling one that PostgreSQL thinks long takes two hundred. */
const UNCOMPILED = 'set jit = off';
/** Longer than any statement may last: a database of which nothing is heard for so long is gone, whatever the network says. */
const SILENCE_MS = 90_000;
const INSUFFICIENT_PRIVILEGE = '42501';

/** Opens the database and brings its schema up to date. Throws a French `Refusal` when another process holds the folder. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const migrationsFolder = options.migrationsFolder ?? MIGRATIONS;
  if (options.url !== undefined) return openPostgres(options.url, migrationsFolder);
  if (options.dataDir !== undefined) return openFolder(options.dataDir, migrationsFolder);
  return openPglite(new PGlite(options.memory ?? {}), migrationsFolder, () => {});
}

async function openPostgres(url: string, migrationsFolder: string): Promise<Database> {
  await migrateAlone(url, migrationsFolder);
  // The pool waits for it; its types do not say so.
  const onConnect = (client: pg.ClientBase) => client.query(UNCOMPILED) as unknown as undefined;
  return overPool(new pg.Pool({ connectionString: url, max: CONNECTIONS, ...timeouts, onConnect, stream: impatientSocket }));
}

function impatientSocket(): Socket {
  const socket = new Socket();
  socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('the database is silent: connection timeout')));
  return socket;
}

/** A connection that breaks, idle or in the middle of a transaction, ends no process: the query that needs it reports the failure. */
function overPool(pool: pg.Pool): Database {
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return Object.assign(drizzlePostgres(pool), { close: () => pool.end() });
}

/** A PostgreSQL as it is: nothing of its schema is touched. */
export function lookIntoPostgres(url: string): Database {
  return overPool(new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 5_000 }));
}

async function migrateAlone(url: string, migrationsFolder: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    if (await isCurrent(client, migrationsFolder)) return;
    await migratePostgres(drizzlePostgres(client), { migrationsFolder }).catch(explained);
  } finally {
    await client.end();
  }
}

/** True when every migration was made: a role that may not change the schema then has nothing to change. */
async function isCurrent(client: pg.Client, migrationsFolder: string): Promise<boolean> {
  const { rows: tables } = await client.query<{ made: string | null }>(
    "select to_regclass('drizzle.__drizzle_migrations') as made",
  );
  if (tables[0]?.made == null) return false;
  const { rows } = await client.query<{ last: string | null }>(
    'select max(created_at) as last from drizzle.__drizzle_migrations',
  );
  const newest = Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis));
  return Number(rows[0]?.last) >= newest;
}

/** The application's role changes no schema (deploy/application-role.sql): its owner does. */
function explained(error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause && cause.code === INSUFFICIENT_PRIVILEGE) {
    throw new Refusal('La base est à mettre à niveau par son propriétaire\u00a0: « exigible migrate » avec son DATABASE_URL.');
  }
  throw error;
}

async function openFolder(dataDir: string, migrationsFolder: string): Promise<Database> {
  mkdirSync(dataDir, { recursive: true });
  const folder = join(dataDir, 'database');
  const release = takeFolderLock(folder);
  try {
    if (!existsSync(folder)) await createFolder(folder, migrationsFolder);
    const database = await openPglite(new PGlite(folder), migrationsFolder, release);
    ownerAlone(folder);
    return database;
  } catch (error) {
    release();
    throw error;
  }
}

/** Makes a new database in a thread, whose memory goes with it. */
async function createFolder(folder: string, migrationsFolder: string): Promise<void> {
  const thread = new Worker(new URL('./new-folder.mjs', import.meta.url), { workerData: { folder, migrationsFolder } });
  await new Promise<void>((resolve, reject) => {
    thread.once('error', reject);
    thread.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the new database was not made (${code})`))));
  });
}

async function openPglite(client: PGlite, migrationsFolder: string, release: () => void): Promise<Database> {
  const database = drizzlePglite(client);
  await migratePglite(database, { migrationsFolder });
  const close = async (): Promise<void> => {
    await client.close();
    release();
  };
  return Object.assign(database, { close });
}

/** Asks the database for nothing; rejects when it does not answer. */
export async function askDatabase(db: Queries): Promise<void> {
  await db.execute(sql`select 1`);
}

/** True when the database answers. */
export function isReadable(db: Queries): Promise<boolean> {
  return askDatabase(db).then(
    () => true,
    () => false,
  );
}
