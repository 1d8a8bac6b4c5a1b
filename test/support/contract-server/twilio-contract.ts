import { smsLength } from '../../../templates/rendering/gsm7.ts';
import type { Answer, Call } from './contract.ts';
import { published } from './published.ts';

const spec = published('twilio-messages');

const MESSAGES = /^\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})\/Messages\.json$/;
const E164 = /^\+[1-9]\d{6,14}$/;
const LANDLINE = /^\+33[1-59]/;
const ALPHANUMERIC_SENDER = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/;
const LONGEST_BODY = 1_600;
const API = '2010-04-01';
const EPOCH = 'Thu, 01 Jan 1970 00:00:00 +0000';

/** Numbers that have answered STOP, as the contract server's world knows them. */
export const unsubscribedNumber = '+33600000021';

/** `POST …/Messages.json` as published: 201 with a queued message. Refusals, which Twilio describes in its pages only: its code in a 400. */
export function twilioContract(call: Call, ordinal: number): Answer | null {
  const account = MESSAGES.exec(call.path.split('?')[0] ?? '')?.[1];
  if (account === undefined || call.method !== 'POST') return null;
  if (!call.headers.authorization?.startsWith('Basic ')) return problem(401, 20003, 'Authenticate');
  const form = new URLSearchParams(call.body);
  const [to, from, body] = [form.get('To') ?? '', form.get('From') ?? '', form.get('Body') ?? ''];
  const fault = spec.requestFault(Object.fromEntries(form));
  if (fault !== null) return problem(400, 20001, fault);
  const refusal = refusalOf(to, from, body);
  if (refusal) return problem(400, ...refusal);
  const id = `SM${String(ordinal).padStart(32, '0')}`;
  const received = { provider: 'twilio', id, to, from, subject: null, text: body, attachments: [], customArgs: {} } as const;
  return spec.checked({ status: 201, body: messageOf(id, account, { to, from, body }), received });
}

/** The message resource, with every field that the published examples have. */
function messageOf(
  sid: string,
  account: string,
  said: { readonly to: string; readonly from: string; readonly body: string },
): object {
  const uri = `/${API}/Accounts/${account}/Messages/${sid}`;
  return {
    ...said,
    sid,
    account_sid: account,
    api_version: API,
    direction: 'outbound-api',
    status: 'queued',
    num_segments: String(smsLength(said.body).segments),
    num_media: '0',
    date_created: EPOCH,
    date_updated: EPOCH,
    date_sent: null,
    error_code: null,
    error_message: null,
    messaging_service_sid: null,
    price: null,
    price_unit: null,
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}

function refusalOf(to: string, from: string, body: string): readonly [number, string] | null {
  if (!E164.test(to)) return [21211, `Invalid 'To' Phone Number: ${to}`];
  if (LANDLINE.test(to)) return [21614, `'To' number is not a valid mobile number: ${to}`];
  if (to === unsubscribedNumber) return [21610, 'Attempt to send to unsubscribed recipient'];
  if (!E164.test(from) && !ALPHANUMERIC_SENDER.test(from)) return [21212, `Invalid From Number (caller ID): ${from}`];
  if (body === '') return [21602, 'Message body is required.'];
  if (body.length > LONGEST_BODY) return [21617, 'The concatenated message body exceeds the 1600 character limit'];
  return null;
}

function problem(status: number, code: number, message: string): Answer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}
