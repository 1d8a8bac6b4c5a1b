import { resolve } from 'node:path';
import { casesToRestart } from '../cases/open.ts';
import { readConfig } from '../config.ts';
import { creditorOf } from '../db/creditors.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { EVERYBODY, holdSends, releaseSends } from '../db/sending-holds.ts';
import { refuse } from '../domain/fault.ts';

/** `exigible restart`: starts the workflows of open cases anew from their rows; the running system does it, and finds no act done twice. */
export function restart(caseId: string | undefined): Promise<number> {
  return inDatabase(async (db) => {
    const asked = await casesToRestart(db, caseId);
    if (caseId !== undefined && asked === 0) refuse('case', `got ${JSON.stringify(caseId)}, expected an open case`);
    return `${asked} dossier(s) à relancer\u00a0: le système en marche s’en charge.`;
  });
}

/** `exigible hold`: nothing of a creditor, or of nobody, leaves until it is released. */
export function hold(creditorId: string | undefined, reason: string): Promise<number> {
  return inDatabase(async (db) => {
    await holdSends(db, await known(db, creditorId), reason);
    return 'Plus rien ne part\u00a0: « exigible release » lève l’arrêt.';
  });
}

/** `exigible release`: what was held may leave again. */
export function release(creditorId: string | undefined): Promise<number> {
  return inDatabase(async (db) =>
    (await releaseSends(db, await known(db, creditorId))) ? 'Les envois reprennent.' : 'Rien n’était arrêté.',
  );
}

async function known(db: Database, creditorId: string | undefined): Promise<string> {
  if (creditorId === undefined) return EVERYBODY;
  if (!(await creditorOf(db, creditorId))) refuse('creditor', `got ${JSON.stringify(creditorId)}, expected a known creditor`);
  return creditorId;
}

async function inDatabase(work: (db: Database) => Promise<string>): Promise<number> {
  const { DATABASE_URL: url, EXIGIBLE_DATA: data } = readConfig();
  const db = await openDatabase(url === undefined ? { dataDir: resolve(data) } : { url });
  try {
    process.stdout.write(`${await work(db)}\n`);
    return 0;
  } finally {
    await db.close();
  }
}
