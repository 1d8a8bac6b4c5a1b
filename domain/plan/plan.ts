/** ISO 8601 duration. In whole days it counts civil days in Paris; with a time part it counts real time. */
export type Duration = string;

/** Who a debtor is in law: it decides what may be asked of him, and in which words. */
export const debtorKinds = ['business', 'consumer', 'public'] as const;
export type DebtorKind = (typeof debtorKinds)[number];
/** How firmly a message speaks. */
export const tones = ['friendly', 'firm', 'last'] as const;
export type Tone = (typeof tones)[number];
/** `letter`: simple post. After `email` in a list it is for whoever has no e-mail. */
export const messageChannels = ['email', 'sms', 'letter', 'call'] as const;
export const letterChannels = ['registered-letter', 'electronic-registered-letter', 'commissaire-de-justice', 'lawyer'] as const;
export const channels = [...messageChannels, ...letterChannels] as const;
export type MessageChannel = (typeof messageChannels)[number];
export type LetterChannel = (typeof letterChannels)[number];
export type Channel = MessageChannel | LetterChannel;

/** What carries a channel: who writes, prints, calls and reads addresses asks this, so that another channel is asked for here. */
export type Medium = 'email' | 'sms' | 'post' | 'call' | 'person';
/** What leaves by a provider of ours. */
export type OwnMedium = Exclude<Medium, 'call' | 'person'>;

const media: Readonly<Record<Channel, Medium>> = {
  email: 'email',
  sms: 'sms',
  letter: 'post',
  'registered-letter': 'post',
  'electronic-registered-letter': 'post',
  call: 'call',
  'commissaire-de-justice': 'person',
  lawyer: 'person',
};

/** What carries a channel. */
export function mediumOf(channel: Channel): Medium {
  return media[channel];
}
export type Anchor = 'before-due' | 'after-due' | 'after-entry' | 'after-previous' | 'after-notice-receipt';

/** Integer cents by ISO currency. */
export type CentsByCurrency = Readonly<Record<string, number>>;

/** Hours of a clock in Paris, `08:30` to `12:00`; the end is excluded. */
export interface SendingWindow {
  readonly from: string;
  readonly to: string;
}

export interface SendingHours {
  readonly days: 'working' | 'any';
  readonly email: SendingWindow;
  readonly sms: SendingWindow;
}

/** Read on the day of the step; amounts are the balance of the invoice, minimum included. */
export interface Conditions {
  readonly kinds?: readonly DebtorKind[];
  readonly segments?: readonly string[];
  readonly minimumBalance?: CentsByCurrency;
  readonly belowBalance?: CentsByCurrency;
}

interface StepBase {
  readonly id: string;
  readonly anchor: Anchor;
  readonly delay: Duration;
  readonly conditions?: Conditions;
  readonly gap?: Duration;
  readonly sending?: SendingHours;
}

export interface MessageStep extends StepBase {
  readonly act: 'message';
  readonly channels: readonly MessageChannel[];
  readonly template: string;
  readonly tone: Tone;
  readonly asks: 'balance' | 'claim';
  readonly payWithin?: Duration;
  readonly approval: boolean;
}

/** The formal notice (mise en demeure); `email` and `letter` among its channels are copies. */
export interface LetterStep extends StepBase {
  readonly act: 'letter';
  readonly channels: readonly (LetterChannel | 'email' | 'letter')[];
  readonly template: string;
  readonly tone: Tone;
  readonly asks: 'balance' | 'claim';
  readonly approval: boolean;
}

/** Claims interest and the 40 EUR once the principal was paid late; `after-previous` counts from the day it was. */
export interface LateChargesStep extends StepBase {
  readonly act: 'late-charges';
  readonly channels: readonly 'email'[];
  readonly template: string;
  readonly tone: Tone;
  readonly asks: 'balance' | 'claim';
  readonly approval: boolean;
}

/** What `claimLateCharges` sends under a plan that has no such step. */
export const CLAIM_LATE_CHARGES: LateChargesStep = {
  id: 'late-charges',
  act: 'late-charges',
  anchor: 'after-previous',
  delay: 'P0D',
  channels: ['email'],
  template: 'late-charges',
  tone: 'firm',
  asks: 'claim',
  approval: false,
};

export interface DecisionStep extends StepBase {
  readonly act: 'decision';
}

export interface HandoffStep extends StepBase {
  readonly act: 'handoff';
}

export type Step = MessageStep | LetterStep | LateChargesStep | DecisionStep | HandoffStep;
export type OutwardStep = MessageStep | LetterStep | LateChargesStep;

/** A rest of an invoice that is never asked for: at most `cents`, or `perMille` of the invoice when that is more; then a person is told, or the case closes. */
export interface Tolerance {
  readonly cents: number;
  readonly perMille: number;
  readonly then: 'task' | 'close';
}

