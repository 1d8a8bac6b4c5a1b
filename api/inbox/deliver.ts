import { settleEntry } from '../../bank/entry.ts';
import { freshenFeed } from '../../bank/feed.ts';
import type { BankEntryBody, FeedCheckedBody } from '../../bank/feed-body.ts';
import { placeWaiting } from '../../bank/late-invoice.ts';
import { beginRun, type Opening, openDossier, wakeDossier } from '../../cases/open.ts';
import type { Database } from '../../db/database.ts';
import { type InboxRow, removeFromInbox, setAsideInbox } from '../../db/inbox.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import type { Signal } from '../../domain/case/facts/hearing.ts';
import { isSenseless } from '../../domain/fault.ts';
import type { Delivery } from './delivery.ts';

/** `done`: the row may go. `rung`: its case was told that it is there, and takes it. `gone`: it went already, was set aside, or stays until its work is done. A throw means: again later. */
export type Delivered = 'done' | 'rung' | 'gone';

/** Delivers one row. Each way is harmless twice: openings are known, bells only ring, bank entries have keys. */
export function deliver(delivery: Delivery, row: InboxRow): Promise<Delivered> {
  const way = ways[row.kind];
  return way ? way(delivery, row) : setAside(delivery, row, `unknown kind ${row.kind}`);
}

const ways: Readonly<Record<string, (delivery: Delivery, row: InboxRow) => Promise<Delivered>>> = {
  async start(delivery, row) {
    const { db, engine, clock } = delivery;
    const opened = await openDossier(db, row.body as Opening, clock()).catch((error: unknown) => {
      if (isSenseless(error)) return error;
      throw error;
    });
    if (opened instanceof Error) return setAside(delivery, row, opened.message);
    const { creditorId, invoice } = (row.body as Opening).opening;
    await placeWaiting(db, { creditorId, source: { at: toInstant(clock()), actor: 'bank', cause: row.eventId } }, invoice);
    await engine.start(opened);
    return 'done';
  },
  async begin({ db, engine, clock }, row) {
    const beginning = await beginRun(db, caseIdOf(row), clock());
    if (beginning) await engine.startAgain(beginning);
    return 'done';
  },
  signal: (delivery, row) => ring(delivery, row, (row.body as Signal).signal, (row.body as Signal).payload),
  act: (delivery, row) => ring(delivery, row, 'ring', {}),
  ring: (delivery, row) => ring(delivery, row, 'ring', {}),
  /** The row stays until the import ended, and removes it: it starts one that was lost, and the gate holds on it meanwhile. */
  async statement({ engine }, { body, creditorId }) {
    await engine.startImport((body as { importId: string }).importId, creditorId);
    return 'gone';
  },
  'bank-entry': (delivery, row) =>
    inOneTransaction(delivery, row, (tx) => settleEntry(tx, row.creditorId, row.body as BankEntryBody)),
  'feed-checked': (delivery, row) => inOneTransaction(delivery, row, (tx) => feedChecked(tx, row)),
};

/** Tells a case that it has mail. One that no workflow lives reads it here, and begins anew when it has something left to live. */
async function ring(delivery: Delivery, row: InboxRow, signal: string, payload: object): Promise<Delivered> {
  const { db, engine, clock } = delivery;
  const caseId = caseIdOf(row);
  if (await engine.signal(caseId, signal, { ...payload, event: row.eventId })) return 'rung';
  switch (await wakeDossier(db, caseId, clock())) {
    case 'unknown':
      return setAside(delivery, row, `no case ${caseId}`);
    case 'not-yet':
      throw new Error(`${caseId} is not open yet`);
    default:
      return 'gone';
  }
}

function feedChecked(tx: Transaction, { creditorId, body }: InboxRow): Promise<void> {
  const heard = body as FeedCheckedBody;
  return freshenFeed(tx, creditorId, [heard], { at: heard.at, actor: 'bank', cause: heard.cause });
}

type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/** What the row does and its removal are one: it never happens twice. */
async function inOneTransaction({ db }: Delivery, row: InboxRow, work: (tx: Transaction) => Promise<void>): Promise<Delivered> {
  await db.transaction(async (tx) => {
    await work(tx);
    await removeFromInbox(tx, [row.sequence]);
  });
  return 'gone';
}

async function setAside({ db }: Delivery, row: InboxRow, why: string): Promise<Delivered> {
  await setAsideInbox(db, row.sequence, why);
  return 'gone';
}

function caseIdOf({ caseId, sequence }: InboxRow): string {
  if (caseId === null) throw new Error(`inbox row ${sequence} names no case`);
  return caseId;
}
