import { Buffer } from 'node:buffer';

/** Headers of a mail that a debtor sends; a change to undefined takes one out. */
type Headers = Readonly<Record<string, string | undefined>>;

const usual = {
  From: 'Comptabilité <compta@aubert.example>',
  To: 'reponse@exigible.example',
  Subject: 'RE: Facture F2026-0420',
  Date: 'Fri, 20 Nov 2026 10:12:00 +0100',
  'MIME-Version': '1.0',
};

/** A mail as it travels: ASCII headers, CRLF, the body's bytes as they are given. */
export function mailOf(headers: Headers, body: string | Uint8Array): Buffer {
  const lines = Object.entries({ ...usual, ...headers }).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}: ${encoded(value)}`,
  );
  return Buffer.concat([
    Buffer.from(`${lines.join('\r\n')}\r\n\r\n`),
    typeof body === 'string' ? Buffer.from(body.replaceAll(/\r?\n/g, '\r\n')) : body,
  ]);
}

/** RFC 2047, where a header holds more than ASCII. */
function encoded(value: string): string {
  return value.replaceAll(/[^\u0020-\u007e]+/g, (words) => `=?utf-8?B?${Buffer.from(words).toString('base64')}?=`);
}

/** One part of a mail. */
export function partOf(type: string, content: string | Uint8Array, more: Headers = {}): Buffer {
  const base64 = Buffer.from(content).toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  const headers = Object.entries({ 'Content-Type': type, 'Content-Transfer-Encoding': 'base64', ...more });
  return Buffer.from(`${headers.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${base64}`);
}

export const textPart = (text: string) => partOf('text/plain; charset=utf-8', text);
export const htmlPart = (html: string) => partOf('text/html; charset=utf-8', html);
export const filePart = (name: string, type: string, bytes: Uint8Array) =>
  partOf(`${type}; name="${name}"`, bytes, { 'Content-Disposition': `attachment; filename="${name}"` });

/** A mail of several parts. */
export function multipart(kind: string, parts: readonly Buffer[], headers: Headers = {}): Buffer {
  const boundary = 'limite-0';
  const body = Buffer.concat([
    ...parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), part, Buffer.from('\r\n')]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  const [subtype, ...parameters] = kind.split(';');
  return mailOf(
    { 'Content-Type': [`multipart/${subtype}`, ...parameters, `boundary="${boundary}"`].join('; '), ...headers },
    body,
  );
}

/** A delivery report (RFC 3464): what the server says, and the headers of what came back. */
export function deliveryReport(fields: readonly string[], returned: readonly string[]): Buffer {
  const raw = (type: string, lines: readonly string[]) => Buffer.from(`Content-Type: ${type}\r\n\r\n${lines.join('\r\n')}\r\n`);
  return multipart(
    'report; report-type=delivery-status',
    [
      raw('text/plain; charset=us-ascii', ['This is the mail system. Your message could not be delivered.']),
      raw('message/delivery-status', [
        'Reporting-MTA: dns; mx.aubert.example',
        '',
        'Final-Recipient: rfc822; compta@aubert.example',
        ...fields,
      ]),
      raw('text/rfc822-headers', returned),
    ],
    { From: 'Mail Delivery System <MAILER-DAEMON@mx.aubert.example>', Subject: 'Undelivered Mail Returned to Sender' },
  );
}
