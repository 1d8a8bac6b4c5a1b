import type { MatchResult, PayingEntry } from '../../../domain/matching/open-invoice.ts';
import type { World } from './world.ts';

/** How automatic matching did against the truth. */
export interface Score {
  readonly payments: number;
  readonly matched: number;
  readonly ambiguous: number;
  readonly none: number;
  /** Allocations to an invoice that the payer did not mean. */
  readonly wrong: readonly string[];
}

/** Compares results with a world; both are in the order of its statement. */
export function scoreOf(world: World, entries: readonly PayingEntry[], results: readonly MatchResult[]): Score {
  const count = (verdict: MatchResult['verdict']): number => results.filter((result) => result.verdict === verdict).length;
  const wrong = results.flatMap((result, index) => {
    const meant = world.truth[index] ?? [];
    return result.allocations
      .filter(({ invoice }) => !meant.includes(invoice))
      .map(
        ({ invoice }) =>
          `${entries[index]?.label ?? ''} ${entries[index]?.counterparty ?? ''} → ${invoice}, meant ${meant.join(' ')}: ${result.reasons.join('; ')}`,
      );
  });
  return {
    payments: results.length - count('not-a-payment'),
    matched: count('matched'),
    ambiguous: count('ambiguous'),
    none: count('none'),
    wrong,
  };
}
