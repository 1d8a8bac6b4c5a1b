import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { signatureOf } from '../../api/webhooks/signature.ts';
import { messageId } from '../../db/messages.ts';
import type { NoticeOutcome } from '../../domain/case/case.ts';

/** The outbox reports on its messages as real providers do: through their webhooks, signed with keys of its own. */
export interface OutboxKeys {
  /** Base64 DER SPKI, as SendGrid shows the key of its event webhook. */
  readonly mailPublicKey: string;
  readonly smsToken: string;
  readonly postSecret: string;
}

/** Where a running product listens and keeps its data. */
export interface Running {
  readonly apiUrl: string;
  readonly dataDir: string;
}

interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The keys that the doors of provider reports accept besides the providers' own. Made at the first start. */
export function outboxKeys(dataDir: string): OutboxKeys {
  const { publicKey, privateKey } = keyPairIn(dataDir);
  return { mailPublicKey: publicKey, smsToken: derived('sms', privateKey), postSecret: derived('post', privateKey) };
}

/** Reports an e-mail of the outbox as returned. */
export function reportBounce(running: Running, caseId: string, step: string): Promise<void> {
  return reportMail(running, messageId({ caseId, step, channel: 'email', sequence: 1 }), 'bounce', '550 5.1.1 no such user');
}

/** Reports an event of an e-mail of the outbox in the words of SendGrid's event webhook. */
export async function reportMail(running: Running, message: string, event: string, reason = ''): Promise<void> {
  const timestamp = Math.floor(Date.now() / 1000);
  const body = `${JSON.stringify([{ event, type: event, sg_event_id: randomUUID(), timestamp, reason, message }])}\r\n`;
  const key = { key: Buffer.from(keyPairIn(running.dataDir).privateKey, 'base64'), format: 'der', type: 'pkcs8' } as const;
  const signature = createSign('sha256')
    .update(timestamp + body)
    .sign(key, 'base64');
  await tell(`${running.apiUrl}/webhooks/sendgrid`, body, {
    'content-type': 'application/json',
    'x-twilio-email-event-webhook-signature': signature,
    'x-twilio-email-event-webhook-timestamp': String(timestamp),
  });
}

/** Reports the status of an SMS of the outbox as Twilio's callbacks do. */
export async function reportSms({ apiUrl, dataDir }: Running, message: string, status: string, errorCode = ''): Promise<void> {
  const url = `${apiUrl}/webhooks/twilio?message=${encodeURIComponent(message)}`;
  const sid = `SM${createHash('sha256').update(message).digest('hex').slice(0, 32)}`;
  const form = { MessageSid: sid, MessageStatus: status, ...(errorCode === '' ? {} : { ErrorCode: errorCode }) };
  const signature = getExpectedTwilioSignature(outboxKeys(dataDir).smsToken, url, form);
  await tell(url, new URLSearchParams(form).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': signature,
  });
}

/** Reports what became of a letter of the outbox; `on` is the day that counts in law. */
export async function reportLetter(
  { apiUrl, dataDir }: Running,
  message: string,
  outcome: NoticeOutcome,
  on: string,
): Promise<void> {
  const now = new Date();
  const [id, timestamp] = [`letter_${randomUUID()}`, String(Math.floor(now.getTime() / 1000))];
  const body = JSON.stringify({ type: 'letter.event', timestamp: now.toISOString(), data: { message, outcome, on } });
  await tell(`${apiUrl}/webhooks/post`, body, {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatureOf(outboxKeys(dataDir).postSecret, id, timestamp, Buffer.from(body)),
  });
}

async function tell(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`${new URL(url).pathname} : ${answer.status} ${await answer.text()}`);
}

/** One file keeps the pair; the other keys come from it, so that a folder of an earlier release has them too. */
function derived(use: string, privateKey: string): string {
  return createHash('sha256').update(`${use}\n${privateKey}`).digest('base64');
}

function keyPairIn(dataDir: string): KeyPair {
  const file = join(dataDir, 'outbox-keys.json');
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(newKeyPair()), { mode: 0o600 });
  return JSON.parse(readFileSync(file, 'utf8')) as KeyPair;
}

function newKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}
