import * as z from 'zod';
import { amendmentKinds, amendmentStates } from '../../domain/amendment.ts';
import { count, instant, list, object, text } from './schema.ts';

const value = text.nullable().meta({ description: 'Un texte tel quel, le reste en JSON ; nul : rien' });

/** A change of data, of a plan or of a template: who, when, and by field what was and what is to be. */
export const amendment = object({
  id: z.int(),
  creditorId: text,
  kind: z.enum(amendmentKinds),
  subject: text,
  version: count.nullable().meta({ description: 'La version qu’il a faite ; nulle tant qu’il attend' }),
  state: z.enum(amendmentStates),
  fields: list(object({ field: text, before: value, after: value })),
  actor: text,
  at: instant,
  expiresAt: instant.nullable(),
  decidedBy: text.nullable(),
  decidedAt: instant.nullable(),
}).meta({ id: 'Amendment' });
