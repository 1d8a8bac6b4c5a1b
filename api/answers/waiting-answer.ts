import type { AnswerChannel, AnswerSubject } from '../../domain/case/case.ts';

/** What the debtor wrote and nobody answered yet, with what he joined. */
export interface WaitingAnswer {
  /** Of its task. */
  readonly key: string;
  readonly at: string;
  readonly channel: AnswerChannel;
  readonly about: AnswerSubject;
  readonly subject: string | null;
  /** His own words, without what he quotes; empty: there are none, or they are in the document. */
  readonly words: string;
  /** What he wrote, as it came; null: no file of it was kept. */
  readonly document: string | null;
  readonly files: readonly { readonly id: string; readonly filename: string }[];
}
