import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { CaseOpening, Route } from '../domain/case/case.ts';
import type { Fact, SentTrace } from '../domain/case/fact.ts';
import type { World } from '../domain/case/world.ts';
import type { Channel, Plan } from '../domain/plan/plan.ts';

/** Facts to write down, in order, from evidence row `firstSequence` on. `opening` and `plan` come with the first, `plan` again when it changes. */
export interface RecordFacts {
  readonly caseId: string;
  readonly firstSequence: number;
  readonly facts: readonly Fact[];
  readonly opening?: { readonly case: CaseOpening; readonly enteredAt: string };
  readonly plan?: Plan;
  readonly nextActAt: string | null;
}

/** One outward act: a channel of a step, or a note (thanks, confirmation, receipt). `nowMs` is the workflow's time. */
export interface SendRequest {
  readonly caseId: string;
  readonly step: string | null;
  readonly note?: { readonly key: string; readonly template: string; readonly askedCents?: number };
  readonly channel: Channel;
  readonly sequence: number;
  /** The printed letter, when the act is one; the printed agreement, when the note goes with one. */
  readonly document?: PrintedDocument;
  readonly nowMs: number;
}

export interface PrintedDocument {
  readonly document: string;
  readonly sha256: string;
  /** Digest of its words as plain text, kept beside it. */
  readonly wordsSha256?: string;
  readonly pages: number;
  readonly askedCents: number | null;
  /** What is posted with it. */
  readonly joined?: readonly JoinedDocument[];
}

/** A document that goes with a message, and what the message calls it; its bytes lie in the store. */
export interface JoinedDocument {
  readonly title: string;
  readonly filename: string;
  readonly contentType: string;
  readonly sha256: string;
}

/**
 * What came of an act. `sent`: `as` names the step of another invoice of the debtor in whose message it left. `not-now`: the gate, read
 * again at the instant of sending, says otherwise than the planner: look again with this world, at `untilMs` when another case goes first.
 */
export type SendResult =
  | { readonly outcome: 'sent'; readonly trace: SentTrace; readonly payBy?: CivilDate; readonly as?: string }
  /** `trouble`: why its provider had not taken it yet. */
  | {
      readonly outcome: 'not-now';
      readonly world: World;
      readonly trouble?: string;
      readonly untilMs?: number;
      readonly why?: string;
    }
  | { readonly outcome: 'no-address'; readonly reason: string }
  | { readonly outcome: 'refused'; readonly reason: string; readonly address: 'invalid' | 'unsubscribed' | 'landline' | null }
  | { readonly outcome: 'unknown'; readonly reason: string }
  | { readonly outcome: 'feed-stale' }
  | { readonly outcome: 'rate-missing'; readonly semester: string };

/** Why a letter cannot be printed: what a human must put right first, or a semester whose rate nobody entered. */
export type Unprintable = Extract<SendResult, { outcome: 'refused' | 'rate-missing' }>;

/** A credit of a case that goes to another invoice of its debtor. */
export interface PassCredit {
  readonly caseId: string;
  /** Which use of the credit: told twice, it is paid once. */
  readonly id: string;
  readonly to: string;
  readonly amountCents: number;
  readonly nowMs: number;
}

/** What became of it: how much the other invoice took, or why it takes nothing. */
export type Passed = { readonly amountCents: number } | { readonly refused: string };

/** Queue `recovery`. */
export interface RecordActivities {
  recordFacts(input: RecordFacts): Promise<World>;
  readWorld(input: { caseId: string; nowMs: number }): Promise<World>;
  loadPlan(input: { caseId: string; plan: string; version?: number }): Promise<Plan | null>;
  listRoutes(input: { caseId: string; nowMs: number }): Promise<readonly string[]>;
  passCredit(input: PassCredit): Promise<Passed>;
}

/** Queue `sends`, rate-limited. */
export interface SendActivities {
  send(input: SendRequest): Promise<SendResult>;
}

/** A note that a document goes with, and the workflow's time. */
export interface PrintNote {
  readonly caseId: string;
  readonly note: NonNullable<SendRequest['note']>;
  readonly nowMs: number;
}

/** Queue `documents`, where Chromium is. */
export interface DocumentActivities {
  printLetter(input: { caseId: string; step: string; nowMs: number }): Promise<PrintedDocument | Unprintable>;
  printNote(input: PrintNote): Promise<PrintedDocument | Unprintable>;
  printHandoff(input: { caseId: string; route: Route; nowMs: number }): Promise<PrintedDocument>;
}
