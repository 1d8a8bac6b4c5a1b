import type { CivilDate } from '../../calendar/civil-date.ts';
import type { Instant } from '../../calendar/paris.ts';
import type { Channel } from '../../plan/plan.ts';
import type {
  AmicableMeans,
  AnswerChannel,
  AnswerSubject,
  ClosingReason,
  DoneBefore,
  HoldType,
  Instalment,
  NoticeOutcome,
  PaidBefore,
  PaymentOrigin,
  Route,
  SpokenCause,
  TaskKind,
} from '../case.ts';
import type { KeptReason } from '../reason.ts';
import type { EInvoiceStatus } from './e-invoice.ts';

/** Which of our messages a provider speaks of, and the step and the try that it left for. */
export interface OfMessage {
  readonly message?: string;
  readonly step?: string;
  readonly sequence?: number;
}

/** Where the court and the creditor are, which decides the time to declare a claim: departments such as `75` or `974`. Absent: not known. */
export interface Distance {
  readonly courtDepartment?: string;
  readonly creditorDepartment?: string;
  readonly creditorAbroad?: boolean;
}

/** `spoken`: it was said to a person of ours, by telephone or on a visit, and that is why nothing was paid. */
interface Spoken {
  readonly spoken?: SpokenCause;
}

/** What the world tells the case: the bank feed, billing, providers, operators. */
export type OutsideFact =
  | ({ readonly type: 'payment'; readonly id: string; readonly amountCents: number; readonly on?: CivilDate } & PaymentOrigin)
  | { readonly type: 'payment-reversed'; readonly payment: string }
  /** A payment that a person had typed by mistake. */
  | { readonly type: 'payment-withdrawn'; readonly payment: string; readonly reason: string }
  | { readonly type: 'credit-note'; readonly id: string; readonly amountCents: number; readonly on?: CivilDate }
  /** A credit of the debtor is used for his invoice `to`, or was given back: all of it unless the amount says less. */
  | { readonly type: 'use-credit'; readonly to: string; readonly amountCents?: number }
  | { readonly type: 'refunded'; readonly amountCents?: number; readonly on?: CivilDate; readonly reference?: string }
  /** `by`: the debtor says so himself; absent, billing does. */
  | { readonly type: 'payment-announced'; readonly amountCents: number; readonly on: CivilDate; readonly by?: 'debtor' }
  /** The debtor answered; `document`: what he wrote, as it came. What he may settle himself is told by its own fact. */
  | {
      readonly type: 'debtor-wrote';
      readonly channel: AnswerChannel;
      readonly about: AnswerSubject;
      readonly document?: string;
    }
  /** A person answers him in writing; `document`: the mail that is answered, absent: the last one. */
  | { readonly type: 'answered'; readonly text: string; readonly document?: string }
  | {
      readonly type: 'invoice-status';
      readonly status: EInvoiceStatus;
      readonly amountCents?: number;
      readonly reason?: string;
    }
  | { readonly type: 'invoice-changed'; readonly dueOn?: CivilDate; readonly totalCents?: number }
  | { readonly type: 'invoice-cancelled'; readonly reason?: string }
  | { readonly type: 'approve'; readonly step?: string; readonly content?: string }
  | { readonly type: 'reject'; readonly step?: string; readonly reason?: string }
  | { readonly type: 'waive'; readonly reason?: string }
  | { readonly type: 'claim-late-charges' }
  /** `document`: what the debtor wrote of it, as it came. */
  | ({
      readonly type: 'dispute-opened';
      readonly amountCents?: number;
      readonly reason?: string;
      readonly owner?: string;
      readonly document?: string;
    } & Spoken)
  | { readonly type: 'dispute-resolved'; readonly outcome: 'rejected' | 'upheld' | 'credited' }
  | ({ readonly type: 'promise'; readonly amountCents: number; readonly on: CivilDate } & Spoken)
  /** `waivesLateCharges`: interest and the 40 EUR are given up if the schedule is kept to its end. `lateChargesCents`: the schedule holds that much of them. */
  | ({
      readonly type: 'instalments';
      readonly schedule: readonly Instalment[];
      readonly waivesLateCharges?: boolean;
      readonly lateChargesCents?: number;
    } & Spoken)
  /** The debtor signed the agreement on instalments; `by`: who signed for him. */
  | {
      readonly type: 'signature';
      readonly on: CivilDate;
      readonly by: string;
      readonly capacity?: string;
      readonly document?: string;
    }
  | { readonly type: 'amicable-attempt'; readonly on: CivilDate; readonly means: AmicableMeans; readonly reference?: string }
  /** What a commissaire de justice, a lawyer or an agency really did; `effectiveOn` when the notice took effect on another day. */
  | {
      readonly type: 'external-step';
      readonly who: string;
      readonly on: CivilDate;
      readonly reference?: string;
      readonly document?: string;
      readonly step?: string;
      readonly effectiveOn?: CivilDate;
    }
  | ({ readonly type: 'done-before' } & DoneBefore)
  | { readonly type: 'pause'; readonly until?: CivilDate; readonly reason?: string }
  | { readonly type: 'resume' }
  /** `other-contact`: somebody else is to be written to; `no-commitment`: reached, and nothing came of it; `not-made`: nobody called, by choice. */
  | ({
      readonly type: 'call-result';
      readonly outcome: 'no-answer' | 'wrong-number' | 'other-contact' | 'no-commitment' | 'not-made';
      readonly step?: string;
    } & Spoken)
  | { readonly type: 'visit-planned'; readonly on: CivilDate; readonly who: string }
  | ({
      readonly type: 'visit-result';
      readonly on: CivilDate;
      readonly outcome: 'met' | 'absent' | 'declined';
      readonly report: string;
    } & Spoken)
  | { readonly type: 'contact-changed'; readonly email?: boolean; readonly mobile?: boolean; readonly post?: boolean }
  | ({ readonly type: 'message-taken'; readonly channel: 'email' | 'sms' } & OfMessage)
  /** `former`: the address was corrected since the message left; `passing`: what kept it back may pass, another message may arrive; `shared`: it is another case of his that asks a person. */
  | ({
      readonly type: 'message-bounced';
      readonly channel: 'email' | 'sms';
      readonly reason?: string;
      readonly former?: boolean;
      readonly passing?: boolean;
      readonly shared?: boolean;
    } & OfMessage)
  /** `undelivered`: he had said so before, and the message that is named was not delivered. */
  | ({ readonly type: 'opt-out'; readonly channel: 'email' | 'sms'; readonly undelivered?: boolean } & OfMessage)
  | ({ readonly type: 'message-delivered'; readonly channel: 'email' | 'sms' } & OfMessage)
  /** `proof`: digest of the file of the post that says so. */
  | { readonly type: 'notice-event'; readonly outcome: NoticeOutcome; readonly on: CivilDate; readonly proof?: string }
  | { readonly type: 'choose-route'; readonly route: Route }
  | ({ readonly type: 'insolvency'; readonly openedOn: CivilDate; readonly publishedOn?: CivilDate } & Distance)
  | { readonly type: 'feed-stale' }
  | { readonly type: 'feed-fresh' }
  | { readonly type: 'rate-missing'; readonly semester: string }
  | { readonly type: 'rate-entered'; readonly semester: string }
  /** `step`: the next one, or a letter that leaves once more. */
  | { readonly type: 'act-now'; readonly step?: string }
  | { readonly type: 'skip-step'; readonly step?: string; readonly reason: string }
  | { readonly type: 'change-plan'; readonly plan: string; readonly version?: number }
  | {
      readonly type: 'settle-unknown-send';
      readonly step: string;
      readonly channel: Channel;
      readonly outcome: 'sent' | 'not-sent';
    }
  | { readonly type: 'close'; readonly reason: string };

