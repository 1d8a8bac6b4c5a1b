import type { NoteRequest } from '../domain/case/next/notes.ts';
import type { Channel } from '../domain/plan/plan.ts';

/** One message of a case: a channel of a step, or a note (thanks, confirmation, receipt). */
export interface SendRequest {
  readonly caseId: string;
  readonly step: string | null;
  readonly note?: NoteRequest;
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
  /** The cases that it speaks for, by id, each as it stood (its revision) when it was printed. */
  readonly drawnFrom?: Readonly<Record<string, number>>;
  /** What it asks for each of them, in cents. */
  readonly shares?: Readonly<Record<string, number>>;
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

export type Unprintable = Extract<Unwritten, { outcome: 'refused' | 'rate-missing' }>;
export type Paper = PrintedDocument | Unprintable;
