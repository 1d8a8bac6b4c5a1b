import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { refuse } from '../domain/fault.ts';

/** Keys of 256 bits by their ids. What is sealed now is sealed under `current`; the others open what was sealed before. */
export interface KeyRing {
  readonly current: string;
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

/** Bytes under a key of a ring (AES-256-GCM). */
export interface Sealed {
  readonly keyId: string;
  readonly nonce: Uint8Array;
  /** The ciphertext and, in its last sixteen bytes, the tag. */
  readonly bytes: Uint8Array;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ENTRY = /^([A-Za-z0-9._-]{1,50}):([A-Za-z0-9+/_-]{43}=?)$/;
const PREFIX = 'sealed:v1';

/** A ring written `id:key` with 32 bytes in base64, several with commas between them, the current one first. `path`: what a fault names. */
export function keyRingOf(text: string, path: string): KeyRing {
  const entries = text.split(',').map((entry) => ENTRY.exec(entry.trim()));
  const keys = new Map<string, Uint8Array>();
  for (const entry of entries) {
    const [, id, key] = entry ?? [];
    if (id === undefined || key === undefined)
      return refuse(path, 'got something else, expected id:key with 32 bytes in base64 (openssl rand -base64 32)');
    if (keys.has(id)) return refuse(path, `got the key id ${id} twice, expected each once`);
    keys.set(id, Buffer.from(key, 'base64'));
  }
  const [current = ''] = keys.keys();
  return { current, keys };
}

/** A ring of one new key, as `keyRingOf` reads it. */
export function newKeyRing(id: string): string {
  return `${id}:${randomBytes(KEY_BYTES).toString('base64')}`;
}

/** Seals bytes. What they are `about` must be said again to open them, so that none stands in for another. */
export function seal(ring: KeyRing, plain: Uint8Array, about: string): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(ring, ring.current), nonce).setAAD(Buffer.from(about));
  const bytes = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { keyId: ring.current, nonce, bytes };
}

/** Opens what was sealed. Throws when the key is not in the ring, or when a bit was changed. */
export function open(ring: KeyRing, { keyId, nonce, bytes }: Sealed, about: string): Buffer {
  const end = bytes.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', keyOf(ring, keyId), nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(end));
  return Buffer.concat([decipher.update(bytes.subarray(0, end)), decipher.final()]);
}

function keyOf({ keys }: KeyRing, id: string): Uint8Array {
  const key = keys.get(id);
  if (key === undefined) throw new Error(`the key ${id} is not in the ring`);
  return key;
}

/** A text sealed into a text, for a column. */
export function sealText(ring: KeyRing, text: string, about: string): string {
  const { keyId, nonce, bytes } = seal(ring, Buffer.from(text), about);
  return [PREFIX, keyId, base64(nonce), base64(bytes)].join(':');
}

/** The text of a column. One of an earlier release, which lay there open, comes back as it is. */
export function openText(ring: KeyRing, text: string, about: string): string {
  const [, keyId, nonce, bytes] = /^sealed:v1:([^:]+):([^:]+):([^:]+)$/.exec(text) ?? [];
  if (keyId === undefined || nonce === undefined || bytes === undefined) return text;
  const sealed = { keyId, nonce: Buffer.from(nonce, 'base64url'), bytes: Buffer.from(bytes, 'base64url') };
  return open(ring, sealed, about).toString();
}

/** True when a column is sealed under the current key. */
export function isCurrent({ current }: KeyRing, text: string): boolean {
  return text.startsWith(`${PREFIX}:${current}:`);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
