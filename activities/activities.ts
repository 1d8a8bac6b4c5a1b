import type { Standing } from '../cases/standing.ts';
import type { ActAnswer } from '../db/inbox.ts';
import type { Act } from '../domain/case/act.ts';
import type { Channel } from '../domain/plan/plan.ts';

/** What every question to an activity carries: the case and its run, the workflow's time, and whether its history is long. */
export interface Asked {
  readonly caseId: string;
  readonly run: number;
  readonly nowMs: number;
  readonly isLong: boolean;
}

/** A bell that rang: `id` the inbox row that it announces; `typed`: it was typed into the engine, and has none. */
export interface BellHeard {
  readonly id: string;
  readonly name: string;
  readonly typed?: Readonly<Record<string, unknown>>;
}

/** What an activity answers: where the case stands now, and what the acts came to that it read. `over`: another run lives the case. */
export type Answer = { readonly answers: Readonly<Record<string, ActAnswer>> } & (
  | { readonly over: true }
  | { readonly over: false; readonly standing: Standing; readonly goOn: boolean }
);

/** The one thing to do, as the last answer named it; null: only look at the world again. */
export interface ToDo extends Asked {
  readonly act: Act | null;
  /** What was printed for it, or why it cannot be. */
  readonly paper?: Paper;
}

/** Queue `recovery`: what needs neither a provider nor Chromium. */
export interface CaseActivities {
  /** Reads the mail of the case, and the bells that have no letter. */
  record(asked: Asked & { readonly bells: readonly BellHeard[] }): Promise<Answer>;
  perform(todo: ToDo): Promise<Answer>;
  /** An act that no attempt could do becomes a person's, who is told why. */
  giveUp(todo: ToDo & { readonly why: string }): Promise<Answer>;
}

/** Queue `sends`, rate-limited: the acts for which a provider is called. */
export interface SendActivities {
  send(todo: ToDo): Promise<Answer>;
}

/** Queue `documents`, where Chromium is: it holds no provider's key. */
export interface DocumentActivities {
  print(todo: ToDo): Promise<Paper>;
}

/** One message of a case: a channel of a step, or a note (thanks, confirmation, receipt). */
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

/** Why nothing can be written or printed: no address, what a person must put right first, or a semester whose rate nobody entered. */
export type Unwritten =
  | { readonly outcome: 'no-address'; readonly reason: string }
  | { readonly outcome: 'refused'; readonly reason: string; readonly address: 'invalid' | 'unsubscribed' | 'landline' | null }
  | { readonly outcome: 'unknown'; readonly reason: string }
  | { readonly outcome: 'rate-missing'; readonly semester: string };

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

export type Unprintable = Extract<Unwritten, { outcome: 'refused' | 'rate-missing' }>;
export type Paper = PrintedDocument | Unprintable;
