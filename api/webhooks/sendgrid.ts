import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Request, type RequestHandler, Router, raw } from 'express';
import { HttpProblem } from '../http/problem.ts';
import { documentIn, rawBody } from './body.ts';
import { keepReport, type ReportDeps } from './provider-report.ts';
import { mailEventsSchema, reportOfMailEvent } from './sendgrid-events.ts';

/** SendGrid's own headers: an ECDSA P-256 signature over timestamp + raw body. */
const SIGNATURE = 'x-twilio-email-event-webhook-signature';
const TIMESTAMP = 'x-twilio-email-event-webhook-timestamp';
const LIMIT = '5mb';
const TOLERANCE_S = 600;

export interface MailEventDoor extends ReportDeps {
  /** Public keys that may sign, base64 DER SPKI: the provider's, or the outbox's own. */
  readonly publicKeys: readonly string[];
}

/** `POST /webhooks/sendgrid`: each event once to the cases of its message; durable before the answer. */
export function sendgridDoor(door: MailEventDoor): RequestHandler {
  const keys = door.publicKeys.map(publicKeyOf);
  const handle: RequestHandler = async (req, res) => {
    for (const event of documentIn(mailEventsSchema, trusted(req, keys, door.clock()))) {
      const report = reportOfMailEvent(event);
      if (report) await keepReport(door, report);
    }
    door.wake();
    res.status(204).end();
  };
  return Router().post('/webhooks/sendgrid', raw({ type: () => true, limit: LIMIT }), handle);
}

function publicKeyOf(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
}

/** The body, once its signature is known to be right. Throws 401 otherwise. */
function trusted(req: Request, keys: readonly KeyObject[], nowMs: number): Buffer {
  const body = rawBody(req);
  const timestamp = req.get(TIMESTAMP) ?? '';
  const signature = Buffer.from(req.get(SIGNATURE) ?? '', 'base64');
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_S)
    throw new HttpProblem(401, 'The event webhook is too old or too new.');
  if (!keys.some((key) => verify('sha256', signed, key, signature)))
    throw new HttpProblem(401, 'The signature of the event webhook is wrong.');
  return body;
}
