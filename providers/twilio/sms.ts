import twilio from 'twilio';
import RequestClient from 'twilio/lib/base/RequestClient.js';
import type { AddressFault, SendOutcome } from '../../activities/ports/outcome.ts';
import type { SmsPort } from '../../activities/ports/sms.ts';
import { outcomeOfAnswer, outcomeOfFailure } from '../http-outcome.ts';

/** `baseUrl`: another host, for tests. */
export interface TwilioOptions {
  readonly accountSid: string;
  readonly authToken: string;
  readonly baseUrl?: string;
  readonly timeoutMs?: number;
}

const PROVIDER = 'twilio';
const TIMEOUT_MS = 20_000;
const TOO_MANY = 429;

/** Twilio's own codes that speak of the number, not of the message. */
const addressFaults: Readonly<Record<number, AddressFault>> = { 21211: 'invalid', 21610: 'unsubscribed', 21614: 'landline' };

/** SMS through Twilio. It cannot be asked by our reference: a lost answer stays unknown until its callbacks tell. */
export function twilioSms({ accountSid, authToken, baseUrl, timeoutMs }: TwilioOptions): SmsPort {
  const httpClient = new HostRewriter(baseUrl, timeoutMs ?? TIMEOUT_MS);
  const client = twilio(accountSid, authToken, { httpClient });
  return {
    provider: PROVIDER,
    async send({ from, to, text, statusCallbackUrl }) {
      try {
        const message = await client.messages.create({
          from,
          to,
          body: text,
          ...(statusCallbackUrl === undefined ? {} : { statusCallback: statusCallbackUrl }),
        });
        return { outcome: 'accepted', provider: PROVIDER, providerId: message.sid, at: new Date().toISOString() };
      } catch (error) {
        return refusedOr(error);
      }
    },
  };
}

/** The SDK has no option for another host: the address is rewritten on its way out. */
class HostRewriter extends RequestClient {
  private readonly host: string | undefined;

  constructor(host: string | undefined, timeout: number) {
    super({ timeout });
    this.host = host;
  }

  override async request<TData>(options: RequestClient.RequestOptions<TData>) {
    const uri = this.host === undefined ? options.uri : options.uri.replace(/^https:\/\/[^/]+/, this.host.replace(/\/$/, ''));
    const response = await super.request<TData>({ ...options, uri });
    if (response.statusCode === TOO_MANY) throw tooMany(response);
    return response;
  }
}

interface Answer {
  readonly headers?: Readonly<Record<string, string>>;
}

/** The SDK's own error leaves the headers out, and with them how long Twilio asks to wait. */
function tooMany({ headers }: Answer): Error {
  return Object.assign(new Error('Twilio a répondu 429'), { status: TOO_MANY, retryAfter: headers?.['retry-after'] });
}

interface RestFailure {
  readonly status?: number;
  readonly retryAfter?: string;
  readonly code?: number | string;
  readonly message?: string;
}

function refusedOr(error: unknown): SendOutcome {
  const { status, code, message, retryAfter } = error as RestFailure;
  if (status === undefined) return outcomeOfFailure(error);
  const address = typeof code === 'number' ? (addressFaults[code] ?? null) : null;
  return outcomeOfAnswer(status, retryAfter, {
    provider: PROVIDER,
    code: String(code ?? status),
    reason: message ?? `Twilio a répondu ${status}`,
    address,
  });
}
