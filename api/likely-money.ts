import { type EntryRow, listEntries } from '../db/bank.ts';
import type { Queries } from '../db/database.ts';
import { owedByDebtors } from '../db/open-invoices.ts';
import { caseIn } from './case-access.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';
import { type Offered, offeredAmong, whatIsLeftOf } from './offered.ts';

/** So many of the newest entries that wait are looked at, in one pass for a whole page. */
const MOST_LOOKED_AT = 100;

/** Money that waits and may well be that of an invoice. */
export interface LikelyMoney extends Pick<EntryRow, 'key' | 'openCents'> {
  readonly currency: string;
  readonly bookedOn: string | null;
}

/** Before money is asked for an invoice: whether some of it came that nobody has placed. */
export function likelyMoneyHandlers(deps: ApiDeps) {
  return {
    'GET /cases/{caseId}/likely-money': async (given) => {
      const { creditorId, debtor, invoice } = (await caseIn(deps, given)).state;
      const found = await likelyMoney(deps.db, creditorId, [debtor.id]);
      return { 200: { entry: found.get(invoice.id) ?? null } };
    },
  } satisfies Partial<Handlers>;
}

/** By open invoice of these debtors, the newest money that waits and resembles it: by a number, by who paid, else by the exact amount. */
export async function likelyMoney(
  db: Queries,
  creditorId: string,
  debtors: readonly string[],
): Promise<ReadonlyMap<string, LikelyMoney>> {
  const { rows } = await listEntries(db, creditorId, 'unmatched', MOST_LOOKED_AT);
  const waiting = rows.filter(({ openCents }) => openCents > 0);
  if (waiting.length === 0 || debtors.length === 0) return new Map();
  const offered = offeredAmong(await owedByDebtors(db, creditorId, debtors), waiting.map(whatIsLeftOf));
  const found = waiting.flatMap(({ key, openCents, document: { currency, bookedOn } }, place) =>
    resembling(offered[place] ?? [], openCents).map(
      ({ invoice }) => [invoice.id, { key, openCents, currency, bookedOn }] as const,
    ),
  );
  return new Map(found.toReversed());
}

/** Where a number or a payer speaks for an invoice, an equal balance alone says nothing of another. */
function resembling(offered: readonly Offered[], openCents: number): readonly Offered[] {
  const sure = offered.filter(({ borneOut, onlyNear }) => borneOut && !onlyNear);
  return sure.length > 0 ? sure : offered.filter(({ invoice }) => invoice.balanceCents === openCents);
}
