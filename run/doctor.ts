import { readConfig } from '../config.ts';
import { lookIntoPostgres } from '../db/database.ts';
import { holesIn } from './holes.ts';
import { type PartFound, partsOf, systemOf } from './standing.ts';

/** How the parts that the environment of this terminal names are, and what the running system says of itself. */
export async function partsFound(): Promise<PartFound[]> {
  const config = readConfig();
  const [running, parts] = [await systemOf(config, process.env.EXIGIBLE_URL !== undefined), await partsOf(config)];
  return [...(running ? [running] : []), ...parts];
}

/** The doors that the environment of this terminal would leave open. An embedded database belongs to its start: it is not opened here. */
export async function openDoors(): Promise<string[]> {
  const config = readConfig();
  const db = config.DATABASE_URL === undefined ? null : lookIntoPostgres(config.DATABASE_URL);
  const asked = { config, uid: process.getuid?.(), prints: true, seals: true, nowMs: Date.now() };
  try {
    return await holesIn({ ...asked, db }).catch(() => holesIn({ ...asked, db: null }));
  } finally {
    await db?.close();
  }
}
