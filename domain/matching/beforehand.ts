import { MOST_CANDIDATES } from './candidates.ts';
import { exactSets } from './exact-sums.ts';

/** An invoice that money which waits may pay, in integer cents. */
export interface Offered {
  readonly caseId: string;
  readonly debtorId: string;
  readonly balanceCents: number;
  /** Something beside the amount speaks for it. */
  readonly borneOut: boolean;
  /** That is only a name near to its debtor's. */
  readonly onlyNear: boolean;
}

/**
 * The cases to tick before a person looks, best offered first, of one debtor: the best one when it takes the whole money, else the only
 * invoices that together take it to the cent. Of two as large of the payer the best is the older (C. civ. 1342-10). An amount alone never
 * ticks anything, a sum and a near name neither, nor does a list that may have been cut.
 */
export function tickedBeforehand(offered: readonly Offered[], openCents: number): readonly string[] {
  const told = offered.filter(({ borneOut }) => borneOut);
  const [best] = offered;
  if (best?.borneOut && best.balanceCents === openCents) {
    const equal = told.filter(({ balanceCents }) => balanceCents === openCents);
    return isBeyondDoubt(equal) ? [best.caseId] : [];
  }
  if (offered.length >= MOST_CANDIDATES) return [];
  const places = told.map((_, place) => place);
  const sets = exactSets(places, (place) => told[place]?.balanceCents ?? 0, openCents);
  const [only = []] = sets.length === 1 ? sets : [];
  const chosen = only.flatMap((place) => told[place] ?? []);
  return isBeyondDoubt(chosen) ? chosen.map(({ caseId }) => caseId) : [];
}

/** One invoice, or several of one debtor for each of whom a number or his very name speaks. */
function isBeyondDoubt(chosen: readonly Offered[]): boolean {
  return chosen.length < 2 || chosen.every((each) => !each.onlyNear && each.debtorId === chosen[0]?.debtorId);
}

/**
 * What several transfers that are placed together say of invoices, said once: borne out are those of a debtor for whom each of them speaks,
 * by a number or his very name.
 */
export function offeredTogether<Line extends Offered & { readonly reasons: readonly string[] }>(
  lists: readonly (readonly Line[])[],
): Line[] {
  const byCase = new Map<string, Line>();
  const speaksFor = (list: readonly Line[], debtorId: string) =>
    list.some((line) => line.debtorId === debtorId && line.borneOut && !line.onlyNear);
  for (const each of lists.flat()) {
    const known = byCase.get(each.caseId);
    const reasons = [...new Set([...(known?.reasons ?? []), ...each.reasons])];
    const borneOut = (known?.borneOut ?? false) || (each.borneOut && lists.every((list) => speaksFor(list, each.debtorId)));
    byCase.set(each.caseId, { ...each, reasons, borneOut, onlyNear: (known?.onlyNear ?? true) && each.onlyNear });
  }
  return [...byCase.values()];
}
