import type { Database } from '../../db/database.ts';
import { maySpeakOf, moneySourcesOf } from '../../db/money-sources.ts';
import type { MoneySource } from '../../domain/known-providers.ts';
import { HttpProblem } from '../http/problem.ts';

/** Refuses what a source of money says of an account that is not one of its own. */
export async function checkAccount(db: Database, creditorId: string, source: MoneySource, account: string): Promise<void> {
  if (maySpeakOf(await moneySourcesOf(db, creditorId), source, account)) return;
  throw new HttpProblem(403, `The account ${account} is not one that the source ${source} may speak of.`);
}
