import { setTimeout as pause } from 'node:timers/promises';
import type { Courier } from './courier.ts';
import type { SendOutcome } from './outcome.ts';

/** A wait up to this long is waited here; a longer one is Temporal's, which gives the place to other sends. */
const PATIENCE_MS = 2_000;

/**
 * A courier that hands over no faster than its provider takes: a turn for `perSecond` messages, and none before the end of the wait that
 * the provider asked for (Retry-After). The turn comes before anything is decided; what would wait for long is answered `retry`.
 */
export function paced(courier: Courier, perSecond: number, clock: () => number): Courier {
  let freeAtMs = 0;
  return {
    ...courier,
    async turn() {
      const waitMs = Math.max(0, freeAtMs - clock());
      if (waitMs > PATIENCE_MS) return laterBy(waitMs, courier.provider);
      freeAtMs = clock() + waitMs + 1000 / perSecond;
      if (waitMs > 0) await pause(waitMs);
      return null;
    },
    async deliver(id, composed, calling) {
      const outcome = await courier.deliver(id, composed, calling);
      if (outcome.outcome === 'retry' && outcome.afterMs !== null) freeAtMs = Math.max(freeAtMs, clock() + outcome.afterMs);
      return outcome;
    },
  };
}

function laterBy(afterMs: number, provider: string): SendOutcome {
  return { outcome: 'retry', afterMs: Math.ceil(afterMs), reason: `${provider} est occupé` };
}
