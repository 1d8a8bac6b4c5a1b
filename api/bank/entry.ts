import {
  type EntryRow,
  entriesOfTransfer,
  entryOf,
  openInvoices,
  putEntry,
  reverseAllocations,
  setVerdict,
} from '../../db/bank.ts';
import type { Queries } from '../../db/database.ts';
import { caseId } from '../../domain/case/case.ts';
import { match } from '../../domain/matching/match.ts';
import type { MatchResult } from '../../domain/matching/open-invoice.ts';
import { allocate, type Decision, tellReversals } from './allocation.ts';
import { freshenFeed } from './feed.ts';
import type { BankEntryBody } from './feed-body.ts';

/**
 * What a bank entry does, in one transaction: the feed moves, the entry is kept, sure matches become allocations,
 * and each allocation becomes a row that tells its case. Told twice, it does nothing more.
 */
export async function settleEntry(tx: Queries, creditorId: string, heard: BankEntryBody): Promise<void> {
  await freshenFeed(tx, creditorId, heard);
  const known = await entryOf(tx, creditorId, heard.entry.key);
  if (heard.change === 'undone') return undo(tx, creditorId, heard, known);
  if (known && (known.verdict !== 'pending' || heard.change === 'pending')) return;
  if (heard.change === 'pending')
    return putEntry(tx, creditorId, rowOf(heard, 'pending', ['annoncée, pas encore comptabilisée']));
  if (heard.entry.reversal) return takeBack(tx, creditorId, heard);
  return place(tx, creditorId, heard);
}

async function place(tx: Queries, creditorId: string, heard: BankEntryBody): Promise<void> {
  const [result] = match(await openInvoices(tx, creditorId, heard.entry.currency), [heard.entry]);
  if (!result) throw new Error(`no verdict for bank entry ${heard.entry.key}`);
  const entry = rowOf(heard, result.verdict === 'not-a-payment' ? 'not-a-payment' : 'unmatched', reasonsOf(result));
  await putEntry(tx, creditorId, entry);
  if (result.verdict !== 'matched') return;
  const shares = result.allocations.map(({ invoice, amountCents }) => ({ caseId: caseId(creditorId, invoice), amountCents }));
  await allocate(tx, creditorId, entry, shares, decisionOf(heard, result.reasons));
}

/** A booked return names the payment that it undoes by its end-to-end id and amount; one that names none, or several, waits for a human. */
async function takeBack(tx: Queries, creditorId: string, heard: BankEntryBody): Promise<void> {
  const undone = await undoneBy(tx, creditorId, heard);
  if (undone.length !== 1)
    return putEntry(tx, creditorId, rowOf(heard, 'unmatched', ['rejet dont le paiement d’origine n’est pas sûr']));
  await putEntry(tx, creditorId, rowOf(heard, 'not-a-payment', [`rejet du paiement ${undone[0]?.key}`]));
  await reverse(tx, creditorId, undone, heard);
}

/** An entry undone before it was ever told stays undone when it comes. */
async function undo(tx: Queries, creditorId: string, heard: BankEntryBody, known: EntryRow | undefined): Promise<void> {
  const undone = known ? [known] : await undoneBy(tx, creditorId, heard);
  if (!known) await putEntry(tx, creditorId, rowOf(heard, 'reversed', ['annulée par la banque']));
  if (undone.length === 1) await reverse(tx, creditorId, undone, heard);
}

async function undoneBy(tx: Queries, creditorId: string, { entry }: BankEntryBody): Promise<EntryRow[]> {
  if (entry.endToEndId === null) return [];
  return entriesOfTransfer(tx, creditorId, entry.endToEndId, Math.abs(entry.amountCents));
}

async function reverse(tx: Queries, creditorId: string, entries: readonly EntryRow[], heard: BankEntryBody): Promise<void> {
  const keys = entries.map((entry) => entry.key);
  for (const key of keys) await setVerdict(tx, creditorId, key, 'reversed', ['rejetée par la banque']);
  await tellReversals(tx, await reverseAllocations(tx, creditorId, keys), decisionOf(heard, []));
}

function rowOf(heard: BankEntryBody, verdict: EntryRow['verdict'], reasons: readonly string[]): EntryRow {
  return { key: heard.entry.key, account: heard.account, verdict, document: heard.entry, reasons };
}

function reasonsOf({ reasons, candidates }: MatchResult): string[] {
  return [...reasons, ...candidates.map(({ number, reasons: why }) => `peut-être ${number}\u00a0: ${why.join(', ')}`)];
}

function decisionOf({ at, cause }: BankEntryBody, reasons: readonly string[]): Decision {
  return { at, cause, actor: 'bank', reasons };
}
