import { MOST_CANDIDATES } from './candidates.ts';
import { exactSets } from './exact-sums.ts';

/** An invoice that money which waits may pay, in integer cents. */
export interface Offered {
  readonly caseId: string;
  readonly balanceCents: number;
  /** Something beside the amount speaks for it. */
  readonly borneOut: boolean;
}

/**
 * The cases to tick before a person looks, best offered first: the best one when it takes the whole money, else the only invoices that
 * together take it to the cent. An amount alone never ticks anything, nor does a list that may have been cut.
 */
export function tickedBeforehand(offered: readonly Offered[], openCents: number): readonly string[] {
  const [best] = offered;
  if (best?.borneOut && best.balanceCents === openCents) return [best.caseId];
  if (offered.length >= MOST_CANDIDATES) return [];
  const told = offered.filter(({ borneOut }) => borneOut);
  const places = told.map((_, place) => place);
  const sets = exactSets(places, (place) => told[place]?.balanceCents ?? 0, openCents);
  const [only = []] = sets.length === 1 ? sets : [];
  return only.flatMap((place) => told[place]?.caseId ?? []);
}
