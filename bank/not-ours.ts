import { allocatedKeys } from '../db/allocations.ts';
import { type EntryRow, entryOf, lockFeed, putEntries } from '../db/bank.ts';
import type { Queries } from '../db/database.ts';
import { asidesOf, putAside } from '../db/not-ours.ts';
import { Refusal } from '../domain/fault.ts';
import type { Hand } from './allocation.ts';
import { asideText } from './aside-text.ts';
import { type Decided, waitingEntry } from './by-hand.ts';
import { placeExactly } from './placing.ts';
import { mayBeKnownMoney } from './settle.ts';

/**
 * Says that money which waits, or what is left of it, is for no invoice of ours: it waits for nobody any more, and no invoice that opens
 * later takes it. A returned payment is for the one that it undoes. Throws a `Refusal`.
 */
export async function sayNotOurs(tx: Queries, { creditorId, source }: Hand, key: string, reason: string): Promise<Decided> {
  const entry = await waitingEntry(tx, creditorId, key);
  if (entry === null) return 'unknown';
  if (entry.document.amountCents < 0) throw new Refusal(A_RETURN);
  await putAside(tx, creditorId, key, { reason, at: source.at, actor: source.actor });
  return 'done';
}

const A_RETURN =
  'Cette écriture est un débit\u00a0: elle ne se met pas hors factures, rattachez-la au paiement qu’elle annule (Rapprochement, «\u00a0Ce rejet annule\u00a0»).';

/** It waits again, or is placed where it now settles invoices to the cent. Throws a `Refusal`. */
export async function waitAgain(tx: Queries, hand: Hand, key: string): Promise<Decided | 'placed'> {
  const { creditorId, source } = hand;
  await lockFeed(tx, creditorId);
  const entry = await entryOf(tx, creditorId, key);
  if (!entry) return 'unknown';
  if (entry.verdict !== 'not-ours') throw new Refusal('Cette écriture n’est pas hors factures.');
  const aside = (await asidesOf(tx, creditorId, [key])).get(key);
  const said = [...(aside ? [asideText(aside)] : []), `remise à rapprocher par ${source.actor}`].join(', ');
  const waiting: EntryRow = { ...entry, verdict: 'unmatched' };
  const [row = waiting] = (await isUntouched(tx, creditorId, entry)) ? await placeExactly(tx, hand, [waiting]) : [];
  await putEntries(tx, creditorId, [{ ...row, reasons: [...row.reasons, said] }]);
  return row.verdict === 'allocated' ? 'placed' : 'done';
}

/** A whole credit that was never placed: what a person took back, and what may be money counted before, is his. */
async function isUntouched(tx: Queries, creditorId: string, entry: EntryRow): Promise<boolean> {
  const { key, openCents, document } = entry;
  if (openCents <= 0 || openCents !== document.amountCents || mayBeKnownMoney(entry)) return false;
  return !(await allocatedKeys(tx, creditorId, [key])).has(key);
}
