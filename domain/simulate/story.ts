import type { CivilDate } from '../calendar/civil-date.ts';
import type { Instant } from '../calendar/paris.ts';
import type { HoldType, Instalment, InvoiceNature, LiveCase, NoticeOutcome, Phase, Route } from '../case/case.ts';
import type { OutsideFact } from '../case/facts/fact.ts';
import type { DebtorContact } from '../case/world.ts';
import type { Language } from '../party/language.ts';
import type { Quality } from '../party/quality.ts';
import type { Terms } from '../party/terms.ts';
import type { Channel, DebtorKind, Plan } from '../plan/plan.ts';

export interface StoryDebtor {
  readonly id: string;
  readonly kind: DebtorKind;
  readonly department?: string;
  readonly quality?: Quality | null;
  readonly legalForm?: string;
  /** ISO 3166 alpha-2 of the registered office. */
  readonly country?: string;
  readonly language?: Language;
  readonly email?: string;
  readonly mobile?: string;
  readonly segment?: string;
}

export interface StoryInvoice {
  readonly id: string;
  readonly number: string;
  readonly debtor: string;
  readonly totalCents: number;
  readonly vatCents?: number;
  readonly currency: string;
  readonly issuedOn?: CivilDate;
  readonly dueOn: CivilDate;
  readonly nature?: InvoiceNature | null;
}

/** What happens on the way. `invoice` and `debtor` are ids of the story. */
export type StoryFact = { readonly at: Instant } & (
  | {
      readonly type: 'payment';
      readonly id: string;
      readonly invoice?: string;
      readonly debtor?: string;
      readonly amountCents: number;
    }
  | { readonly type: 'payment-reversed'; readonly payment: string }
  | { readonly type: 'credit-note'; readonly id: string; readonly invoice: string; readonly amountCents: number }
  | { readonly type: 'invoice-changed'; readonly invoice: string; readonly dueOn?: CivilDate; readonly totalCents?: number }
  | { readonly type: 'invoice-cancelled' | 'approve' | 'waive' | 'claim-late-charges'; readonly invoice: string }
  | { readonly type: 'dispute-opened'; readonly invoice: string; readonly amountCents?: number }
  | { readonly type: 'dispute-resolved'; readonly invoice: string; readonly outcome: 'rejected' | 'upheld' | 'credited' }
  | { readonly type: 'promise'; readonly invoice: string; readonly amountCents: number; readonly on: CivilDate }
  | {
      readonly type: 'instalments';
      readonly invoice: string;
      readonly schedule: readonly Instalment[];
      readonly waivesLateCharges?: boolean;
      readonly lateChargesCents?: number;
    }
  | { readonly type: 'pause'; readonly invoice?: string; readonly debtor?: string; readonly until?: CivilDate }
  | { readonly type: 'resume'; readonly invoice?: string; readonly debtor?: string }
  | { readonly type: 'contact-changed'; readonly debtor: string; readonly email?: string; readonly mobile?: string }
  | { readonly type: 'message-bounced' | 'opt-out'; readonly debtor: string; readonly channel: 'email' | 'sms' }
  | { readonly type: 'notice-event'; readonly invoice: string; readonly outcome: NoticeOutcome; readonly on: CivilDate }
  | { readonly type: 'choose-route'; readonly invoice: string; readonly route: Route }
  | ({ readonly invoice: string } & Extract<
      OutsideFact,
      {
        type:
          | 'signature'
          | 'amicable-attempt'
          | 'external-step'
          | 'done-before'
          | 'use-credit'
          | 'refunded'
          | 'payment-withdrawn';
      }
    >)
  | {
      readonly type: 'insolvency';
      readonly debtor: string;
      readonly openedOn: CivilDate;
      readonly publishedOn?: CivilDate;
      readonly courtDepartment?: string;
    }
  | { readonly type: 'feed-stale' | 'feed-fresh' | 'worker-down' | 'worker-up' }
);

/** What goes on when the story begins, of its one debtor: cases that run already, and the days on which he was written to. */
export interface Before {
  readonly cases: readonly LiveCase[];
  /** Oldest first. */
  readonly contacts: readonly DebtorContact[];
}

/** The life to play: everything dated, nothing read from the world. */
export interface Story {
  readonly plan: Plan;
  readonly from: Instant;
  readonly until: CivilDate;
  readonly creditor: {
    readonly id: string;
    readonly kind: 'company' | 'individual';
    readonly terms: Terms;
    readonly department?: string;
    readonly quality?: Quality | null;
    readonly legalForm?: string;
  };
  readonly debtors: readonly StoryDebtor[];
  readonly invoices: readonly StoryInvoice[];
  readonly facts: readonly StoryFact[];
  readonly before?: Before;
}

export type RowAct =
  | 'message'
  | 'letter'
  | 'task'
  | 'approval'
  | 'hold'
  | 'resume'
  | 'decision'
  | 'handoff'
  | 'close'
  | 'reopen'
  | 'refused';

/** One line of the timeline (docs/plans.md 8). */
export interface Row {
  readonly at: Instant;
  readonly invoices: readonly string[];
  readonly act: RowAct;
  readonly step: string | null;
  readonly channel: Channel | null;
  readonly template: string | null;
  readonly askedCents: number | null;
  readonly reason: string;
}

export interface End {
  readonly invoice: string;
  readonly phase: Phase;
  readonly hold: HoldType | 'none';
  readonly balanceCents: number;
  readonly reason: string;
}

export interface Simulation {
  readonly timeline: readonly Row[];
  readonly end: readonly End[];
}

/** A message of a story as its reader would see it. `subject`, `html`: null where the channel has none. */
export interface WrittenMessage {
  readonly at: Instant;
  readonly invoices: readonly string[];
  readonly step: string | null;
  readonly template: string;
  readonly channel: Channel;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
}
