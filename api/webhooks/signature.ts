import { createHmac, timingSafeEqual } from 'node:crypto';

/** The headers of Standard Webhooks 1.0 on a request. */
export interface SignedMessage {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly body: Buffer;
}

/** How far the sender's clock, or a replay, may be from now. */
const TOLERANCE_S = 300;
const PREFIX = 'whsec_';

/** Why a message cannot be trusted, or null. Signed over the raw bytes with any of the secrets. */
export function signatureFault(message: SignedMessage, secrets: readonly string[], nowMs: number): string | null {
  const { id, timestamp, signature } = message;
  if (!id || !timestamp || !signature) return 'The headers webhook-id, webhook-timestamp and webhook-signature are expected.';
  if (!/^\d{1,12}$/.test(timestamp)) return 'webhook-timestamp is expected in whole seconds since 1970.';
  const ageS = Math.floor(nowMs / 1000) - Number(timestamp);
  if (ageS > TOLERANCE_S) return 'webhook-timestamp is too old.';
  if (ageS < -TOLERANCE_S) return 'webhook-timestamp is in the future.';
  const given = signature
    .split(' ')
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'));
  const expected = secrets.map((secret) => digestOf(secret, id, timestamp, message.body));
  const matches = expected.some((right) => given.some((one) => isSame(one, right)));
  return matches ? null : 'The signature does not match.';
}

/** The `webhook-signature` of a message, as its sender makes it. */
export function signatureOf(secret: string, id: string, timestamp: string, body: Buffer): string {
  return `v1,${digestOf(secret, id, timestamp, body).toString('base64')}`;
}

function digestOf(secret: string, id: string, timestamp: string, body: Buffer): Buffer {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
