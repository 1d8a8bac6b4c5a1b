import * as z from 'zod';
import { count, instant, list, object, text } from './schema.ts';

const head = object({
  sequence: count,
  at: text,
  reason: text,
  chains: count,
  root: text,
  previousDigest: text,
  digest: text,
  publicKey: text.meta({ description: 'Ed25519, base64 DER (SPKI)' }),
  signature: text,
});

/** What proves that the chain of a case lay under a signed head: its leaf, and the way from it to the root (RFC 6962). */
export const headProof = object({
  head,
  leaf: object({ caseId: text, sequence: count, digest: text }),
  path: list(object({ side: z.enum(['left', 'right']), hash: text })),
  witnesses: list(object({ kind: z.enum(['folder', 'bucket', 'mail', 'stamp']), witness: text })),
});

/** What a check of every head found. */
export const headsVerdict = object({ heads: count, intactSince: instant.nullable(), fault: text.nullable() });
