import { casesToRestart } from '../cases/open.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/database.ts';
import { refuse } from '../domain/fault.ts';

/** Brings the schema of a PostgreSQL up to date as its owner, so that the product may run under a role that cannot. */
export async function run(): Promise<number> {
  const { DATABASE_URL: url } = readConfig();
  if (url === undefined) refuse('DATABASE_URL', 'missing, expected the address of a PostgreSQL with its owner');
  const db = await openDatabase({ url });
  const restarted = await casesToRestart(db, undefined, true);
  await db.close();
  process.stdout.write(
    `Base à jour. ${restarted} dossier(s) d’avant cette version à relancer\u00a0: le système en marche s’en charge.\n`,
  );
  return 0;
}
