import type { CivilDate } from '../calendar/civil-date.ts';
import type { Instant } from '../calendar/paris.ts';
import type { Channel, DebtorKind, Plan } from '../plan/plan.ts';
import type { RouteName } from '../routes/route.ts';
import { limitationOf } from './limitation.ts';

/** Where a case stands on its way, in their order. */
export const phases = [
  'not-due',
  'reminding',
  'notice-prepared',
  'notice-sent',
  'notice-received',
  'decision',
  'handed-over',
  'closed',
] as const;
export type Phase = (typeof phases)[number];
export type Route = RouteName;

export type NoticeOutcome = 'posted' | 'received' | 'notice-left' | 'unclaimed' | 'refused' | 'unknown-address';

export type ClosingReason =
  | 'paid'
  | 'credited'
  | 'cancelled'
  | 'settled'
  | 'irrecoverable'
  | 'time-barred'
  | 'closed-by-operator';

/** The ways of trying to agree that a court may ask for (CPC 750-1). */
export type AmicableMeans = 'conciliation' | 'mediation' | 'participative-procedure';

/** How an answer of the debtor reached us. */
export const answerChannels = ['page', 'email', 'sms', 'letter'] as const;
export type AnswerChannel = (typeof answerChannels)[number];

/** What an answer seems to be about: proposed, a person decides. */
export const answerSubjects = ['question', 'paid', 'promise', 'instalments', 'dispute', 'contact', 'call-me', 'stop'] as const;
export type AnswerSubject = (typeof answerSubjects)[number];

/** Why an invoice was not paid, as the debtor says it to whoever calls him. */
export const spokenCauses = ['forgot', 'never-received', 'signatory-away', 'wrong-invoice', 'dispute', 'difficulty'] as const;
export type SpokenCause = (typeof spokenCauses)[number];

/** One dated part of an agreed schedule. */
export interface Instalment {
  readonly on: CivilDate;
  readonly amountCents: number;
}

/** Strongest first: the order in which one of several holds is shown. */
export const holdTypes = [
  'insolvency',
  'dispute',
  'instalments',
  'promise',
  'pause',
  'credit',
  'rate-missing',
  'feed-stale',
] as const;
export type HoldType = (typeof holdTypes)[number];
/** What a list shows of the holds of a case: the strongest, or that there is none. */
export const shownHolds = [...holdTypes, 'none'] as const;

/** Why nothing that asks for money leaves. Each member has just its own fields. */
export type Hold =
  | {
      readonly type: 'insolvency';
      readonly openedOn: CivilDate;
      readonly publishedOn: CivilDate | null;
      readonly courtDepartment?: string;
      readonly creditorDepartment?: string;
      readonly creditorAbroad?: boolean;
    }
  | {
      readonly type: 'dispute';
      readonly amountCents: number | null;
      readonly answerBy: CivilDate;
      readonly reason: string;
      readonly owner: string | null;
      /** Credit notes above this sum are about it; absent as below. */
      readonly creditedBeforeCents?: number;
      /** When it was told; absent in disputes older than this field, as below. */
      readonly at?: Instant;
    }
  | {
      readonly type: 'instalments';
      readonly schedule: readonly Instalment[];
      readonly paidBeforeCents: number;
      /** Interest and the 40 EUR are given up if it is kept to its end. */
      readonly waivesLateCharges?: boolean;
      /** Interest and indemnity that the schedule holds besides the balance; what comes on top of them is given up if it is kept. */
      readonly lateChargesCents?: number;
      /** The last one that was missed. */
      readonly missed: MissedInstalment | null;
      /** Every one that was missed, in order; absent in cases older than this field. */
      readonly asked?: readonly MissedInstalment[];
      /** When it was agreed. */
      readonly at?: Instant;
      /** When the debtor's signature was recorded: nothing lapses without it. */
      readonly signedOn?: CivilDate;
    }
  | {
      readonly type: 'promise';
      readonly amountCents: number;
      readonly on: CivilDate;
      readonly paidBeforeCents: number;
      /** When it was made; absent in promises older than this field. */
      readonly at?: Instant;
    }
  | {
      readonly type: 'pause';
      readonly until: CivilDate | null;
      readonly reason: string;
      /** What ends it besides its day or a person: money that was announced; an invoice to put right, an answer to the debtor are a person's alone. */
      readonly awaits?: 'payment' | 'invoice' | 'answer';
    }
  /** The debtor has that much to his credit with us: it is not asked of this invoice before a person has refunded or used it. */
  | { readonly type: 'credit'; readonly amountCents: number }
  | { readonly type: 'rate-missing'; readonly semester: string }
  | { readonly type: 'feed-stale' };

