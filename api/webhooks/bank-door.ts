import type { BankEntryBody } from '../../bank/feed-body.ts';
import { type Receipt, receiveEvent } from '../../db/inbox.ts';
import { earlier } from '../../domain/calendar/civil-date.ts';
import { parisDay, toInstant } from '../../domain/calendar/paris.ts';
import type { MoneySource } from '../../domain/known-providers.ts';
import type { BankEntry } from '../../domain/statement/bank-entry.ts';
import type { ApiDeps } from '../deps.ts';
import type { Taken } from './received.ts';

/** What a bank with a webhook of its own says of one movement. `state` tells one saying of it from the next. */
export interface ToldEntry {
  readonly bank: MoneySource;
  readonly state: string;
  readonly account: string;
  readonly change: BankEntryBody['change'];
  readonly entry: BankEntry;
  /** When the bank said it, in milliseconds: its feed is known as far. */
  readonly saidMs: number;
}

/** What a door says of it among what came in lately. */
export function takenEntry({ entry, state }: ToldEntry, { isNew }: Receipt): Taken {
  return { reference: entry.key, kind: `bank-entry: ${state}`, answer: isNew ? 'accepted' : 'duplicate' };
}

/** Keeps it at the same door as `bank.transaction.*`. Each state of a movement counts once, however often it is told; nothing old is told again. */
export function keepEntry({ db, clock }: Pick<ApiDeps, 'db' | 'clock'>, creditorId: string, told: ToldEntry): Promise<Receipt> {
  const { bank, state, account, change, entry, saidMs } = told;
  const cause = `${bank}:${entry.key}:${state}`;
  const throughOn = earlier(parisDay(saidMs), parisDay(clock()));
  const body: BankEntryBody = { at: toInstant(clock()), cause, account, throughOn, entry, change };
  return receiveEvent(db, {
    eventId: `bank:${creditorId}:${cause}`,
    creditorId,
    caseId: null,
    lane: `bank:${creditorId}`,
    kind: 'bank-entry',
    body,
  });
}
