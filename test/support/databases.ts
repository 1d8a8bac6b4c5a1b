import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Database, openDatabase } from '../../db/database.ts';
import { openMemory } from './memory.ts';

/** The PostgreSQL of this run; `runner/database.ts` starts it. */
const RUN = 'EXIGIBLE_TEST_POSTGRES';
const TEMPLATE = 'template_of_today';

/** Makes the database of which all others are copies, and tells the processes of the run where. */
export async function createTemplate(url: string): Promise<void> {
  await command(url, `create database ${TEMPLATE}`);
  await (await openDatabase({ url: within(url, TEMPLATE) })).close();
  process.env[RUN] = url;
}

/** An empty database with the schema of today, of its owner alone: in the run's PostgreSQL, or in memory where there is none. */
export async function openEmpty(): Promise<Database> {
  const url = process.env[RUN];
  if (url === undefined) return openMemory();
  const name = `world_${randomUUID().replaceAll('-', '')}`;
  await command(url, `create database ${name} template ${TEMPLATE}`);
  const db = await openDatabase({ url: within(url, name) });
  const leave = db.close.bind(db);
  const close = async (): Promise<void> => {
    await leave();
    await command(url, `drop database ${name} with (force)`);
  };
  return Object.assign(db, { close });
}

function within(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

async function command(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
