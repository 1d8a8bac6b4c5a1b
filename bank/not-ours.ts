import { entryOf, lockFeed } from '../db/bank.ts';
import type { Queries } from '../db/database.ts';
import { endAside, putAside } from '../db/not-ours.ts';
import { Refusal } from '../domain/fault.ts';
import type { Hand } from './allocation.ts';
import { type Decided, waitingEntry } from './by-hand.ts';

/**
 * Says that money which waits, or what is left of it, is for no invoice of ours: it waits for nobody any more, and no invoice that opens
 * later takes it. Throws a `Refusal`.
 */
export async function sayNotOurs(tx: Queries, { creditorId, source }: Hand, key: string, reason: string): Promise<Decided> {
  const entry = await waitingEntry(tx, creditorId, key);
  if (entry === null) return 'unknown';
  await putAside(tx, creditorId, key, { reason, at: source.at, actor: source.actor });
  return 'done';
}

/** It waits again, as it did before. Throws a `Refusal`. */
export async function waitAgain(tx: Queries, { creditorId, source }: Hand, key: string): Promise<Decided> {
  await lockFeed(tx, creditorId);
  const entry = await entryOf(tx, creditorId, key);
  if (!entry) return 'unknown';
  if (entry.verdict !== 'not-ours') throw new Refusal('Cette écriture n’est pas hors factures.');
  await endAside(tx, creditorId, key, [...entry.reasons, `remise à rapprocher par ${source.actor}`]);
  return 'done';
}
