import { cp, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readConfig } from '../config.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { Refusal } from '../domain/fault.ts';
import { restoreBackup, writeBackup } from './backup.ts';

/** `exigible backup`, where the database can be opened: a PostgreSQL, or an embedded one whose system is stopped. False where it runs. */
export async function backupHere(into: string): Promise<boolean> {
  const { dataDir, db } = await opened().catch(refusedOnly);
  if (db === null) return false;
  try {
    await writeBackup(db, dataDir, resolve(into));
    return true;
  } finally {
    await db.close();
  }
}

/** `exigible restore`: into the empty database and folder that the environment names. Answers when the backup was made. */
export async function restoreHere(from: string): Promise<string> {
  const { dataDir, db } = await opened();
  try {
    return (await restoreBackup(db, dataDir, resolve(from))).madeAt;
  } finally {
    await db.close();
  }
}

/** Takes what the running system wrote beside its data. */
export async function takeFrom(folder: string, into: string): Promise<void> {
  await cp(folder, resolve(into), { recursive: true, errorOnExist: true, force: false });
  await rm(folder, { recursive: true });
}

async function opened(): Promise<{ dataDir: string; db: Database }> {
  const { DATABASE_URL: url, EXIGIBLE_DATA: data } = readConfig();
  const dataDir = resolve(data);
  return { dataDir, db: await openDatabase(url === undefined ? { dataDir } : { url }) };
}

function refusedOnly(error: unknown): { dataDir: string; db: null } {
  if (error instanceof Refusal) return { dataDir: '', db: null };
  throw error;
}
