import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageId } from './db/messages.ts';

/** The outbox reports on its messages as real providers do: through their webhooks, signed with a key of its own. */
interface ReportKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The public key (base64 DER SPKI) that the mail event webhook accepts besides the provider's. Made at the first start. */
export function outboxPublicKey(dataDir: string): string {
  return keysIn(dataDir).publicKey;
}

/** Reports an e-mail of the outbox as returned. */
export async function reportBounce(
  { apiUrl, dataDir }: { apiUrl: string; dataDir: string },
  caseId: string,
  step: string,
): Promise<void> {
  const message = messageId({ caseId, step, channel: 'email', sequence: 1 });
  const event = {
    event: 'bounce',
    type: 'bounce',
    sg_event_id: randomUUID(),
    timestamp: Math.floor(Date.now() / 1000),
    reason: '550 5.1.1 no such user',
    message,
  };
  const body = `${JSON.stringify([event])}\r\n`;
  const timestamp = String(event.timestamp);
  const key = { key: Buffer.from(keysIn(dataDir).privateKey, 'base64'), format: 'der', type: 'pkcs8' } as const;
  const signature = createSign('sha256')
    .update(timestamp + body)
    .sign(key, 'base64');
  const headers = {
    'content-type': 'application/json',
    'x-twilio-email-event-webhook-signature': signature,
    'x-twilio-email-event-webhook-timestamp': timestamp,
  };
  const answer = await fetch(`${apiUrl}/webhooks/sendgrid`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`webhook sendgrid : ${answer.status} ${await answer.text()}`);
}

function keysIn(dataDir: string): ReportKeys {
  const file = join(dataDir, 'outbox-keys.json');
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(newKeys()), { mode: 0o600 });
  return JSON.parse(readFileSync(file, 'utf8')) as ReportKeys;
}

function newKeys(): ReportKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}
