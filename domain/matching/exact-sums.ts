import type { DebtorAccount, Ledger } from './ledger.ts';

/** Sets of invoices are tried on so many at most: 4095 sets. */
const MOST_SUMMED = 12;

/** Every set of places whose cents add up to the amount; nothing is tried on more than twelve places. */
export function exactSets(
  places: readonly number[],
  centsOf: (place: number) => number,
  amountCents: number,
): readonly (readonly number[])[] {
  const counted = places.filter((place) => centsOf(place) > 0);
  return counted.length > MOST_SUMMED ? [] : setsFrom(counted, centsOf, amountCents);
}

/**
 * True when the amount can be read in no second way: no other invoice of the account and no other sum of its invoices is as large.
 * Balances count as they were before this run, for the entry may be the second payment of an invoice just paid.
 */
export function isOnlyReading(ledger: Ledger, account: DebtorAccount, chosen: readonly number[], amountCents: number): boolean {
  const balanceOf = (place: number): number => ledger.invoices[place]?.balanceCents ?? 0;
  const isChosen = (set: readonly number[]): boolean =>
    set.length === chosen.length && set.every((place) => chosen.includes(place));
  const single = account.invoices.filter((place) => balanceOf(place) === amountCents).map((place) => [place]);
  return [...single, ...exactSets(account.invoices, balanceOf, amountCents)].every(isChosen);
}

function setsFrom(
  places: readonly number[],
  centsOf: (place: number) => number,
  amountCents: number,
): readonly (readonly number[])[] {
  if (amountCents === 0) return [[]];
  if (amountCents < 0) return [];
  return places.flatMap((place, index) => {
    const rest = setsFrom(places.slice(index + 1), centsOf, amountCents - centsOf(place));
    return rest.map((set) => [place, ...set]);
  });
}
