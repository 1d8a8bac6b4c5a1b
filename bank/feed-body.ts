import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { Instant } from '../domain/calendar/paris.ts';
import type { BankEntry } from '../domain/statement/bank-entry.ts';

/** What every word of the bank says besides: when it came, under which webhook id, and how far it makes the feed known. */
interface Heard {
  readonly at: Instant;
  readonly cause: string;
  readonly account: string;
  readonly throughOn: CivilDate;
}

/** The bank was asked and had nothing more. */
export type FeedCheckedBody = Heard;

/** An entry that was booked, announced, or undone (reversed or deleted). */
export interface BankEntryBody extends Heard {
  readonly change: 'booked' | 'pending' | 'undone';
  readonly entry: BankEntry;
}
