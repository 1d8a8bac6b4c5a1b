import type { Visit } from './visit.ts';

/** What the bank left for a person to do, of the creditor one works for. */
export interface MoneyNews {
  /** Entries that no rule could place; the list counts no further than a page. */
  readonly unmatched: number;
  readonly isMore: boolean;
  /** No bank has ever said anything: nothing that asks for money can leave. */
  readonly isSilent: boolean;
  /** Cases that wait for a rate to be entered: one line for all of them. */
  readonly withoutRate: number;
}

const COUNTED_TO = 100;

/** Null where one looks at several creditors at once: money is placed for one of them. */
export async function moneyNews({ api, session }: Visit): Promise<MoneyNews | null> {
  if (session.creditorId === null) return null;
  const [waiting, { accounts }, { cases }] = await Promise.all([
    api.call('GET /unmatched', { query: { limit: COUNTED_TO } }),
    api.call('GET /accounts'),
    api.call('GET /search', { query: { hold: 'rate-missing', open: 'true', limit: COUNTED_TO } }),
  ]);
  return {
    unmatched: waiting.entries.length,
    isMore: waiting.next !== null,
    isSilent: accounts.every(({ throughOn }) => throughOn === null),
    withoutRate: cases.length,
  };
}
