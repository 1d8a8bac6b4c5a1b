import { sumCents } from '../money/cents.ts';
import type { ClaimStatement, Figures } from './claim.ts';

/** What one debtor owes one creditor over several claims, in cents of one currency. */
export type ConnectedSum = Figures & { readonly claims: number };

/**
 * Connected claims of one creditor against one debtor add up for jurisdiction and thresholds (CPC 35, al. 2); claims that are not connected are
 * looked at one by one (al. 1), so whoever shows the sum shows each part too. Null while one of them has no figure. All in one currency.
 */
export function connectedSum(claims: readonly ClaimStatement[]): ConnectedSum | null {
  const known = claims.flatMap((claim) => (claim.totalCents === null || claim.status === 'rate-missing' ? [] : [claim]));
  if (known.length < claims.length) return null;
  const total = (key: keyof Figures) => sumCents(known.map((claim) => claim[key]));
  return {
    claims: known.length,
    principalCents: total('principalCents'),
    interestCents: total('interestCents'),
    indemnityCents: total('indemnityCents'),
    totalCents: total('totalCents'),
  };
}
