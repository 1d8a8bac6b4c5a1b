import { reverseAllocations } from '../db/allocations.ts';
import { creditsOfAmounts, type EntryRow, setOutcome, waitingReturns } from '../db/bank.ts';
import type { Queries } from '../db/database.ts';
import { returnedPayment } from '../domain/matching/returned-payment.ts';
import { type Hand, tellReversals } from './allocation.ts';

/**
 * Takes back the payments that returned ones undo, whichever came first. Answers how many. A return that designates none, or several,
 * waits: its payment may still come, or a human says which it is.
 */
export async function takeBackReturns(tx: Queries, hand: Hand): Promise<number> {
  const { creditorId } = hand;
  const returns = await waitingReturns(tx, creditorId);
  const amounts = [...new Set(returns.map(({ document }) => -document.amountCents))];
  let credits = await creditsOfAmounts(tx, creditorId, amounts);
  let taken = 0;
  for (const returned of [...returns].sort(byDayAndKey)) {
    const payment = returnedPayment(returned.document, credits);
    if (payment === null) continue;
    await takeBack(tx, hand, returned, payment);
    credits = credits.filter((credit) => credit !== payment);
    taken += 1;
  }
  return taken;
}

/** The payment is undone, its cases hear it, and the return is explained. */
export async function takeBack(
  tx: Queries,
  hand: Hand,
  returned: Pick<EntryRow, 'key'>,
  payment: Pick<EntryRow, 'key'>,
): Promise<void> {
  const reasons = [`rejet du paiement ${payment.key}`];
  await setOutcome(tx, hand.creditorId, returned.key, { verdict: 'not-a-payment', reasons, openCents: 0 });
  await undo(tx, hand, [payment.key]);
}

/** Entries whose money went back: what they gave to cases is owed again. */
export async function undo(tx: Queries, { creditorId, source }: Hand, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  for (const key of keys)
    await setOutcome(tx, creditorId, key, { verdict: 'reversed', reasons: ['rejetée par la banque'], openCents: 0 });
  await tellReversals(tx, await reverseAllocations(tx, creditorId, keys), source);
}

function byDayAndKey(a: EntryRow, b: EntryRow): number {
  const [first, second] = [a, b].map(({ key, document }) => `${document.bookedOn ?? ''} ${key}`) as [string, string];
  return first < second ? -1 : Number(first > second);
}
