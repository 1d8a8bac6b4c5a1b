import { createHmac, timingSafeEqual } from 'node:crypto';
import { type RequestHandler, Router, raw } from 'express';
import type * as z from 'zod';
import type { ApiDeps } from '../../api/deps.ts';
import { HttpProblem } from '../../api/http/problem.ts';
import { checkAccount } from '../../api/webhooks/account-check.ts';
import { keepEntry, type ToldEntry, takenEntry } from '../../api/webhooks/bank-door.ts';
import { documentIn, rawBody } from '../../api/webhooks/body.ts';
import { noteTaken } from '../../api/webhooks/received.ts';
import { secretsOf } from '../../db/creditors.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { qontoEventSchema } from './events.ts';

const HEADER = /^t=(\d{1,12}),\s*v1=([0-9a-f]{64})$/;
/** The name of an account that Qonto leaves out: a person says whose it is before its money counts. */
const UNSAID_ACCOUNT = 'compte Qonto non précisé';
const LIMIT = '1mb';
/** A delivery may be tried again for long; one that comes twice counts once, so an old one does no harm. */
const OLDEST_S = 7 * 24 * 3600;
const NEWEST_S = 300;

const changes = { completed: 'booked', pending: 'pending', declined: 'undone' } as const;
export type QontoDoor = Pick<ApiDeps, 'db' | 'envelope' | 'clock' | 'wake'>;

/** `POST /webhooks/qonto/{creditorId}`, signed with the creditor's secret for Qonto, given to Qonto when the webhook was made. */
export function qontoWebhooks(deps: QontoDoor): RequestHandler {
  const handle: RequestHandler<{ creditorId: string }> = async (req, res) => {
    const { creditorId } = req.params;
    const body = rawBody(req);
    const secrets = await secretsOf(deps.db, deps.envelope, creditorId, 'qonto');
    const fault = qontoFault(req.get('x-qonto-signature'), body, secrets, deps.clock());
    if (fault !== null) throw new HttpProblem(401, fault);
    const told = toldByQonto(documentIn(qontoEventSchema, body));
    await checkAccount(deps.db, creditorId, 'qonto', told.account);
    noteTaken(res, takenEntry(told, await keepEntry(deps, creditorId, told)));
    deps.wake();
    res.status(202).end();
  };
  return Router().post('/webhooks/qonto/:creditorId', raw({ type: () => true, limit: LIMIT }), handle);
}

/** Why a delivery cannot be trusted, or null: HMAC-SHA256 over `t.body`, in hexadecimal, with any of the secrets. */
export function qontoFault(header: string | undefined, body: Buffer, secrets: readonly string[], nowMs: number): string | null {
  const [, timestamp, given] = HEADER.exec(header ?? '') ?? [];
  if (timestamp === undefined || given === undefined) return 'The header X-Qonto-Signature is expected: t=…,v1=….';
  const ageS = Math.floor(nowMs / 1000) - Number(timestamp);
  if (ageS > OLDEST_S) return 'The signature is too old.';
  if (ageS < -NEWEST_S) return 'The signature is in the future.';
  const signed = (secret: string) => createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  const matches = secrets.some((secret) => timingSafeEqual(signed(secret), Buffer.from(given, 'hex')));
  return matches ? null : 'The signature does not match.';
}

function toldByQonto({ created_at, data }: z.output<typeof qontoEventSchema>): ToldEntry {
  const change = changes[data.status];
  const settledOn = data.settled_at ? parisDay(Date.parse(data.settled_at)) : null;
  return {
    bank: 'qonto',
    state: data.status,
    account: data.bank_account?.iban ?? data.bank_account_id ?? UNSAID_ACCOUNT,
    change,
    saidMs: Date.parse(created_at),
    entry: {
      key: data.id,
      bookedOn: change === 'booked' ? settledOn : null,
      valueOn: null,
      amountCents: data.side === 'credit' ? data.amount : -data.amount,
      currency: data.currency,
      status: change === 'pending' ? 'pending' : 'booked',
      reversal: false,
      endToEndId: null,
      references: data.reference === null ? [] : [data.reference],
      counterparty: data.clean_counterparty_name,
      label: data.label,
    },
  };
}
