import type { Sent } from './sent.ts';
import type { Visit } from './visit.ts';

const asksForAll = ({ tous }: Sent): boolean => tous === '1';

/** Figures of all of a visitor's creditors, where their address asks for them: as the API is asked, and as the address says it again. */
export const allAsked = (query: Sent) => ({ all: asksForAll(query) ? ('true' as const) : undefined });
export const allKept = (query: Sent) => ({ tous: asksForAll(query) ? 1 : undefined });

/** Whether the figures are of all, and whether that is a choice. */
export function breadthOf({ session, creditors }: Pick<Visit, 'session' | 'creditors'>, query: Sent) {
  const hasOne = session.creditorId !== null;
  return { isAll: asksForAll(query) || !hasOne, maySeeAll: hasOne && creditors.length > 1 };
}
