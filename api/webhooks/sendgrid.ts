import { createPublicKey, verify } from 'node:crypto';
import { type Request, type RequestHandler, Router, raw } from 'express';
import * as z from 'zod';
import type { Database } from '../../db/database.ts';
import { type InboxEvent, receiveEvent } from '../../db/inbox.ts';
import { caseOfMessage, creditorOfCase } from '../../db/messages.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import { HttpProblem } from '../http/problem.ts';

/** SendGrid's own headers: an ECDSA P-256 signature over timestamp + raw body. */
const SIGNATURE = 'x-twilio-email-event-webhook-signature';
const TIMESTAMP = 'x-twilio-email-event-webhook-timestamp';
const LIMIT = '5mb';
const TOLERANCE_S = 600;

/** What a mail provider's event means to a case; the others (processed, open, click…) mean nothing to it. */
const meanings: Readonly<Record<string, object>> = {
  delivered: { type: 'message-delivered', channel: 'email' },
  bounce: { type: 'message-bounced', channel: 'email' },
  dropped: { type: 'message-bounced', channel: 'email' },
  spamreport: { type: 'opt-out', channel: 'email' },
  unsubscribe: { type: 'opt-out', channel: 'email' },
};

/** `message` is our own id, sent along as a custom argument and given back at the top level. */
const events = z.array(
  z.looseObject({ event: z.string(), sg_event_id: z.string().max(200), timestamp: z.number(), message: z.string().optional() }),
);

export interface MailEventDoor {
  readonly db: Database;
  /** Public keys that may sign, base64 DER SPKI: the provider's, or the outbox's own. */
  readonly publicKeys: readonly string[];
  readonly clock: () => number;
  readonly wake: () => void;
}

/** `POST /webhooks/sendgrid`: each event once, in order, to the case of its message; durable before the answer. */
export function sendgridDoor(door: MailEventDoor): RequestHandler {
  const handle: RequestHandler = async (req, res) => {
    const body = trusted(req, door);
    for (const event of inboxEvents(events.parse(JSON.parse(body.toString('utf8'))))) await receiveEvent(door.db, event);
    door.wake();
    res.status(204).end();
  };
  return Router().post('/webhooks/sendgrid', raw({ type: () => true, limit: LIMIT }), handle);
}

function trusted(req: Request, { publicKeys, clock }: MailEventDoor): Buffer {
  const body: Buffer = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
  const timestamp = req.get(TIMESTAMP) ?? '';
  const signature = Buffer.from(req.get(SIGNATURE) ?? '', 'base64');
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  if (Math.abs(clock() / 1000 - Number(timestamp)) > TOLERANCE_S)
    throw new HttpProblem(401, 'The event webhook is too old or too new.');
  if (!publicKeys.some((key) => signs(key, signed, signature)))
    throw new HttpProblem(401, 'The signature of the event webhook is wrong.');
  return body;
}

function signs(publicKey: string, signed: Buffer, signature: Buffer): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify('sha256', signed, key, signature);
}

function inboxEvents(told: z.output<typeof events>): InboxEvent[] {
  return told.flatMap((event) => {
    const meaning = meanings[event.event];
    const caseId = event.message === undefined ? null : caseOfMessage(event.message);
    if (meaning === undefined || caseId === null) return [];
    const about = 'type' in meaning && meaning.type === 'message-delivered' ? { message: event.message } : {};
    const payload = { ...meaning, ...about, at: toInstant(event.timestamp * 1000), actor: 'sendgrid', cause: event.sg_event_id };
    return [
      {
        eventId: `sendgrid:${event.sg_event_id}`,
        creditorId: creditorOfCase(caseId),
        caseId,
        lane: caseId,
        kind: 'signal',
        body: { signal: 'messageEvent', payload },
      },
    ];
  });
}
