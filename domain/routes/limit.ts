import type { CivilDate } from '../calendar/civil-date.ts';
import { LEGAL_VALUES } from '../law/data/values.ts';
import { entryOn } from '../law/dated-value.ts';
import { formatCents } from '../money/cents.ts';
import type { Situation, Sums } from './situation.ts';

/** A limit of the law in euro cents, undefined on a day when it does not exist. */
export function limitOn(key: string, on: CivilDate): number | undefined {
  return entryOn(LEGAL_VALUES, key, on)?.value;
}

/** The sums that can be compared with a limit in euros: this claim alone, and with the connected ones; null without a figure in euros. */
export function euroSums({ input, sums, joined }: Situation): { readonly alone: Sums; readonly joined: Sums } | null {
  if ((input.claim.currency ?? 'EUR') !== 'EUR' || sums === null || joined === null) return null;
  return { alone: sums, joined };
}

/** The sums that a person compares with the limit, with and without the flat indemnity and the connected claims. */
export function sumsText({ alone, joined }: { readonly alone: Sums; readonly joined: Sums }): string {
  const own = `${formatCents(alone.amountCents)} de principal et d’intérêts, ${formatCents(alone.totalCents)} avec l’indemnité forfaitaire`;
  return joined.totalCents === alone.totalCents ? own : `${own}, ${formatCents(joined.totalCents)} avec les créances connexes`;
}
