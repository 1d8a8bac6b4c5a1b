import type { CivilDate } from '../calendar/civil-date.ts';
import type { Channel } from '../plan/plan.ts';
import type { Tagged } from '../table.ts';
import type { ClosingReason, HoldType, Route, TaskKind } from './case.ts';
import type { Reason } from './reason.ts';

/** One thing to do. The planner names it, the workflow does it and tells the case what came of it. */
export type Act =
  | { readonly do: 'send'; readonly step: string; readonly channel: Channel }
  | {
      readonly do: 'leave-channel-out';
      readonly step: string;
      readonly channel: Channel;
      readonly reason: Reason;
      readonly task: boolean;
    }
  | { readonly do: 'ask-approval'; readonly step: string }
  | { readonly do: 'ask-external'; readonly step: string; readonly channel: Channel }
  | { readonly do: 'leave-step-out'; readonly step: string; readonly reason: Reason }
  | { readonly do: 'open-decision'; readonly step: string }
  | { readonly do: 'hand-over'; readonly step: string; readonly route: Route }
  | { readonly do: 'end-hold'; readonly hold: HoldType; readonly reason: Reason }
  | { readonly do: 'hold-credit'; readonly amountCents: number }
  | { readonly do: 'pass-credit'; readonly id: string; readonly to: string; readonly amountCents: number }
  | { readonly do: 'break-promise'; readonly promisedCents: number; readonly paidCents: number }
  /** `warns`: the message is the formal notice that lets the rest of a signed agreement fall due. */
  | { readonly do: 'ask-instalment'; readonly on: CivilDate; readonly missingCents: number; readonly warns?: true }
  | { readonly do: 'lapse-instalments' }
  /** `chargesCents`: of a credit, what late charges took of the money above the price. */
  | {
      readonly do: 'raise-task';
      readonly kind: TaskKind;
      readonly key: string;
      readonly context: Reason;
      readonly chargesCents?: number;
    }
  | { readonly do: 'send-note'; readonly note: string; readonly template: string }
  | { readonly do: 'leave-note-out'; readonly note: string; readonly reason: Reason }
  | { readonly do: 'close'; readonly reason: ClosingReason; readonly letGoCents?: number };

/** What comes next and when (milliseconds): now or in the past means do it. `act` null: only a fact can move the case, or another look at the world at `atMs`. */
export type Next =
  | { readonly act: Act; readonly atMs: number; readonly why: Reason }
  | { readonly act: null; readonly atMs: number | null; readonly why: Reason };

/** The acts of some kinds. */
export type ActOf<D extends Act['do']> = Tagged<Act, 'do', D>;

/** An act for which a provider is called. */
export type Outward = ActOf<'send' | 'send-note' | 'ask-instalment'>;

/** True when a provider is called for it: whoever calls by telephone is a person. */
export function isSent(act: Act): act is Outward {
  return (act.do === 'send' && act.channel !== 'call') || act.do === 'send-note' || act.do === 'ask-instalment';
}

export type Due = Extract<Next, { act: Act }>;

/** Nothing to do until a fact comes. */
export function idle(why: Reason): Next {
  return { act: null, atMs: null, why };
}

/** A candidate that has something to do. */
export function isDue(candidate: Next | null): candidate is Due {
  return candidate !== null && candidate.act !== null;
}

/** The earlier of several candidates; of one instant the first in the list. */
export function earliestOf(candidates: readonly (Next | null)[]): Due | null {
  return candidates
    .filter(isDue)
    .reduce<Due | null>((best, candidate) => (best && best.atMs <= candidate.atMs ? best : candidate), null);
}
