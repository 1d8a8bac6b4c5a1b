import type { SemesterRates } from '../domain/law/rates.ts';
import { missingSemester, SHIPPED_SEMESTERS } from '../domain/law/rates.ts';

/** The rates of each semester, and the semester that somebody has to enter. */
export interface KnownRates {
  readonly rates: readonly (SemesterRates & { readonly origin: 'shipped' | 'entered' })[];
  readonly missing: string | null;
}

/** The shipped rates: what can be told without a server. */
export function shippedRates(today: string): KnownRates {
  return { rates: SHIPPED_SEMESTERS.map((rates) => ({ ...rates, origin: 'shipped' })), missing: missingSemester(today) };
}

/** Shipped and entered rates when an API key is there to ask with; null without one. Rejects when the server does not answer. */
export async function ratesOfServer(): Promise<KnownRates | null> {
  const [{ connect }, { readConfig }] = await Promise.all([import('./connect.ts'), import('../config.ts')]);
  if (readConfig().EXIGIBLE_API_KEY === undefined) return null;
  return (await connect()).call('GET /legal-rates');
}
