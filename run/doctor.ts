import { readConfig } from '../config.ts';
import { lookIntoPostgres } from '../db/database.ts';
import { holesIn } from './holes.ts';

/** The doors that the environment of this terminal would leave open. An embedded database belongs to its start: it is not opened here. */
export async function openDoors(): Promise<string[]> {
  const config = readConfig();
  const db = config.DATABASE_URL === undefined ? null : lookIntoPostgres(config.DATABASE_URL);
  try {
    return await holesIn({ config, db, uid: process.getuid?.(), prints: true, nowMs: Date.now() });
  } finally {
    await db?.close();
  }
}
