import * as z from 'zod';
import { holdTypes } from '../domain/case/case.ts';
import { idSchema, strict } from '../domain/document-schema.ts';

const phases = [
  'not-due',
  'reminding',
  'notice-prepared',
  'notice-sent',
  'notice-received',
  'decision',
  'handed-over',
  'closed',
] as const;
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** A page of a list: how many, and after which cursor. */
const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(300).exactOptional(),
  creditor: idSchema.exactOptional().meta({ description: 'Clé d’administration seulement' }),
};

/** What `GET /cases` may be asked. */
export const caseQuerySchema = strict({
  ...page,
  phase: z.enum(phases).exactOptional(),
  hold: z.enum([...holdTypes, 'none']).exactOptional(),
  needsHuman: flag.exactOptional(),
  debtor: idSchema.exactOptional(),
  number: z.string().max(50).exactOptional().meta({ description: 'Numéro de facture' }),
});

/** What `GET /cases/{id}` may be asked. */
export const freshQuerySchema = strict({ fresh: flag.default(false) });

/** What `GET /unmatched` may be asked. */
export const pageQuerySchema = strict(page);
