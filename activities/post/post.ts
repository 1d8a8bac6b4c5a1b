import type { SendOutcome } from '../outcome.ts';

/** A registered letter ready to be posted: its PDF, whose first page carries the address block. */
export interface RegisteredLetter {
  readonly key: string;
  readonly title: string;
  readonly recipientLines: readonly string[];
  readonly pdf: Uint8Array;
}

/** The way out for registered letters. `find` asks the provider by our own reference. */
export interface PostPort {
  readonly provider: string;
  post(letter: RegisteredLetter): Promise<SendOutcome>;
  readonly find: (key: string) => Promise<SendOutcome | null>;
}
