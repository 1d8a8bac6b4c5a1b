import { type LateInvoice, lockFeed, waitingFor } from '../db/bank.ts';
import type { Database } from '../db/database.ts';
import type { Hand } from './allocation.ts';
import { placeExactly } from './placing.ts';
import { mayBeKnownMoney } from './settle.ts';

/**
 * Money may come before its invoice is told: once that opens, what waited for it and settles it to the cent is placed. What a person took
 * back, and what may be money counted before, stays his. Twice, it does nothing more.
 */
export async function placeWaiting(db: Database, hand: Hand, invoice: LateInvoice): Promise<void> {
  const { creditorId } = hand;
  // Few invoices find money before them: the feed is not held for the others.
  if ((await waitingFor(db, creditorId, invoice)).length === 0) return;
  await db.transaction(async (tx) => {
    await lockFeed(tx, creditorId);
    const waiting = await waitingFor(tx, creditorId, invoice);
    await placeExactly(
      tx,
      hand,
      waiting.filter((row) => !mayBeKnownMoney(row)),
    );
  });
}
