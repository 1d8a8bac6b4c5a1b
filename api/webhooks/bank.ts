import type { RequestHandler } from 'express';
import type { BankEntryBody, FeedCheckedBody } from '../../bank/feed-body.ts';
import { receiveEvent } from '../../db/inbox.ts';
import { addDays, type CivilDate, earlier } from '../../domain/calendar/civil-date.ts';
import { epochMs, parisDay, toInstant } from '../../domain/calendar/paris.ts';
import { readDocument } from '../../domain/document-schema.ts';
import { refuse } from '../../domain/fault.ts';
import type { ApiDeps } from '../deps.ts';
import { checkAccount } from './account-check.ts';
import { type BankEvent, bankEventSchema } from './bank-event-schema.ts';
import { webhookDoor } from './intake.ts';
import type { WebhookSecrets } from './secrets.ts';

/** `POST /webhooks/bank/{creditorId}`: kept as told; matching comes after, in order. */
export function bankWebhooks(deps: ApiDeps, secrets: WebhookSecrets): RequestHandler {
  return webhookDoor(deps, secrets, 'bank', async ({ creditorId, webhookId, eventId, document }) => {
    const event = readDocument(bankEventSchema, document);
    await checkAccount(deps.db, creditorId, 'bank', event.data.account);
    const body = bodyOf(event, webhookId, deps.clock());
    const kind = 'change' in body ? 'bank-entry' : 'feed-checked';
    return receiveEvent(deps.db, { eventId, creditorId, caseId: null, lane: `bank:${creditorId}`, kind, body });
  });
}

/** No bank knows tomorrow: what it says is never later than today. */
function bodyOf(event: BankEvent, cause: string, nowMs: number): BankEntryBody | FeedCheckedBody {
  const told = { at: toInstant(nowMs), cause };
  const today = parisDay(nowMs);
  if (event.type === 'bank.feed.checked') {
    const { account, through } = event.data;
    return { ...told, account, throughOn: earlier(checkedThrough(through, today), today) };
  }
  const { account, ...entry } = event.data;
  const change = changes[event.type];
  return { ...told, account, entry, change, throughOn: earlier(parisDay(epochMs(event.timestamp)), today) };
}

/** Through tomorrow, for clocks and zones that differ; a day far ahead would keep the feed fresh for ever. */
function checkedThrough(through: string, today: CivilDate): CivilDate {
  const on = through.length === 10 ? through : parisDay(epochMs(through));
  if (on > addDays(today, 1)) refuse('$.data.through', `got "${through}", expected no day after tomorrow, ${addDays(today, 1)}`);
  return on;
}

const changes = {
  'bank.transaction.booked': 'booked',
  'bank.transaction.pending': 'pending',
  'bank.transaction.reversed': 'undone',
  'bank.transaction.deleted': 'undone',
} as const;