export type AgreedHold = Extract<Hold, { type: 'instalments' }>;

export interface MissedInstalment {
  readonly on: CivilDate;
  readonly missingCents: number;
  /** The day it was asked; null: it could not be. */
  readonly askedOn: CivilDate | null;
  /** What asked it was a formal notice that said what follows, and did not come back. */
  readonly warned?: boolean;
}

/** Where money came from: the bank entry whose shares several invoices have, or the invoice whose credit it is; neither: it was told alone. */
export interface PaymentOrigin {
  readonly entry?: string;
  readonly creditOf?: string;
}

/** The id of what was paid before a case was opened. */
export const PAID_BEFORE = 'enrolment';

/** The money that is known, by id: the balance is always the sum of these, never a counter. */
export interface Payment extends PaymentOrigin {
  readonly id: string;
  readonly amountCents: number;
  readonly on: CivilDate;
  readonly undated?: true;
  readonly reversed: boolean;
  /** A person withdrew it before its receipt left: the debtor never heard of it. */
  readonly unsaid?: true;
}

export interface CreditNote {
  readonly id: string;
  readonly amountCents: number;
  readonly on: CivilDate;
}

/** A credit given back, or used for another invoice `to`; `passed` once that invoice has it. */
export interface CreditUse {
  readonly id: string;
  readonly amountCents: number;
  readonly on: CivilDate;
  readonly to?: string;
  readonly passed?: boolean;
}

/**
 * Where one step of the plan stands. `again`: it comes once more, as if nothing had been done of it; `awaiting-approval` and `approved` come before the first message, `awaiting-external` is with a
 * commissaire de justice or a lawyer;
 * `leaving`: at least one channel left; `sent`, `left-out`: settled for ever.
 */
export interface StepRecord {
  readonly step: string;
  readonly state: 'again' | 'awaiting-approval' | 'approved' | 'awaiting-external' | 'leaving' | 'unknown' | 'sent' | 'left-out';
  /** 1, and one more each time that what did not leave, or came back, is to leave again: the next try is another act. */
  readonly sequence: number;
  readonly at: Instant;
  readonly on: CivilDate;
  readonly done: readonly Channel[];
  readonly contact: boolean;
  /** Channels that a plan with a `spread` kept for later than the first contact, and when; absent: none. */
  readonly further?: readonly { readonly channel: Channel; readonly at: Instant }[];
  /** The step of another invoice of the debtor whose message this one left in; absent: its own. */
  readonly as?: string;
  readonly payBy: CivilDate | null;
  readonly reason: string | null;
  /** The day on which the figures of its letter stop, that of its approval; absent: the day it leaves. */
  readonly figuresOn?: CivilDate;
  /** What a person was asked to approve: the digest of its content, and the balance that it asks for. */
  readonly asked?: { readonly content: string; readonly balanceCents: number };
}

/** The formal notice on its way: when it was posted, and the day it took effect (docs/plans.md 5). */
export interface Notice {
  readonly postedOn: CivilDate;
  readonly outcome: NoticeOutcome;
  readonly effectiveOn: CivilDate | null;
  readonly effectiveAt: Instant | null;
}

