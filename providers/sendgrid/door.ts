import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Request, type RequestHandler, Router, raw } from 'express';
import { HttpProblem } from '../../api/http/problem.ts';
import { documentIn, rawBody } from '../../api/webhooks/body.ts';
import { keepReport, type ReportDeps } from '../../api/webhooks/provider-report.ts';
import { noteTaken } from '../../api/webhooks/received.ts';
import { mailEventsSchema, reportOfMailEvent } from './events.ts';

/** SendGrid's own headers: an ECDSA P-256 signature over timestamp + raw body. */
const SIGNATURE = 'x-twilio-email-event-webhook-signature';
const TIMESTAMP = 'x-twilio-email-event-webhook-timestamp';
const LIMIT = '5mb';
const TOLERANCE_S = 600;

export interface MailEventDoor extends ReportDeps {
  /** Whose keys may sign, base64 DER SPKI: the provider's where it is configured, the outbox's own where e-mail goes there. */
  readonly signers: readonly { readonly provider: string; readonly publicKey: string }[];
}

/** `POST /webhooks/sendgrid`: each event once to the cases of its message; durable before the answer. */
export function sendgridDoor(door: MailEventDoor): RequestHandler {
  const signers = door.signers.map(({ provider, publicKey }) => ({ provider, key: publicKeyOf(publicKey) }));
  const handle: RequestHandler = async (req, res) => {
    const { provider, body } = trusted(req, signers, door.clock());
    for (const event of documentIn(mailEventsSchema, body)) {
      const report = reportOfMailEvent(event, provider);
      if (report) noteTaken(res, ...(await keepReport(door, report)));
    }
    door.wake();
    res.status(204).end();
  };
  return Router().post('/webhooks/sendgrid', raw({ type: () => true, limit: LIMIT }), handle);
}

function publicKeyOf(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
}

interface Signer {
  readonly provider: string;
  readonly key: KeyObject;
}

/** The body and whose word it is, once its signature is known to be right. Throws 401 otherwise. */
function trusted(req: Request, signers: readonly Signer[], nowMs: number): { provider: string; body: Buffer } {
  const body = rawBody(req);
  const timestamp = req.get(TIMESTAMP) ?? '';
  const signature = Buffer.from(req.get(SIGNATURE) ?? '', 'base64');
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_S)
    throw new HttpProblem(401, 'The event webhook is too old or too new.');
  const signer = signers.find(({ key }) => verify('sha256', signed, key, signature));
  if (!signer) throw new HttpProblem(401, 'The signature of the event webhook is wrong.');
  return { provider: signer.provider, body };
}
