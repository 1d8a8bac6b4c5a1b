import type { Request } from 'express';
import type * as z from 'zod';
import { readDocument } from '../../domain/document-schema.ts';
import { refuse } from '../../domain/fault.ts';

/** The raw body, as it was signed. */
export function rawBody(req: Request): Buffer {
  return Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
}

/** What a raw body says. Throws `BadInput` when it is no JSON, or not what is expected. */
export function documentIn<T>(schema: z.ZodType<T>, body: Buffer): T {
  return readDocument(schema, jsonOf(body));
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return refuse('$', 'got a body that is not JSON, expected JSON in UTF-8');
  }
}