/** The trace that an outward act leaves: what was asked, by which message, known to whom, and the digest of what was sent. */
export interface SentTrace {
  /** The step of the plan, or null for a note (thanks, confirmation, receipt), which `note` names. */
  readonly step: string | null;
  readonly note?: string;
  readonly channel: Channel;
  readonly template: string;
  readonly askedCents: number | null;
  readonly message: string;
  readonly provider: string;
  readonly providerId: string;
  readonly sha256: string;
}

/** What the case itself did or found out. */
export type InsideFact =
  | {
      readonly type: 'opened';
      readonly plan: string;
      readonly version: number;
      /** What an invoice of a running business entered with. */
      readonly paid?: PaidBefore;
      readonly quietUntil?: CivilDate;
    }
  | { readonly type: 'reopened'; readonly reason: string }
  | ({ readonly type: 'sent'; readonly payBy?: CivilDate; readonly as?: string } & SentTrace)
  | { readonly type: 'note-left-out'; readonly note: string; readonly reason: KeptReason }
  | { readonly type: 'plan-changed'; readonly plan: string; readonly version: number }
  | { readonly type: 'call-due'; readonly step: string; readonly as?: string }
  | {
      readonly type: 'channel-left-out';
      readonly step: string;
      readonly channel: Channel;
      readonly reason: KeptReason;
      readonly task: boolean;
      readonly as?: string;
    }
  | { readonly type: 'step-left-out'; readonly step: string; readonly reason: KeptReason }
  /** `content`: digest of what is to be approved. */
  | { readonly type: 'approval-asked'; readonly step: string; readonly content?: string }
  /** A person is asked to have it done by somebody else; `document`: our draft. */
  | { readonly type: 'external-asked'; readonly step: string; readonly channel: Channel; readonly document?: string }
  | { readonly type: 'send-unknown'; readonly step: string; readonly channel: Channel; readonly reason: string }
  | { readonly type: 'send-failed'; readonly step: string; readonly channel: Channel; readonly reason: string }
  | { readonly type: 'decision-opened'; readonly step: string; readonly routes: readonly string[] }
  | {
      readonly type: 'handed-over';
      readonly step: string;
      readonly route: Route;
      readonly document: string;
      readonly sha256: string;
    }
  | { readonly type: 'hold-ended'; readonly hold: HoldType; readonly reason: KeptReason }
  | { readonly type: 'credit-held'; readonly amountCents: number }
  | { readonly type: 'credit-passed'; readonly id: string; readonly to: string; readonly amountCents: number }
  | { readonly type: 'credit-returned'; readonly id: string; readonly to: string; readonly reason: string }
  | { readonly type: 'promise-broken'; readonly promisedCents: number; readonly paidCents: number }
  | {
      readonly type: 'instalment-missed';
      readonly on: CivilDate;
      readonly missingCents: number;
      readonly asked?: boolean;
      /** It was asked by a formal notice that said that the rest falls due. */
      readonly warns?: true;
    }
  | { readonly type: 'instalments-lapsed' }
  /** `chargesCents`: of a credit, what late charges took of the money above the price. */
  | {
      readonly type: 'task-raised';
      readonly task: TaskKind;
      readonly key: string;
      readonly context: KeptReason;
      readonly step?: string;
      readonly channel?: Channel;
      readonly chargesCents?: number;
    }
  | { readonly type: 'closed'; readonly reason: ClosingReason; readonly letGoCents?: number };

/** When a fact happened and who told it: `billing`, `bank`, `case`, a provider, or an operator's key. `cause` is the webhook's or request's id. */
export interface Provenance {
  readonly at: Instant;
  readonly actor: string;
  readonly cause?: string;
}

export type Fact = (OutsideFact | InsideFact) & Provenance;
export type FactType = Fact['type'];