export const taskKinds = [
  'approval',
  'call',
  'unknown-send',
  'missing-contact',
  'bounce',
  'receipt',
  'route',
  'credit',
  'credit-note',
  'late-charges',
  'dispute',
  'notice',
  'insolvency',
  'send-failed',
  'payment-announced',
  'limitation',
  'instalments',
  'e-invoice',
  'small-rest',
  'external',
  'trouble',
  'answer',
  'visit',
  'plan',
  'promise-broken',
] as const;
export type TaskKind = (typeof taskKinds)[number];

/** The kinds of tasks that ask to call the debtor, that of a step first. */
export const callKinds = ['call', 'promise-broken'] as const satisfies readonly TaskKind[];

/** True for a task that asks to call the debtor. */
export function isCall({ kind }: { readonly kind: TaskKind }): boolean {
  return callKinds.some((each) => each === kind);
}

/** The kinds of tasks by which somebody tells why a case rests: who resumes it is done with them. */
export const endedByResuming = ['payment-announced', 'e-invoice', 'answer'] as const satisfies readonly TaskKind[];

/** What a task is about: a step, of a send its channel too; how often a call of it was tried. */
export interface TaskAbout {
  readonly step?: string;
  readonly channel?: Channel;
  readonly tries?: number;
}

/** Something only a human can do. `key` names it once, and is never read. */
export interface Task extends TaskAbout {
  readonly kind: TaskKind;
  readonly key: string;
  readonly since: Instant;
  readonly context: string;
  /** Whose it is and its last day; absent in tasks older than these fields. */
  readonly owner?: string;
  readonly dueOn?: CivilDate;
  /** Of a question: the digest of what is to be approved, which the answer names. */
  readonly content?: string;
}

export interface Invoice {
  readonly id: string;
  readonly number: string;
  readonly currency: string;
  readonly totalCents: number;
  readonly vatCents: number | null;
  readonly issuedOn: CivilDate | null;
  readonly dueOn: CivilDate;
  readonly serviceCompletedOn: CivilDate | null;
  /** What was sold, as billing tells it; absent: unknown. */
  readonly nature?: InvoiceNature | null;
}

/** The natures that an invoice may tell; the debtor's kind decides before them. */
export type InvoiceNature = 'services' | 'goods' | 'transport' | 'consumer';

/** What the case may know of its debtor: no name, no address, only what rules ask. */
export interface DebtorProfile {
  readonly id: string;
  readonly kind: DebtorKind;
  readonly segment: string | null;
  readonly department: string | null;
}

/** Which addresses may be written to. The addresses themselves stay in the database; what the debtor stopped no correction gives back. */
export interface Contact {
  readonly email: boolean;
  readonly mobile: boolean;
  readonly smsStopped: boolean;
  readonly emailStopped: boolean;
}

/** A message that did not arrive, as its provider or a mail server told it: the message or the step when they named one. */
export interface Bounce {
  readonly channel: 'email' | 'sms';
  readonly at: Instant;
  readonly message?: string;
  readonly step?: string;
  /** It went to an address that was corrected meanwhile: the one of now may work. */
  readonly former?: true;
  /** What kept it back may pass: the address is not dead for other invoices. */
  readonly passing?: true;
  /** Another case of the debtor asks a person for the address. */
  readonly shared?: true;
}

/** By what a note is found: `key` names it in its case; thanks for one money bear one `money` in every case that it was divided over (`moneyOf`). */
export interface NoteName {
  readonly key: string;
  readonly money?: string;
}

/** A courtesy the case still owes the debtor: thanks, confirmation, receipt. No step, no contact, no amount asked. */
export interface Note extends NoteName {
  readonly template: string;
  readonly at: Instant;
  /** Absent in notes older than this field. */
  readonly fact?: NoteFact;
  /** A person wrote it, or it confirms what was said by word of mouth: it leaves the same day, whatever the hour. */
  readonly sameDay?: true;
}

