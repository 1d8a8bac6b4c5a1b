import { readConfig } from '../config.ts';
import { lookIntoPostgres } from '../db/database.ts';
import { holesIn } from './holes.ts';
import { type PartFound, partsOf } from './standing.ts';

/** How the parts that the environment of this terminal names are. */
export function partsFound(): Promise<PartFound[]> {
  return partsOf(readConfig());
}

/** The doors that the environment of this terminal would leave open. An embedded database belongs to its start: it is not opened here. */
export async function openDoors(): Promise<string[]> {
  const config = readConfig();
  const db = config.DATABASE_URL === undefined ? null : lookIntoPostgres(config.DATABASE_URL);
  const asked = { config, uid: process.getuid?.(), prints: true, nowMs: Date.now() };
  try {
    return await holesIn({ ...asked, db }).catch(() => holesIn({ ...asked, db: null }));
  } finally {
    await db?.close();
  }
}
