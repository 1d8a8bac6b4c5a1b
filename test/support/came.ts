import type { Fact } from '../../domain/case/facts/fact.ts';

/** What an attempt told the case: the fact that came of it, in the words of the provider; `not-now`: nothing. */
export interface Came {
  readonly outcome: 'sent' | 'refused' | 'unknown' | 'no-address' | 'feed-stale' | 'not-now';
  readonly [field: string]: unknown;
}

/** The facts that an attempt wrote down, as what came of it. */
export function came(told: readonly Fact[]): Came {
  for (const fact of told) {
    if (fact.type === 'sent') return { ...fact, outcome: 'sent' };
    if (fact.type === 'send-unknown') return { outcome: 'unknown', reason: fact.reason };
    if (fact.type === 'send-failed') return { outcome: 'refused', reason: fact.reason, address: null };
    if (fact.type === 'message-bounced') return { outcome: 'refused', address: 'invalid' };
    if (fact.type === 'opt-out') return { outcome: 'refused', address: 'unsubscribed' };
    if (fact.type === 'channel-left-out') return { outcome: 'no-address' };
    if (fact.type === 'feed-stale') return { outcome: 'feed-stale' };
  }
  return { outcome: 'not-now' };
}
