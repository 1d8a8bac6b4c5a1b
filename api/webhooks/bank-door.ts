import * as z from 'zod';
import type { BankEntryBody } from '../../bank/feed-body.ts';
import { type Receipt, receiveEvent } from '../../db/inbox.ts';
import { earlier } from '../../domain/calendar/civil-date.ts';
import { parisDay, toInstant } from '../../domain/calendar/paris.ts';
import { onOneLine } from '../../domain/plain-text.ts';
import type { BankEntry } from '../../domain/statement/bank-entry.ts';
import type { ApiDeps } from '../deps.ts';

/** The name of an account that the bank leaves out: a person says whose it is before its money counts. */
export const UNSAID_ACCOUNT = { qonto: 'compte Qonto non précisé', swan: 'compte Swan non précisé' } as const;

/** What a bank with a webhook of its own says of one movement. `state` tells one saying of it from the next. */
export interface ToldEntry {
  readonly bank: 'qonto' | 'swan';
  readonly state: string;
  readonly account: string;
  readonly change: BankEntryBody['change'];
  readonly entry: BankEntry;
  /** When the bank said it, in milliseconds: its feed is known as far. */
  readonly saidMs: number;
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

/** An amount as banks write it, 50.01 or "50.01", in exact cents. */
export const decimalCents = z
  .union([z.number(), z.string()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,13}(?:\.\d{1,2})?$/, 'an amount with at most two decimals, such as 50.01'))
  .transform((text) => Math.round(Number(text) * 100));

/** A reference or a name, absent when the bank leaves it empty. */
export const someText = z
  .string()
  .nullish()
  .transform((text) => (text === undefined || text === null || text.trim() === '' ? null : onOneLine(text.slice(0, 2000))));
