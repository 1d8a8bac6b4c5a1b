import { setImmediate } from 'node:timers/promises';
import { type DueDebtor, type StandingDebtor, standingOf } from '../db/due-debtors.ts';
import type { ApiDeps } from './deps.ts';

/** Debtors whose cases are in memory at the same time: some have thousands. */
const READ_AT_ONCE = 10;

/** Debtors as they stand, one after the other: others are served while each is played. */
export async function* standingDebtors<D extends DueDebtor>(
  { db, clock }: ApiDeps,
  creditorId: string,
  debtors: readonly D[],
): AsyncGenerator<StandingDebtor<D>> {
  for (let from = 0; from < debtors.length; from += READ_AT_ONCE)
    for (const debtor of await standingOf(db, creditorId, debtors.slice(from, from + READ_AT_ONCE), clock())) {
      yield debtor;
      await setImmediate();
    }
}
