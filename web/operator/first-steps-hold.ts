/** Why nothing of a new creditor leaves, until somebody says so. */
export const FIRST_STEPS = 'premiers pas';

/** Whom a visitor may choose, and for whom he works now. */
interface Standing {
  readonly creditors: readonly { readonly id: string; readonly held: string | null }[];
  readonly session: { readonly creditorId: string | null };
}

/** True while the first steps of the creditor one works for last. */
export function isAmongFirstSteps({ creditors, session }: Standing): boolean {
  return creditors.some(({ id, held }) => id === session.creditorId && held === FIRST_STEPS);
}
