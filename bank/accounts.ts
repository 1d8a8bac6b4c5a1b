import { type EntryRow, entryOf, lockFeed, putEntries, setOutcome } from '../db/bank.ts';
import { accountBook, hearOfName, joinAccounts, putAccountName, takeWaiting } from '../db/bank-accounts.ts';
import type { Queries } from '../db/database.ts';
import { refuse } from '../domain/fault.ts';
import { comparableAccount } from '../domain/statement/account.ts';
import type { TracedEntry } from '../domain/statement/bank-entry.ts';
import type { Hand } from './allocation.ts';
import type { BankEntryBody } from './feed-body.ts';
import { settle, WEBHOOKS } from './settle.ts';

/** What a person says of a name under which a bank or an aggregator speaks of an account. */
export interface NamedAccount {
  readonly name: string;
  /** An account of the creditor that is known, or the name itself: then it is one of its own. */
  readonly account: string;
}

/**
 * Says of which account a name is: from now on the same money told under both counts once. The entries that waited under the name are
 * settled; answers how many. Throws `BadInput` for an account that is not known.
 */
export async function nameAccount(tx: Queries, { creditorId, source }: Hand, { name, account }: NamedAccount): Promise<number> {
  await lockFeed(tx, creditorId);
  const isOwn = comparableAccount(account) === comparableAccount(name);
  const known = isOwn ? name : (await accountBook(tx, creditorId))(account);
  if (known === null)
    return refuse(
      '$.account',
      `got ${JSON.stringify(account)}, expected an account of this creditor that is known: GET /accounts`,
    );
  await putAccountName(tx, creditorId, { name, account: known }, source.actor);
  if (!isOwn) await joinAccounts(tx, creditorId, name, known);
  const waiting = await takeWaiting(tx, creditorId, name);
  await settle(tx, creditorId, waiting.map(tracedAgain(known)), WEBHOOKS, source);
  return waiting.length;
}

/** A word about an account that nobody knows: kept, and nothing is allocated until a person says whose it is. */
export async function waitForName(tx: Queries, creditorId: string, heard: BankEntryBody): Promise<void> {
  await hearOfName(tx, creditorId, heard.account);
  const known = await entryOf(tx, creditorId, heard.entry.key);
  const reasons = [`le compte ${heard.account} n’est pas connu\u00a0: dites duquel des vôtres il est le nom`];
  const status = heard.change === 'pending' ? 'pending' : 'booked';
  const row = { key: heard.entry.key, account: heard.account, document: { ...heard.entry, status } as const, booking: null };
  if (heard.change === 'undone') return undoUnnamed(tx, creditorId, row, known);
  if (known && (known.verdict !== 'unknown-account' || heard.change === 'pending')) return;
  await putEntries(tx, creditorId, [{ ...row, verdict: 'unknown-account', reasons, openCents: row.document.amountCents }]);
}

async function undoUnnamed(
  tx: Queries,
  creditorId: string,
  row: Pick<EntryRow, 'key' | 'account' | 'document' | 'booking'>,
  known: EntryRow | undefined,
): Promise<void> {
  const outcome = { verdict: 'reversed', reasons: ['annulée par la banque'], openCents: 0 } as const;
  if (known) await setOutcome(tx, creditorId, row.key, outcome);
  else await putEntries(tx, creditorId, [{ ...row, ...outcome }]);
}

function tracedAgain(account: string): (row: EntryRow, index: number) => TracedEntry {
  return ({ document }, index) => {
    const nothing = { servicerReference: null, returnReason: null };
    return { ...document, trace: { account, booking: index + 1, bookingCents: document.amountCents, ...nothing } };
  };
}
