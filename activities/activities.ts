import type { Standing } from '../cases/standing.ts';
import type { ActAnswer } from '../db/inbox.ts';
import type { Act } from '../domain/case/act.ts';
import type { Paper } from '../words/message.ts';

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
  /** It was typed as a signal: nobody waits for its answer. */
  readonly isSignal?: true;
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
