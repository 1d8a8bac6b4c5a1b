import { timingSafeEqual } from 'node:crypto';
import { type Request, type RequestHandler, Router, raw } from 'express';
import { HttpProblem } from '../../api/http/problem.ts';
import { documentIn, rawBody } from '../../api/webhooks/body.ts';
import { keepReport, type ReportDeps } from '../../api/webhooks/provider-report.ts';
import { noteTaken, type Taken, takenBy } from '../../api/webhooks/received.ts';
import { signatureFault } from '../../api/webhooks/signature.ts';
import { actsOfMessage, messageOfProvider } from '../../db/messages.ts';
import { epochMs, toInstant } from '../../domain/calendar/paris.ts';
import { letterReportSchema, notificationSchema } from './reports.ts';

const PATH = '/webhooks/post';
const LIMIT = '256kb';

export interface PostEventDoor extends ReportDeps {
  /** Secrets of those who sign their report (Standard Webhooks): the outbox. */
  readonly secrets: readonly string[];
  /** `user:password` that Maileva was given with our address; null when it is not configured. */
  readonly maileva: string | null;
  /** Asks Maileva what became of a sending and keeps what it says. */
  readonly lookAt: (sendingId: string, message: string) => Promise<void>;
}

/** `POST /webhooks/post`: reports of registered letters, signed ones of the outbox or notifications of Maileva. */
export function postDoor(door: PostEventDoor): RequestHandler {
  const handle: RequestHandler = async (req, res) => {
    const body = rawBody(req);
    const isSigned = req.get('webhook-signature') !== undefined;
    noteTaken(res, ...(await (isSigned ? keepSigned(door, req, body) : keepNotification(door, req, body))));
    door.wake();
    res.status(201).end();
  };
  return Router().post(PATH, raw({ type: () => true, limit: LIMIT }), handle);
}

async function keepSigned(door: PostEventDoor, req: Request, body: Buffer): Promise<Taken[]> {
  const id = req.get('webhook-id');
  const signed = { id, timestamp: req.get('webhook-timestamp'), signature: req.get('webhook-signature'), body };
  const fault = signatureFault(signed, door.secrets, door.clock());
  if (fault !== null || id === undefined) throw new HttpProblem(401, fault ?? 'webhook-id is expected.');
  const { timestamp, data } = documentIn(letterReportSchema, body);
  const { message, outcome, on } = data;
  const at = toInstant(epochMs(timestamp));
  return keepReport(door, { provider: 'outbox', event: id, message, at, fact: { type: 'notice-event', outcome, on } });
}

/** Maileva signs nothing: it gives back the name and the password that its subscription was made with. */
async function keepNotification(door: PostEventDoor, req: Request, body: Buffer): Promise<Taken[]> {
  if (door.maileva === null || !isSame(req.get('authorization') ?? '', `Basic ${base64(door.maileva)}`))
    throw new HttpProblem(401, 'The credentials of the notification are wrong.');
  const told = documentIn(notificationSchema, body);
  const sending = /\/sendings\/([^/?]+)/.exec(told.resource_location ?? '')?.[1] ?? told.resource_id;
  const message = await messageOfProvider(door.db, 'maileva', sending);
  const taken = { reference: sending, kind: told.event_type };
  if (message === null) {
    door.log.warn({ provider: 'maileva', event: told.event_type }, 'a report about an unknown message');
    return [{ ...taken, answer: 'unknown' }];
  }
  await door.lookAt(sending, message);
  return (await actsOfMessage(door.db, message)).map(({ caseId }) => takenBy(caseId, taken));
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
