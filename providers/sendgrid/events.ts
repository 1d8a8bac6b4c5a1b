import * as z from 'zod';
import type { ProviderFact, Report } from '../../db/reports.ts';
import { toInstant } from '../../domain/calendar/paris.ts';

/** `message` is our own id, sent along as a custom argument and given back at the top level. */
const told = z.looseObject({
  event: z.string(),
  sg_event_id: z.string().min(1).max(200),
  timestamp: z.number(),
  message: z.string().optional(),
  type: z.string().optional(),
  reason: z.string().optional(),
  status: z.string().optional(),
});
export const mailEventsSchema = z.array(told).max(5000);
export type MailEvent = z.output<typeof told>;

type Meaning = (event: MailEvent) => ProviderFact;

const taken: Meaning = () => ({ type: 'message-taken', channel: 'email' });
const returned: Meaning = (event) => {
  const passing = isBlocked(event) || codesOf(event)?.startsWith('4') ? { passing: true } : {};
  return { type: 'message-bounced', channel: 'email', reason: reasonOf(event), ...passing };
};
const stopped: Meaning = () => ({ type: 'opt-out', channel: 'email' });

/**
 * What each event of SendGrid's Event Webhook means to a case (twilio.com/docs/sendgrid/for-developers/tracking-events/event).
 * The others (open, click, group_resubscribe) mean nothing to it.
 */
const meanings: Readonly<Record<string, Meaning>> = {
  processed: taken,
  deferred: taken,
  delivered: () => ({ type: 'message-delivered', channel: 'email' }),
  bounce: returned,
  blocked: returned,
  dropped: (event) =>
    /unsubscribed|spam report/i.test(event.reason ?? '')
      ? { type: 'opt-out', channel: 'email', undelivered: true }
      : returned(event),
  spamreport: stopped,
  unsubscribe: stopped,
  group_unsubscribe: stopped,
};

/** The report that an event makes; null when it means nothing to a case or speaks of no message of ours. */
export function reportOfMailEvent(event: MailEvent, provider: string): Report | null {
  const meaning = meanings[event.event];
  if (!meaning || event.message === undefined) return null;
  return {
    provider,
    event: event.sg_event_id,
    message: event.message,
    at: toInstant(event.timestamp * 1000),
    fact: meaning(event),
  };
}

/** Codes alone: the words of a mail server may name the person. */
function reasonOf(event: MailEvent): string {
  const kind = isBlocked(event) ? 'bloqué par le serveur du destinataire' : 'refusé';
  const codes = codesOf(event);
  return codes === undefined ? kind : `${kind} (${codes})`;
}

function codesOf({ reason, status }: MailEvent): string | undefined {
  return /\b[245]\d\d(?:[ -][245]\.\d{1,3}\.\d{1,3})?\b/.exec(`${reason ?? ''} ${status ?? ''}`)?.[0];
}

/** The server of the recipient refused us, not the address. */
function isBlocked({ event, type }: MailEvent): boolean {
  return type === 'blocked' || event === 'blocked';
}
