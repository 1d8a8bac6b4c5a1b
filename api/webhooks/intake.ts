import { type Request, type RequestHandler, Router, raw } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Receipt } from '../../db/inbox.ts';
import { refuse } from '../../domain/fault.ts';
import type { WebhookPurpose } from '../../domain/known-providers.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from '../http/problem.ts';
import { noteTaken } from './received.ts';
import type { WebhookSecrets } from './secrets.ts';
import { signatureFault } from './signature.ts';

/** A message whose signature is right, its body still to be read. */
export interface TrustedMessage {
  readonly creditorId: string;
  readonly webhookId: string;
  /** Unique over all senders: what redelivery is recognised by. */
  readonly eventId: string;
  readonly document: unknown;
}

/** Keeps what a message says; durable when it returns. */
export type Keep = (message: TrustedMessage) => Promise<Receipt>;

const LIMIT = '1mb';
const REQUESTS_PER_MINUTE = 60_000;

/** The door for signed webhooks of one purpose: signature over the raw bytes, then JSON, then durable, then 202. */
export function webhookDoor(deps: ApiDeps, secrets: WebhookSecrets, purpose: WebhookPurpose, keep: Keep): RequestHandler {
  const handle: RequestHandler<{ creditorId: string }> = async (req, res) => {
    const message = await trustedMessage(req, purpose, deps.clock(), await secrets.of(req.params.creditorId, purpose));
    const { caseId, isNew } = await keep(message);
    deps.wake();
    noteTaken(res, {
      reference: message.webhookId,
      kind: kindOf(message.document),
      answer: isNew ? 'accepted' : 'duplicate',
      caseId,
    });
    res.status(202).json({ eventId: message.webhookId, caseId });
  };
  const limited = rateLimit({ windowMs: 60_000, limit: REQUESTS_PER_MINUTE, standardHeaders: 'draft-8', legacyHeaders: false });
  return Router().post(`/webhooks/${purpose}/:creditorId`, limited, raw({ type: () => true, limit: LIMIT }), handle);
}

/** What an event calls itself, once it was read as one. */
function kindOf(document: unknown): string {
  return (document as { readonly type: string }).type;
}

/** An unknown creditor has no secret: he is told what a forger is told. */
async function trustedMessage(
  req: Request<{ creditorId: string }>,
  purpose: WebhookPurpose,
  nowMs: number,
  secrets: readonly string[],
): Promise<TrustedMessage> {
  const { creditorId } = req.params;
  const body: Buffer = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
  const webhookId = req.get('webhook-id');
  const signed = { id: webhookId, timestamp: req.get('webhook-timestamp'), signature: req.get('webhook-signature'), body };
  const fault = signatureFault(signed, secrets, nowMs);
  if (fault !== null || webhookId === undefined) throw new HttpProblem(401, fault ?? 'webhook-id is expected.');
  if (webhookId.length > 200) refuse('webhook-id', `got ${webhookId.length} characters, expected at most 200`);
  return { creditorId, webhookId, eventId: `${purpose}:${creditorId}:${webhookId}`, document: jsonOf(body) };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return refuse('$', 'got a body that is not JSON in UTF-8, expected one JSON object');
  }
}