/** What a note speaks of, as it was told: its own day and amounts, whatever comes later. */
export type NoteFact =
  | { readonly about: 'payment'; readonly on: CivilDate; readonly id: string; readonly amountCents: number }
  | { readonly about: 'promise'; readonly on: CivilDate; readonly amountCents: number; readonly promisedOn: CivilDate }
  /** `paidOn`: the day that the debtor names; `until`: nothing is demanded up to that day, while the bank is awaited. */
  | {
      readonly about: 'announcement';
      readonly on: CivilDate;
      readonly amountCents: number;
      readonly paidOn: CivilDate;
      readonly until: CivilDate;
    }
  | { readonly about: 'instalments'; readonly on: CivilDate; readonly schedule: readonly Instalment[] }
  | { readonly about: 'dispute'; readonly on: CivilDate; readonly amountCents: number | null; readonly answerBy: CivilDate }
  | { readonly about: 'credit-note'; readonly on: CivilDate; readonly id: string; readonly amountCents: number }
  | { readonly about: 'cancellation'; readonly on: CivilDate }
  /** A payment of `receivedOn`, confirmed to the debtor, that counts no more. */
  | {
      readonly about: 'return';
      readonly on: CivilDate;
      readonly id: string;
      readonly amountCents: number;
      readonly receivedOn: CivilDate;
    }
  /** `document`: the mail that is answered. */
  | { readonly about: 'answer'; readonly on: CivilDate; readonly text: string; readonly document?: string };

/** One unpaid invoice and everything that is known of it. Plain JSON: it crosses the engine and lives in the case row. */
export interface Case {
  readonly schemaVersion: 1;
  readonly id: string;
  readonly creditorId: string;
  readonly debtor: DebtorProfile;
  readonly invoice: Invoice;
  readonly enteredAt: Instant;
  /** Last day on which the debt can be claimed (docs/legal-rules.md, In the product); null when it cannot be known. */
  readonly timeBarredOn: CivilDate | null;
  readonly payments: readonly Payment[];
  readonly creditNotes: readonly CreditNote[];
  /** What was given back of a credit, or used for another invoice; absent: nothing. */
  readonly creditUses?: readonly CreditUse[];
  readonly cancelled: boolean;
  readonly waived: boolean;
  /** Interest and indemnity that a kept schedule brought: above the price, and no credit of the debtor. */
  readonly settledChargesCents?: number;
  /**
   * What was conceded of disputes is asked no more, less the credit notes that came since; `awaitedCents` neither, until the credit note
   * after those comes, whatever its amount (absent: nothing).
   */
  readonly withheld: {
    readonly amountCents: number;
    readonly creditedBeforeCents: number;
    readonly awaitedCents?: number;
  } | null;
  readonly contact: Contact;
  /** What came back; absent: nothing. */
  readonly bounces?: readonly Bounce[];
  readonly holds: readonly Hold[];
  readonly steps: readonly StepRecord[];
  /** A step that leaves at once instead of on its own day: an operator's `actNow`, a broken promise. */
  readonly jump: { readonly step: string; readonly at: Instant } | null;
  readonly notice: Notice | null;
  readonly route: { readonly route: Route; readonly at: Instant } | null;
  /** The last attempt to agree that was noted; absent: none. */
  readonly amicableAttempt?: { readonly on: CivilDate; readonly means: AmicableMeans };
  readonly notes: readonly Note[];
  /** When a person of ours spoke with him, and for which step, or wrote before the case was ours: contacts as messages are; absent: never. */
  readonly talks?: readonly { readonly step: string; readonly at: Instant }[];
  readonly tasks: readonly Task[];
  /** What late charges took of the money above the price when the last credit was told; absent: nothing. */
  readonly creditChargesCents?: number;
  /** Names of tasks ever raised (`nameOf`), so that none is raised twice. */
  readonly raised: readonly string[];
  /** Tasks that ended with a closed case, and come back if it opens again; absent: none. */
  readonly setAside?: readonly Task[];
  readonly closed: {
    readonly at: Instant;
    readonly reason: ClosingReason;
    /** The small rest that the plan let go. */
    readonly letGoCents?: number;
  } | null;
}

