import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import { Refusal } from '../domain/fault.ts';
import { takeFolderLock } from './folder-lock.ts';

/** What queries need: a database, or a transaction of one. The same for PostgreSQL and PGlite. */
export type Queries = PgDatabase<PgQueryResultHKT>;

/** An open, migrated database. `close` ends its connections and gives its folder back. */
export type Database = Queries & { close(): Promise<void> };

/** A PostgreSQL `url`, else a PGlite in `<dataDir>/database`, else a PGlite in memory: empty, or the copy of a dumped one. */
export interface DatabaseOptions {
  readonly url?: string;
  readonly dataDir?: string;
  readonly copyOf?: Blob;
  readonly migrationsFolder?: string;
}

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
/** Any constant of ours: api and worker start together and must not migrate together. */
const MIGRATION_LOCK = 7_405_110_318;
const CONNECTIONS = 20;
const INSUFFICIENT_PRIVILEGE = '42501';

/** Opens the database and brings its schema up to date. Throws a French `Refusal` when another process holds the folder. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const migrationsFolder = options.migrationsFolder ?? MIGRATIONS;
  if (options.url !== undefined) return openPostgres(options.url, migrationsFolder);
  if (options.dataDir !== undefined) return openFolder(options.dataDir, migrationsFolder);
  const { copyOf } = options;
  return openPglite(new PGlite(copyOf === undefined ? {} : { loadDataDir: copyOf }), migrationsFolder, () => {});
}

async function openPostgres(url: string, migrationsFolder: string): Promise<Database> {
  await migrateAlone(url, migrationsFolder);
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  // An idle connection that breaks is replaced by the pool; the query that needs one reports the failure.
  pool.on('error', () => {});
  return Object.assign(drizzlePostgres(pool), { close: () => pool.end() });
}

/** A PostgreSQL as it is: nothing of its schema is touched. */
export function lookIntoPostgres(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 5_000 });
  pool.on('error', () => {});
  return Object.assign(drizzlePostgres(pool), { close: () => pool.end() });
}

async function migrateAlone(url: string, migrationsFolder: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
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
    return await openPglite(new PGlite(folder), migrationsFolder, release);
  } catch (error) {
    release();
    throw error;
  }
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
