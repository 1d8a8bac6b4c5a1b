import { type Request, type RequestHandler, Router, urlencoded } from 'express';
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { aboutOf } from '../../api/answers/about.ts';
import type { DebtorDeps } from '../../api/debtor/deps.ts';
import type { KeptFile } from '../../api/debtor/kept-file.ts';
import { HttpProblem } from '../../api/http/problem.ts';
import { keepReport, type ReportDeps } from '../../api/webhooks/provider-report.ts';
import { noteTaken, type Taken, takenBy } from '../../api/webhooks/received.ts';
import { casesAnsweredFrom } from '../../db/answered-debtors.ts';
import { openCasesOfMobile } from '../../db/debtors.ts';
import { tellCase } from '../../db/tell-case.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import type { MachineFact } from '../../domain/case/facts/hearing.ts';
import { meaningOfStatus, saysStop } from './events.ts';

const PATH = '/webhooks/twilio';
const LIMIT = '64kb';

export interface SmsEventDoor extends ReportDeps {
  /** Whose tokens may sign: the account's where it is configured, the outbox's own where texts go there. */
  readonly signers: readonly { readonly provider: string; readonly authToken: string }[];
  /** How the provider knows us: what it signs is this address with its query, whatever proxy stands before. */
  readonly publicUrl: string;
  /** Keeps what a debtor wrote among the documents of his case; answers with the document's id. */
  readonly keep?: DebtorDeps['keep'];
}

type Form = Readonly<Record<string, string>>;

/** A form and whose word it is. */
interface SignedForm {
  readonly provider: string;
  readonly form: Form;
}

/** `POST /webhooks/twilio`: what became of a text, whose id is in the query; or a text that came in, where STOP is heard. */
export function twilioDoor(door: SmsEventDoor): RequestHandler {
  const handle: RequestHandler = async (req, res) => {
    const told = trusted(req, door);
    const { message } = req.query;
    noteTaken(res, ...(await (typeof message === 'string' ? keepStatus(door, message, told) : keepIncoming(door, told))));
    door.wake();
    res.type('text/xml').send('<Response/>');
  };
  return Router().post(PATH, urlencoded({ extended: false, limit: LIMIT }), handle);
}

/** The form, once its signature over the public address and all its fields is known to be right. Throws 401 otherwise. */
function trusted(req: Request, { signers, publicUrl }: SmsEventDoor): SignedForm {
  const form: Form = Object.fromEntries(Object.entries((req.body ?? {}) as object).map(([name, value]) => [name, String(value)]));
  const url = `${publicUrl.replace(/\/$/, '')}${req.originalUrl}`;
  const signature = req.get('x-twilio-signature') ?? '';
  const signer = signers.find(({ authToken }) => validateRequest(authToken, signature, url, form));
  if (!signer) throw new HttpProblem(401, 'The signature of the webhook is wrong.');
  return { provider: signer.provider, form };
}

/** Twilio dates no status: it is dated when it comes. */
async function keepStatus(door: SmsEventDoor, message: string, { provider, form }: SignedForm): Promise<Taken[]> {
  const { MessageSid = '', MessageStatus = '', ErrorCode } = form;
  const fact = meaningOfStatus(MessageStatus, ErrorCode);
  if (fact === null) return [];
  return keepReport(door, {
    provider,
    event: `${MessageSid}:${MessageStatus}`,
    message,
    at: toInstant(door.clock()),
    fact,
  });
}

/** Whoever has that number receives no more texts, in any of his cases; any other text is his answer to who wrote to it. */
async function keepIncoming({ db, log, clock, keep }: SmsEventDoor, { provider, form }: SignedForm): Promise<Taken[]> {
  const { MessageSid = '', From = '', Body = '', OptOutType } = form;
  const isStop = saysStop(Body, OptOutType);
  const cases = await (isStop ? openCasesOfMobile : casesAnsweredFrom)(db, From);
  if (cases.length === 0) {
    log.warn({ provider, event: MessageSid }, 'a text from a number of no open case');
    return [{ reference: MessageSid, kind: 'sms', answer: 'unknown' }];
  }
  const told = { at: toInstant(clock()), actor: provider, cause: MessageSid } as const;
  const taken: Taken[] = [];
  for (const { id: caseId } of cases) {
    const document = isStop || keep === undefined ? undefined : await keep(caseId, 'debtor-answer', textFile(Body));
    const fact = isStop ? STOPPED : answerBySms(Body, document);
    const { isNew } = await tellCase(db, { caseId, fact: { ...fact, ...told } });
    taken.push(takenBy(caseId, { reference: MessageSid, kind: fact.type, isNew }));
  }
  return taken;
}

const STOPPED = { type: 'opt-out', channel: 'sms' } as const;

function answerBySms(body: string, document: string | undefined): MachineFact {
  return { type: 'debtor-wrote', channel: 'sms', about: aboutOf(body), ...(document === undefined ? {} : { document }) };
}

function textFile(text: string): KeptFile {
  return { filename: 'sms.txt', contentType: 'text/plain; charset=utf-8', bytes: Buffer.from(text) };
}
