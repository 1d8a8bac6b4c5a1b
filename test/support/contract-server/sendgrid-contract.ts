import type { Answer, Call, Received } from './contract.ts';
import { published } from './published.ts';

const spec = published('sendgrid-mail-send');

interface Address {
  readonly email?: unknown;
}

/** The parts of a Mail Send body that we rely on. */
interface MailSend {
  readonly personalizations?: readonly { readonly to?: readonly Address[]; readonly custom_args?: Record<string, string> }[];
  readonly from?: Address;
  readonly subject?: unknown;
  readonly content?: readonly { readonly type?: string; readonly value?: string }[];
  readonly attachments?: readonly AttachedFile[];
}

interface AttachedFile {
  readonly filename?: string;
  readonly content?: string;
  readonly disposition?: string;
  readonly content_id?: string;
}

interface Problem {
  readonly message: string;
  readonly field: string;
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** `POST /v3/mail/send` as published, and stricter where real answers are: 202 without a body and the id in `X-Message-Id`; 401 without a bearer key; 400 with the field at fault. */
export function sendgridContract(call: Call, ordinal: number): Answer | null {
  return call.path === '/v3/mail/send' ? spec.checked(answerTo(call, ordinal)) : null;
}

function answerTo(call: Call, ordinal: number): Answer {
  if (call.method !== 'POST') return { status: 405, body: { errors: [{ message: 'method not allowed' }] } };
  if (!call.headers.authorization?.startsWith('Bearer ')) return refused(401, { message: 'authorization required', field: '' });
  const mail = JSON.parse(call.body) as MailSend;
  const problem = problemOf(mail);
  if (problem) return refused(400, problem);
  const id = `sg-${String(ordinal).padStart(6, '0')}`;
  return { status: 202, headers: { 'x-message-id': id }, received: receivedOf(mail, id) };
}

function refused(status: number, problem: Problem): Answer {
  return { status, body: { errors: [problem] } };
}

function problemOf(mail: MailSend): Problem | null {
  const [personalization] = mail.personalizations ?? [];
  const fault = spec.requestFault(mail);
  const checks: readonly (readonly [boolean, string, string])[] = [
    [personalization === undefined, 'personalizations', 'The personalizations field is required.'],
    [
      !(personalization?.to ?? []).every(isAddress) || !personalization?.to?.length,
      'personalizations.0.to',
      'Does not contain a valid address.',
    ],
    [!isAddress(mail.from ?? {}), 'from', 'The from address is not valid.'],
    [typeof mail.subject !== 'string' || mail.subject === '', 'subject', 'The subject is required.'],
    [mail.content?.[0]?.type !== 'text/plain', 'content', 'text/plain must come first.'],
    [
      !(mail.attachments ?? []).every((file) => BASE64.test(file.content ?? '') && file.filename),
      'attachments',
      'The content must be base64 encoded.',
    ],
    [!hasItsParts(mail), 'attachments', 'A part that the page names is not there.'],
  ];
  if (fault !== null) return { field: '', message: fault };
  const failed = checks.find(([fails]) => fails);
  return failed ? { field: failed[1], message: failed[2] } : null;
}

/** Every `cid:` of the page is an inline part of that name: SendGrid would take it, and readers would see a broken picture. */
function hasItsParts({ content = [], attachments = [] }: MailSend): boolean {
  const named = content.flatMap(({ value = '' }) => [...value.matchAll(/src="cid:([^"]+)"/g)].map(([, name]) => name));
  const parts = attachments.filter(({ disposition }) => disposition === 'inline').map((part) => part.content_id);
  return JSON.stringify(named) === JSON.stringify(parts);
}

function isAddress({ email }: Address): boolean {
  return typeof email === 'string' && EMAIL.test(email);
}

function receivedOf(mail: MailSend, id: string): Received {
  const [personalization] = mail.personalizations ?? [];
  return {
    provider: 'sendgrid',
    id,
    to: String(personalization?.to?.[0]?.email),
    from: String(mail.from?.email),
    subject: String(mail.subject),
    text: mail.content?.[0]?.value ?? '',
    attachments: (mail.attachments ?? []).map((file) => Buffer.from(file.content ?? '', 'base64').toString('utf8')),
    customArgs: personalization?.custom_args ?? {},
  };
}
