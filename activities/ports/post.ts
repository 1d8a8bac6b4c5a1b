import type { CivilDate } from '../../domain/calendar/civil-date.ts';
import type { NoticeOutcome } from '../../domain/case/case.ts';
import type { Calling, SendOutcome } from './outcome.ts';

/** A letter ready to be posted, registered or by simple post: its PDF, whose first page carries the address block. */
export interface PostedLetter {
  readonly channel: 'registered-letter' | 'letter';
  readonly key: string;
  readonly title: string;
  /** As the post reads them: six lines of 38 characters at most, the last one postcode and town. */
  readonly recipientLines: readonly string[];
  /** ISO 3166 alpha-2 of both addresses; France when absent. */
  readonly recipientCountry?: string;
  readonly senderCountry?: string;
  readonly senderLines: readonly string[];
  /** Where the provider writes to the creditor. */
  readonly senderEmail: string;
  readonly pages: number;
  readonly pdf: Uint8Array;
  /** What goes in the envelope with it, in this order. */
  readonly enclosures: readonly Enclosure[];
}

/** A PDF posted with a letter, and what the letter calls it. */
export interface Enclosure {
  readonly title: string;
  readonly pdf: Uint8Array;
}

/** What the post says of a letter: `on` the day that counts in law, `at` when it was said, `code` in the provider's own words. */
export interface LetterEvent {
  readonly outcome: NoticeOutcome;
  readonly on: CivilDate;
  readonly at: string;
  readonly code: string;
}

export type ProofKind = 'deposit-proof' | 'acknowledgement-of-receipt';

/** A file of the post, fetched when it is not kept yet. */
export interface Proof {
  readonly kind: ProofKind;
  readonly proves: NoticeOutcome;
  fetch(): Promise<Uint8Array>;
}

/** Everything that is known of a letter today. */
export interface Tracking {
  readonly events: readonly LetterEvent[];
  readonly proofs: readonly Proof[];
}

/** The way out for letters. `find` asks the provider by our own reference, `track` what became of a letter by the provider's. */
export interface PostPort {
  readonly provider: string;
  post(letter: PostedLetter, calling?: Calling): Promise<SendOutcome>;
  readonly find: (key: string, channel: string) => Promise<SendOutcome | null>;
  /** What it does not find did not leave, and cannot leave any more. */
  readonly isConclusive?: true;
  readonly track?: (providerId: string) => Promise<Tracking>;
}

const LARGEST_BYTES = 20_000_000;
const MOST_SHEETS = 45;

/** Sheets of a letter printed on both sides. */
function sheetsOf({ pages }: Pick<PostedLetter, 'pages'>): number {
  return Math.ceil(pages / 2);
}

/** Why no envelope takes this letter, in French; null when one does. The sheets of enclosures are the provider's to count. */
export function faultOfLetter(letter: PostedLetter): string | null {
  const files = [letter.pdf, ...letter.enclosures.map(({ pdf }) => pdf)];
  if (!files.every(isPdf)) return 'le document n’est pas un PDF';
  const bytes = files.reduce((sum, { length }) => sum + length, 0);
  if (bytes > LARGEST_BYTES) return `le pli pèse ${Math.ceil(bytes / 1_000_000)}\u00a0Mo, 20\u00a0Mo au plus`;
  const sheets = sheetsOf(letter);
  return sheets > MOST_SHEETS ? `le pli compte ${sheets} feuilles, ${MOST_SHEETS} au plus` : null;
}

function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
}
