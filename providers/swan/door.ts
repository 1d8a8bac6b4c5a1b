import { createHash, timingSafeEqual } from 'node:crypto';
import { type RequestHandler, Router, raw } from 'express';
import type * as z from 'zod';
import type { ApiDeps } from '../../api/deps.ts';
import { HttpProblem } from '../../api/http/problem.ts';
import { checkAccount } from '../../api/webhooks/account-check.ts';
import { keepEntry, type ToldEntry, takenEntry } from '../../api/webhooks/bank-door.ts';
import { documentIn, rawBody } from '../../api/webhooks/body.ts';
import { noteTaken, type Taken } from '../../api/webhooks/received.ts';
import { secretsOf } from '../../db/creditors.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import type { AskSwan, SwanTransaction } from './client.ts';
import { swanEventSchema } from './events.ts';

export type SwanDoor = Pick<ApiDeps, 'db' | 'envelope' | 'clock' | 'log' | 'wake'> & { readonly ask: AskSwan };

/** The name of an account that Swan leaves out: a person says whose it is before its money counts. */
const UNSAID_ACCOUNT = 'compte Swan non précisé';
const LIMIT = '100kb';

/** What became of a movement; null: nothing yet that the feed should know. */
const changes = {
  Booked: 'booked',
  Pending: 'pending',
  Upcoming: null,
  Canceled: 'undone',
  Rejected: 'undone',
  Released: 'undone',
} as const;

/** Money that had come and goes back. */
const givenBack: readonly string[] = ['SepaCreditTransferInReturn', 'SepaCreditTransferInRecall'];

/**
 * `POST /webhooks/swan/{creditorId}`, with the creditor's secret for Swan in `x-swan-secret`. The movement is asked for at once and kept as it
 * then is, so the order of notifications does not matter; while Swan cannot be asked, it is told to try again.
 */
export function swanWebhooks(door: SwanDoor): RequestHandler {
  const handle: RequestHandler<{ creditorId: string }> = async (req, res) => {
    const { creditorId } = req.params;
    if (!isSecret(req.get('x-swan-secret'), await secretsOf(door.db, door.envelope, creditorId, 'swan')))
      throw new HttpProblem(401, 'The header x-swan-secret is missing or wrong.');
    const event = documentIn(swanEventSchema, rawBody(req));
    if (event.eventType.startsWith('Transaction.')) noteTaken(res, await keepTransaction(door, creditorId, event));
    res.status(200).end();
  };
  return Router().post('/webhooks/swan/:creditorId', raw({ type: () => true, limit: LIMIT }), handle);
}

/** Digests are compared: their lengths tell nothing. */
function isSecret(given: string | undefined, secrets: readonly string[]): boolean {
  const digestOf = (text: string) => createHash('sha256').update(text).digest();
  return given !== undefined && secrets.some((secret) => timingSafeEqual(digestOf(secret), digestOf(given)));
}

async function keepTransaction(door: SwanDoor, creditorId: string, event: z.output<typeof swanEventSchema>): Promise<Taken> {
  const transaction = await door.ask(event.resourceId).catch((error: unknown) => {
    door.log.warn({ err: error, eventId: event.eventId }, 'Swan could not be asked');
    throw new HttpProblem(503, 'The transaction cannot be asked for now: tell it again.');
  });
  const told = transaction && toldBySwan(transaction, Date.parse(event.eventDate));
  if (!told) return { reference: event.resourceId, kind: event.eventType, answer: 'unknown' };
  await checkAccount(door.db, creditorId, 'swan', told.account);
  const receipt = await keepEntry(door, creditorId, told);
  door.wake();
  return takenEntry(told, receipt);
}

function toldBySwan(transaction: SwanTransaction, saidMs: number): ToldEntry | null {
  const { id, type, side, amount, account, label, reference, counterparty, statusInfo } = transaction;
  const change = changes[statusInfo.status];
  if (change === null) return null;
  return {
    bank: 'swan',
    state: statusInfo.status,
    account: account?.IBAN ?? UNSAID_ACCOUNT,
    change,
    saidMs,
    entry: {
      key: id,
      bookedOn: dayOf(statusInfo.bookingDate),
      valueOn: dayOf(statusInfo.valueDate),
      amountCents: side === 'Credit' ? amount.value : -amount.value,
      currency: amount.currency,
      status: change === 'pending' ? 'pending' : 'booked',
      reversal: givenBack.includes(type),
      endToEndId: null,
      references: reference === null ? [] : [reference],
      counterparty,
      label,
    },
  };
}

function dayOf(moment: string | null | undefined): string | null {
  return moment === null || moment === undefined ? null : parisDay(Date.parse(moment));
}
