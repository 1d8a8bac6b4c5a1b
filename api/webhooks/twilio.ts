import { type Request, type RequestHandler, Router, urlencoded } from 'express';
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { openCasesOfMobile } from '../../db/debtors.ts';
import { tellCase } from '../../db/tell-case.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import { HttpProblem } from '../http/problem.ts';
import { keepReport, type ReportDeps } from './provider-report.ts';
import { meaningOfStatus, saysStop } from './twilio-events.ts';

const PATH = '/webhooks/twilio';
const LIMIT = '64kb';

export interface SmsEventDoor extends ReportDeps {
  /** Whose tokens may sign: the account's where it is configured, the outbox's own where texts go there. */
  readonly signers: readonly { readonly provider: string; readonly authToken: string }[];
  /** How the provider knows us: what it signs is this address with its query, whatever proxy stands before. */
  readonly publicUrl: string;
}

type Form = Readonly<Record<string, string>>;

/** A form and whose word it is. */
interface Told {
  readonly provider: string;
  readonly form: Form;
}

/** `POST /webhooks/twilio`: what became of a text, whose id is in the query; or a text that came in, where STOP is heard. */
export function twilioDoor(door: SmsEventDoor): RequestHandler {
  const handle: RequestHandler = async (req, res) => {
    const told = trusted(req, door);
    const { message } = req.query;
    if (typeof message === 'string') await keepStatus(door, message, told);
    else await keepIncoming(door, told);
    door.wake();
    res.type('text/xml').send('<Response/>');
  };
  return Router().post(PATH, urlencoded({ extended: false, limit: LIMIT }), handle);
}

/** The form, once its signature over the public address and all its fields is known to be right. Throws 401 otherwise. */
function trusted(req: Request, { signers, publicUrl }: SmsEventDoor): Told {
  const form: Form = Object.fromEntries(Object.entries((req.body ?? {}) as object).map(([name, value]) => [name, String(value)]));
  const url = `${publicUrl.replace(/\/$/, '')}${req.originalUrl}`;
  const signature = req.get('x-twilio-signature') ?? '';
  const signer = signers.find(({ authToken }) => validateRequest(authToken, signature, url, form));
  if (!signer) throw new HttpProblem(401, 'The signature of the webhook is wrong.');
  return { provider: signer.provider, form };
}

/** Twilio dates no status: it is dated when it comes. */
async function keepStatus(door: SmsEventDoor, message: string, { provider, form }: Told): Promise<void> {
  const { MessageSid = '', MessageStatus = '', ErrorCode } = form;
  const fact = meaningOfStatus(MessageStatus, ErrorCode);
  if (fact === null) return;
  await keepReport(door, {
    provider,
    event: `${MessageSid}:${MessageStatus}`,
    message,
    at: toInstant(door.clock()),
    fact,
  });
}

/** Whoever has that number receives no more texts, in any of his cases. Any other text is nobody's business here. */
async function keepIncoming({ db, log, clock }: SmsEventDoor, { provider, form }: Told): Promise<void> {
  const { MessageSid = '', From = '', Body = '', OptOutType } = form;
  if (!saysStop(Body, OptOutType)) return log.info({ provider, event: MessageSid }, 'an incoming text that is no STOP');
  const cases = await openCasesOfMobile(db, From);
  if (cases.length === 0) log.warn({ provider, event: MessageSid }, 'STOP from a number of no open case');
  const fact = { type: 'opt-out', channel: 'sms', at: toInstant(clock()), actor: provider, cause: MessageSid } as const;
  for (const { id: caseId } of cases) await tellCase(db, { caseId, fact });
}