/** What order taking may do about a customer from a step on; amounts are the balance of the invoice, cents per currency, minimum included. */
export interface CustomerHold {
  readonly step: string;
  readonly suggests: 'slow' | 'cash-only' | 'stop-deliveries';
  readonly minimumBalance?: CentsByCurrency;
  /** Only when all that he owes is above the limit that the creditor gave him. */
  readonly aboveLimit?: boolean;
}

/** What a debtor is granted without a person: a promise for a day so far away, so many instalments within so long. */
export interface SelfService {
  readonly promiseWithin: Duration;
  readonly instalments?: { readonly count: number; readonly within: Duration };
}

/** The dunning schedule of a group of debtors, every default filled in (docs/plans.md). */
export interface Plan {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly appliesTo: { readonly kinds?: readonly DebtorKind[]; readonly segments?: readonly string[] };
  /** Absent: no threshold and every currency. A currency that is not listed is not chased. */
  readonly thresholds?: CentsByCurrency;
  readonly grouping: 'same-morning' | 'none';
  readonly gap: Duration;
  readonly contactCap?: { readonly contacts: number; readonly per: Duration };
  /** Least distance between the channels of one step; absent: they leave the same day. */
  readonly spread?: Duration;
  /** `oldest`: the debtor's oldest overdue invoice that can be asked for sets the pace of his others; absent: each its own. */
  readonly leads?: 'invoice' | 'oldest';
  /** `debtor`: one formal notice, decision and file for every overdue invoice of the debtor; absent: each invoice its own. */
  readonly together?: 'invoice' | 'debtor';
  readonly lateStart: 'walk' | 'step-of-age';
  readonly lateCharges: 'claim' | 'waive';
  readonly staleFeedAfter: Duration;
  readonly sending: SendingHours;
  readonly steps: readonly Step[];
  readonly promise: { readonly grace: Duration; readonly broken?: string };
  readonly instalments: { readonly grace: Duration; readonly notice: Duration; readonly lapse: boolean };
  readonly dispute: { readonly answerWithin: Duration };
  /** How long an answer of the debtor holds the ladder; absent: five days. */
  readonly replies?: { readonly pause: Duration };
  /** What the debtor may settle himself; absent: a promise within thirty days, no instalments. */
  readonly selfService?: SelfService;
  /** When the creditor's order taking is told to be careful: once a step left for at least so much. */
  readonly customerHold?: readonly CustomerHold[];
  /** Absent: one euro, and a task (plans of 0.1.0 keep the content they were stored with). */
  readonly tolerance?: Tolerance;
}

/** Channels by which somebody else acts in his own name: a person gives him our draft and tells what he really did. */
export function isExternal(channel: Channel): boolean {
  return mediumOf(channel) === 'person';
}

/** True for a channel that gives a formal notice; e-mail and simple post only repeat it. */
export function isNoticeChannel(channel: Channel): channel is LetterChannel {
  return channel === 'registered-letter' || channel === 'electronic-registered-letter' || isExternal(channel);
}

/** True for a channel whose message is a letter, whoever carries it. */
export function isPaper(channel: Channel): boolean {
  return mediumOf(channel) === 'post' || isExternal(channel);
}

/** A step by its channels, in their order. */
interface WithChannels {
  readonly channels: readonly Channel[];
}

/** Simple post after e-mail in a list of channels is for whoever has none. */
export function isAfterEmail({ channels }: WithChannels): boolean {
  return channels.includes('email') && channels.indexOf('email') < channels.indexOf('letter');
}

/** The channels of a step that are posted by us; what a commissaire de justice or a lawyer sends is his own. */
export function postedChannels(step: WithChannels, hasEmail: boolean): Channel[] {
  const spared = hasEmail && isAfterEmail(step);
  return step.channels.filter((channel) => mediumOf(channel) === 'post' && !(spared && channel === 'letter'));
}

/** True for the steps that write to the debtor. */
export function isOutward(step: Step): step is OutwardStep {
  return step.act === 'message' || step.act === 'letter' || step.act === 'late-charges';
}

/** The step of that id, if the plan has it; `late-charges` always is one. */
export function stepOf(plan: Plan, id: string): Step | undefined {
  return plan.steps.find((step) => step.id === id) ?? (id === CLAIM_LATE_CHARGES.id ? CLAIM_LATE_CHARGES : undefined);
}

/** The step by which late charges are claimed: the plan's own, else what a person's act sends. */
export function lateChargesStepOf(plan: Plan): { readonly step: LateChargesStep; readonly isOfPlan: boolean } {
  const own = plan.steps.find((step) => step.act === 'late-charges');
  return { step: own ?? CLAIM_LATE_CHARGES, isOfPlan: own !== undefined };
}
