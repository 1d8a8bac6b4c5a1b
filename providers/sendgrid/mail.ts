import { MailService } from '@sendgrid/mail';
import type { Mail, MailPort } from '../../activities/ports/mail.ts';
import type { SendOutcome } from '../../activities/ports/outcome.ts';
import { outcomeOfAnswer, outcomeOfFailure } from '../http-outcome.ts';

/** `eu`: data residency in the EU region; `baseUrl`: another host, for tests. */
export interface SendgridOptions {
  readonly apiKey: string;
  readonly eu: boolean;
  readonly baseUrl?: string;
  readonly timeoutMs?: number;
}

/** Each service has a client of its own, which the package's types leave out. */
interface WithClient {
  readonly client: { setDefaultRequest(name: 'baseUrl', value: string): unknown };
}

const PROVIDER = 'sendgrid';
const TIMEOUT_MS = 20_000;
const EU_URL = 'https://api.eu.sendgrid.com/';

/** E-mails through SendGrid. It cannot be asked by our reference: a lost answer stays unknown until its events tell. */
export function sendgridMail(options: SendgridOptions): MailPort {
  const service = serviceOf(options);
  return {
    provider: PROVIDER,
    async send(mail) {
      try {
        const [answer] = await service.send(messageOf(mail), false);
        return accepted(String(answer.headers['x-message-id'] ?? ''));
      } catch (error) {
        return refusedOr(error);
      }
    },
  };
}

/** `setApiKey` resets the host: the order matters. */
function serviceOf({ apiKey, eu, baseUrl, timeoutMs }: SendgridOptions): MailService {
  const service = new MailService();
  const { client } = service as unknown as WithClient;
  service.setApiKey(apiKey);
  service.setTimeout(timeoutMs ?? TIMEOUT_MS);
  if (eu) client.setDefaultRequest('baseUrl', EU_URL);
  if (baseUrl !== undefined) client.setDefaultRequest('baseUrl', baseUrl);
  return service;
}

/** Custom arguments go inside the personalization: at the top level the published specification wants a string. `content_id`: the package turns no `contentId` of a list into what is sent. */
function messageOf({ from, replyTo, to, subject, html, text, attachments, customArgs, headers = {} }: Mail) {
  return {
    from,
    replyTo,
    subject,
    text,
    html,
    headers: { ...headers },
    personalizations: [{ to: [{ email: to }], customArgs: { ...customArgs } }],
    attachments: attachments.map(({ filename, contentType, content, cid }) => ({
      filename,
      type: contentType,
      content: Buffer.from(content).toString('base64'),
      ...(cid === undefined ? { disposition: 'attachment' } : { disposition: 'inline', content_id: cid }),
    })),
    trackingSettings: { clickTracking: { enable: false }, openTracking: { enable: false } },
  };
}

function accepted(providerId: string): SendOutcome {
  return { outcome: 'accepted', provider: PROVIDER, providerId, at: new Date().toISOString() };
}

interface ResponseError {
  readonly code?: number | string;
  readonly response?: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: { readonly errors?: readonly { readonly message: string; readonly field?: string | null }[] };
  };
}

function refusedOr(error: unknown): SendOutcome {
  const { code, response } = error as ResponseError;
  if (typeof code !== 'number' || response === undefined) return outcomeOfFailure(error);
  const first = response.body?.errors?.[0];
  return outcomeOfAnswer(code, response.headers?.['retry-after'], {
    provider: PROVIDER,
    code: String(code),
    reason: first?.message ?? `SendGrid a répondu ${code}`,
    address: first?.field?.startsWith('personalizations') ? 'invalid' : null,
  });
}
