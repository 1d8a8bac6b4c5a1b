import { fileURLToPath } from 'node:url';
import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { Config } from '../config.ts';
import { type KeyRing, keyRingOf, open, seal } from '../db/key-ring.ts';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;
const ENCODING = 'binary/encrypted';
const CIPHER = 'AES-256-GCM';
const NONCE_BYTES = 12;
const ABOUT = 'temporal-payload';
/** Messages of failures are sealed too, only where payloads are. */
const failureConverterPath = fileURLToPath(new URL('./failure-converter.cjs', import.meta.url));

/** The keys under which histories lie in the engine, the current one first; null where they lie open. */
export function codecRingOf({ EXIGIBLE_CODEC_KEYS: keys }: Config): KeyRing | null {
  return keys === undefined ? null : keyRingOf(keys, 'EXIGIBLE_CODEC_KEYS');
}

/** How what crosses the engine is written; nothing where payloads lie open. The same for clients and workers. */
export function sealedConverter(ring: KeyRing | null): { dataConverter?: DataConverter } {
  return ring === null ? {} : { dataConverter: { payloadCodecs: [payloadCodec(ring)], failureConverterPath } };
}

/** What the bundle of the workflows needs of it. */
export function sealedBundle(ring: KeyRing | null): { failureConverterPath?: string } {
  return ring === null ? {} : { failureConverterPath };
}

/** Seals each payload under the current key; opens those of any key of the ring, and leaves as they are those that nobody sealed. */
export function payloadCodec(ring: KeyRing): PayloadCodec {
  return {
    encode: (payloads) => Promise.resolve(payloads.map((payload) => sealedPayload(ring, payload))),
    decode: (payloads) => Promise.resolve(payloads.map((payload) => openedPayload(ring, payload))),
  };
}

function sealedPayload(ring: KeyRing, payload: Payload): Payload {
  const { keyId, nonce, bytes } = seal(ring, PayloadMessage.encode(payload).finish(), ABOUT);
  const metadata = { encoding: ENCODING, 'encryption-cipher': CIPHER, 'encryption-key-id': keyId };
  return { metadata: mapped(metadata, (text) => Buffer.from(text)), data: Buffer.concat([nonce, bytes]) };
}

function openedPayload(ring: KeyRing, payload: Payload): Payload {
  const { encoding, 'encryption-key-id': keyId } = payload.metadata ?? {};
  if (textOf(encoding) !== ENCODING) return payload;
  const data = Buffer.from(payload.data ?? []);
  const sealed = { keyId: textOf(keyId), nonce: data.subarray(0, NONCE_BYTES), bytes: data.subarray(NONCE_BYTES) };
  return PayloadMessage.decode(open(ring, sealed, ABOUT));
}

interface JsonPayload {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly data?: string;
}

/** What the Web UI asks a codec endpoint: payloads as JSON, every byte in base64. Throws when it is no such document, or a key is missing. */
export function decodeForScreen(ring: KeyRing, body: string): string {
  const { payloads = [] } = JSON.parse(body) as { readonly payloads?: readonly JsonPayload[] };
  const opened = payloads.map(({ metadata = {}, data = '' }) =>
    openedPayload(ring, { metadata: mapped(metadata, bytesOf), data: bytesOf(data) }),
  );
  return JSON.stringify({
    payloads: opened.map((payload) => ({ metadata: mapped(payload.metadata ?? {}, base64Of), data: base64Of(payload.data) })),
  });
}

function mapped<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}

function bytesOf(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}

function base64Of(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString('base64');
}
