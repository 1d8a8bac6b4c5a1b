import { createSign, generateKeyPairSync } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';

/** How a provider tells us what became of a message: the request as it sends it, signed as it signs it. */
export interface Callback {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** SendGrid's event webhook: a pair of keys, and the events of a body with CR LF at its end, as the vendor sends it. */
export interface SendgridCallbacks {
  readonly publicKey: string;
  events(events: readonly object[], atMs: number): Callback;
  /** Any body, signed all the same. */
  sign(body: string, atMs: number): Callback;
}

export function sendgridCallbacks(): SendgridCallbacks {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const sign = (body: string, atMs: number): Callback => {
    const timestamp = String(Math.floor(atMs / 1000));
    const signature = createSign('sha256')
      .update(timestamp + body)
      .sign(privateKey, 'base64');
    const headers = {
      'content-type': 'application/json',
      'x-twilio-email-event-webhook-signature': signature,
      'x-twilio-email-event-webhook-timestamp': timestamp,
    };
    return { path: '/webhooks/sendgrid', headers, body };
  };
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    sign,
    events: (events, atMs) => sign(`[${events.map((event) => JSON.stringify(event)).join(',\r\n')}]\r\n`, atMs),
  };
}

/** A status of a text, or a text that came in, as Twilio posts it to that address of ours. */
export function twilioCallback(url: string, authToken: string, form: Readonly<Record<string, string>>): Callback {
  const { pathname, search } = new URL(url);
  return {
    path: `${pathname}${search}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': getExpectedTwilioSignature(authToken, url, form),
    },
    body: new URLSearchParams(form).toString(),
  };
}

/** A notification of Maileva's notification center: thin, with the credentials of the subscription. */
export function mailevaCallback(credentials: string, sendingId: string, eventType: string): Callback {
  return {
    path: '/webhooks/post',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
    },
    body: JSON.stringify({
      source: 'api.maileva.com',
      user_id: '12345678-0000-4000-8000-000000000001',
      client_id: '12345678-0000-4000-8000-000000000002',
      event_type: eventType,
      resource_type: 'registered_mail/v2/sendings',
      event_date: '2026-11-20T10:23:31.137Z',
      event_location: 'FR',
      resource_id: sendingId,
      resource_location: `https://api.maileva.com/registered_mail/v2/sendings/${sendingId}`,
    }),
  };
}

/** Posts a callback to a door of ours and answers with the status. */
export async function deliverCallback(apiUrl: string, { path, headers, body }: Callback): Promise<number> {
  return (await fetch(`${apiUrl}${path}`, { method: 'POST', headers: { ...headers }, body })).status;
}
