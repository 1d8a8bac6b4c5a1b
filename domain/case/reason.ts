import type { CivilDate } from '../calendar/civil-date.ts';
import type { Instant } from '../calendar/paris.ts';
import type { HoldType } from './case.ts';

/** Reasons that need no data. */
type Plain =
  // what a case waits for
  | 'closed'
  | 'awaiting-approval'
  | 'awaiting-external'
  | 'awaiting-receipt'
  | 'awaiting-route'
  | 'unknown-send'
  | 'failed-send'
  | 'sending'
  | 'mail-to-read'
  | 'import-under-way'
  | 'entry-to-allocate'
  | 'printed-anew'
  | 'follows-oldest'
  | 'spoken-for'
  | 'below-threshold'
  | 'ladder-over'
  | 'step-over'
  | 'notice-did-not-leave'
  // what no plan or law lets anybody ask
  | 'kind-not-chased'
  | 'segment-not-chased'
  | 'nothing-owed'
  | 'late-charges-asked'
  | 'below-tolerance'
  | 'time-barred'
  | 'all-disputed'
  // why an act comes when it does
  | 'on-its-day'
  | 'at-its-second'
  | 'other-channel'
  | 'confirmation'
  | 'routes-to-look-at'
  | 'handing-over'
  | 'settled'
  | 'promise-due'
  | 'instalment-missing'
  | 'notice-without-effect'
  | 'credit'
  | 'credit-passing'
  // why something is left out, or a hold ends
  | 'due-date-passed'
  | 'due-date-to-pass'
  | 'day-of-step-passed'
  | 'channel-left-out'
  | 'no-notice'
  | 'other-kinds'
  | 'other-segments'
  | 'below-minimum'
  | 'above-ceiling'
  | 'sent-by-email'
  | 'no-email'
  | 'no-mobile'
  | 'sms-stopped'
  | 'email-stopped'
  | 'no-electronic-letter'
  | 'pause-over'
  | 'promise-kept'
  | 'schedule-kept'
  | 'credit-settled'
  // why a note is no longer true
  | 'insolvency'
  | 'payment-returned'
  | 'promise-over'
  | 'paid-since'
  | 'agreement-over'
  | 'balance-changed'
  | 'first-instalment-passed'
  | 'dispute-over'
  | 'credit-note-gone'
  | 'not-cancelled'
  // what a person is asked
  | 'late-charges-to-decide'
  | 'answer-to-dispute'
  | 'unsigned-agreement';

/** Why a step leaves after the day it was planned for. */
export type Delay =
  | 'closed-day'
  | 'not-overdue'
  | 'threshold'
  | 'contact-cap'
  | 'contact-gap'
  | 'hours-over'
  | 'as-soon-as-possible';

/** A sum and its currency. */
interface Sum {
  readonly cents: number;
  readonly currency: string;
}

/** Reasons with what they speak of. */
type Telling =
  | { readonly code: 'late-charges-unpaid'; readonly askedOn: CivilDate }
  | { readonly code: 'held'; readonly hold: HoldType }
  | { readonly code: 'sends-held'; readonly reason: string }
  | { readonly code: 'currency-not-chased'; readonly currency: string }
  | { readonly code: 'delayed'; readonly plannedOn: CivilDate; readonly by: Delay }
  | { readonly code: 'lead-first'; readonly number: string; readonly untilOn: CivilDate }
  | { readonly code: 'leaves-with'; readonly number: string; readonly at: Instant }
  | ({ readonly code: 'less-is-owed' } & Sum)
  | { readonly code: 'promised-day-passed'; readonly on: CivilDate }
  | ({ readonly code: 'small-rest' } & Sum)
  | ({ readonly code: 'small-rest-let-go' } & Sum)
  | ({ readonly code: 'credit-to-settle' } & Sum)
  | { readonly code: 'limitation'; readonly on: CivilDate; readonly days: number }
  /** `postedOn`: absent in evidence older than this field. */
  | { readonly code: 'silent-letter'; readonly postedOn?: CivilDate }
  | { readonly code: 'plan-for-others'; readonly plan: string; readonly because: Reason };

/** Why the planner acts, waits or leaves something out: answered, and kept as evidence, as a code with its data; `show/reasons.ts` says it. */
export type Reason = { readonly [P in Plain]: { readonly code: P } }[Plain] | Telling;

/** A reason as evidence holds it: typed, or the words of a person or of the releases before reasons had codes. */
export type KeptReason = Reason | string;

/** A reason without data. */
export function because<P extends Plain>(code: P): { readonly code: P } {
  return { code };
}
