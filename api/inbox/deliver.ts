import { settleEntry } from '../../bank/entry.ts';
import { freshenFeed } from '../../bank/feed.ts';
import type { BankEntryBody, FeedCheckedBody } from '../../bank/feed-body.ts';
import type { Database } from '../../db/database.ts';
import { type InboxRow, removeFromInbox, setAsideInbox } from '../../db/inbox.ts';
import { factHeard, type Signal } from '../../domain/case/facts/hearing.ts';
import type { RecoverInvoiceInput } from '../../workflows/messages.ts';
import type { Delivery } from './delivery.ts';
import { reopenFor } from './reopen.ts';

/** `done`: the row may go. `gone`: it went already, was set aside, or stays until its work is done. A throw means: again later. */
export type Delivered = 'done' | 'gone';

/** Delivers one row. Each way is harmless twice: starts are refused a second time, facts carry ids, bank entries have keys. */
export function deliver(delivery: Delivery, row: InboxRow): Promise<Delivered> {
  const way = ways[row.kind];
  return way ? way(delivery, row) : setAside(delivery, row, `unknown kind ${row.kind}`);
}

const ways: Readonly<Record<string, (delivery: Delivery, row: InboxRow) => Promise<Delivered>>> = {
  async start({ engine }, row) {
    await engine.start(caseIdOf(row), row.body as RecoverInvoiceInput);
    return 'done';
  },
  async signal(delivery, row) {
    const told = row.body as Signal;
    const caseId = caseIdOf(row);
    if (await delivery.engine.signal(caseId, told.signal, told.payload)) return 'done';
    const refused = await reopenFor(delivery, caseId, factHeard(told));
    return refused === null ? 'done' : setAside(delivery, row, refused);
  },
  /** The row stays until the import ended, and removes it: it starts one that was lost, and the gate holds on it meanwhile. */
  async statement({ engine }, { body, creditorId }) {
    await engine.startImport((body as { importId: string }).importId, creditorId);
    return 'gone';
  },
  'bank-entry': (delivery, row) =>
    inOneTransaction(delivery, row, (tx) => settleEntry(tx, row.creditorId, row.body as BankEntryBody)),
  'feed-checked': (delivery, row) => inOneTransaction(delivery, row, (tx) => feedChecked(tx, row)),
};

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
