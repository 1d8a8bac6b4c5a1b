import { type AccountFreshness, lockFeed, moveFeed } from '../db/bank.ts';
import { accountBook, hearOfName } from '../db/bank-accounts.ts';
import { staleCases } from '../db/cases.ts';
import type { Queries } from '../db/database.ts';
import { tellCases } from '../db/tell-case.ts';
import type { Source } from './allocation.ts';

/** Moves the feed of known accounts forward, and tells the cases that waited for it. */
export async function freshenFeed(
  tx: Queries,
  creditorId: string,
  accounts: readonly AccountFreshness[],
  source: Source,
): Promise<void> {
  await lockFeed(tx, creditorId);
  const book = await accountBook(tx, creditorId);
  for (const { account, throughOn } of accounts) {
    const known = book(account);
    if (known === null) await hearOfName(tx, creditorId, account);
    else await moveFeed(tx, creditorId, known, throughOn);
  }
  const waiting = await staleCases(tx, creditorId);
  await tellCases(
    tx,
    waiting.map((caseId) => ({ caseId, fact: { type: 'feed-fresh', ...source } })),
  );
}
