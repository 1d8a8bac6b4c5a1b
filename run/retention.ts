import { join } from 'node:path';
import type { DocumentStore } from '../activities/files/store.ts';
import { follow } from '../activities/follow.ts';
import type { Uploads } from '../activities/import/uploads.ts';
import type { Database } from '../db/database.ts';
import { eraseIdentity, identitiesOver, notePapersErased, papersOf, papersOver } from '../db/erasure.ts';
import { bankFilesOver, noteFileDropped, purge } from '../db/retention.ts';
import { forgetStray, strayMailsOver } from '../db/stray-mails.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { documentStore, uploadStore } from './document-store.ts';
import type { Ground } from './ground.ts';
import { turnLog } from './turn-log.ts';

const LOOK_EVERY_MS = 3_600_000;
/** Debtors whose time is over that are erased in one look. */
const PEOPLE_AT_ONCE = 100;

export interface RetentionGround {
  readonly db: Database;
  readonly store: Pick<DocumentStore, 'drop'>;
  readonly uploads: Pick<Uploads, 'drop'>;
  readonly dataDir: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Takes away each hour what is kept long enough (domain/retention.ts), until it is stopped. */
export function followRetention({
  config,
  db,
  dataDir,
  log,
}: Pick<Ground, 'config' | 'db' | 'dataDir' | 'log'>): () => Promise<void> {
  const ground = { db, dataDir, store: documentStore(config, dataDir), uploads: uploadStore(config, dataDir), clock: Date.now };
  const look = async () => {
    const gone = await keepNoLonger(ground);
    if (gone > 0) log.info({ gone }, 'what was kept long enough is gone');
    return gone > 0;
  };
  return follow(look, LOOK_EVERY_MS, (error) => log.error({ err: error }, 'what was kept long enough could not be taken away'));
}

/** One look; answers with how much went. What fails halfway is found again by the next. */
export async function keepNoLonger(ground: RetentionGround): Promise<number> {
  const at = toInstant(ground.clock());
  const rows = await purge(ground.db, at);
  const files = await dropBankFiles(ground, at);
  const mails = await dropStrayMails(ground, at);
  const people = await erasePeople(ground, at);
  for (const name of ['exigible.log', 'engine.log']) await turnLog(join(ground.dataDir, name), ground.clock());
  return rows + files + mails + people;
}

async function dropBankFiles({ db, uploads }: RetentionGround, at: string): Promise<number> {
  const digests = await bankFilesOver(db, at);
  for (const sha256 of digests) {
    await uploads.drop(sha256);
    await noteFileDropped(db, sha256);
  }
  return digests.length;
}

/** What no case has is gone with its file; what was given to one is among its papers. */
async function dropStrayMails({ db, store }: RetentionGround, at: string): Promise<number> {
  const over = await strayMailsOver(db, at);
  for (const { sha256, isKept } of over) {
    if (!isKept) await store.drop(sha256);
    await forgetStray(db, sha256);
  }
  return over.length;
}

async function erasePeople({ db, store }: RetentionGround, at: string): Promise<number> {
  const over = await identitiesOver(db, at, PEOPLE_AT_ONCE);
  for (const name of over) await db.transaction((tx) => eraseIdentity(tx, { ...name, actor: 'retention', reason: 'over' }));
  const papers = await papersOver(db, at, PEOPLE_AT_ONCE);
  for (const name of papers) {
    for (const sha256 of await papersOf(db, name)) await store.drop(sha256);
    await notePapersErased(db, name);
  }
  return over.length + papers.length;
}