/** What was done for an invoice before it was ours, by the creditor himself or by somebody else; each only when it was. */
export interface DoneBefore {
  /** The last reminder. */
  readonly remindedOn?: CivilDate;
  /** The formal notice: the day it was posted, and the day it was received. */
  readonly noticePostedOn?: CivilDate;
  readonly noticeReceivedOn?: CivilDate;
  /** Why the debtor contests the whole of it. */
  readonly disputed?: string;
  /** Who has the file, and since when. */
  readonly givenTo?: string;
  readonly givenOn?: CivilDate;
}

/** A case and the plan that it follows: what every decision about it reads. */
export interface LiveCase {
  readonly case: Case;
  readonly plan: Plan;
}

/** Money that came before the invoice entered. `undated`: nobody told its day, and `on` is one that favours the debtor. */
export interface PaidBefore {
  readonly amountCents: number;
  readonly on: CivilDate;
  readonly undated?: true;
}

/** By which of his addresses a debtor is reached, before he says that he wants no more. */
export function reachedBy({ email, mobile }: { readonly email?: string; readonly mobile?: string }): CaseOpening['contact'] {
  return { email: email !== undefined, mobile: mobile !== undefined };
}

export interface CaseOpening {
  readonly creditorId: string;
  readonly debtor: DebtorProfile;
  readonly invoice: Invoice;
  readonly contact: { readonly email: boolean; readonly mobile: boolean };
  readonly timeBarredOn?: CivilDate;
  readonly paid?: PaidBefore;
  /** The last day on which nothing leaves, when it enters with many others. */
  readonly quietUntil?: CivilDate;
  readonly before?: DoneBefore;
}

/** Workflow id of a case: creditor and invoice ids, never the number, never a person. */
export function caseId(creditorId: string, invoiceId: string): string {
  return `invoice:${creditorId}:${invoiceId}`;
}

/** The ids that a case id was made of. */
export function idsOfCase(id: string): { readonly creditorId: string; readonly invoiceId: string } {
  const [, creditorId = '', invoiceId = ''] = id.split(':');
  return { creditorId, invoiceId };
}

/** True for what `caseId` made, false for the number of an invoice. */
export function isCaseId(name: string): boolean {
  return name.startsWith('invoice:');
}

/** The reason of the pause with which a case begins that was taken over: no person asked for it. */
export const QUIET_START = 'reprise de l’encours';

/** A case as it enters, nothing done yet. */
export function openCase(opening: CaseOpening, enteredAt: Instant): Case {
  return {
    schemaVersion: 1,
    id: caseId(opening.creditorId, opening.invoice.id),
    creditorId: opening.creditorId,
    debtor: opening.debtor,
    invoice: opening.invoice,
    enteredAt,
    timeBarredOn: opening.timeBarredOn ?? limitationOf(opening.debtor.kind, opening.invoice),
    payments: opening.paid ? [{ id: PAID_BEFORE, ...opening.paid, reversed: false }] : [],
    creditNotes: [],
    cancelled: false,
    waived: false,
    withheld: null,
    contact: { ...opening.contact, smsStopped: false, emailStopped: false },
    holds: opening.quietUntil ? [{ type: 'pause', until: opening.quietUntil, reason: QUIET_START }] : [],
    steps: [],
    jump: null,
    notice: null,
    route: null,
    notes: [],
    tasks: [],
    raised: [],
    closed: null,
  };
}

/** Under what name a task is remembered once it was raised. */
export function nameOf(kind: TaskKind, key: string): string {
  return `${kind}:${key}`;
}

/** The hold of that type, if it is in force. */
export function holdOf<T extends HoldType>(theCase: Case, type: T): Extract<Hold, { type: T }> | undefined {
  return theCase.holds.find((hold): hold is Extract<Hold, { type: T }> => hold.type === type);
}

/** Limitation ends with its last day (C. civ. 2229): after it nothing more is asked. */
export function isTimeBarred({ timeBarredOn }: Pick<Case, 'timeBarredOn'>, on: CivilDate): boolean {
  return timeBarredOn !== null && on > timeBarredOn;
}

/** The record of a step, if it has begun. */
export function recordOf(theCase: Case, step: string): StepRecord | undefined {
  return theCase.steps.find((record) => record.step === step);
}
