import * as z from 'zod';
import { amendmentKinds, amendmentStates } from '../../domain/amendment.ts';
import { strict } from '../../domain/document-schema.ts';
import { amendment } from './amendment-schema.ts';
import { json, routes } from './route.ts';
import { count, creditor, list, nameSchema, object } from './schema.ts';

const decided = object({ id: z.int(), version: count.nullable() });
const refusals = {
  403: 'Pas à vous de le décider',
  404: 'Aucun de ce numéro',
  409: 'Déjà décidé, échu, ou les données ont changé depuis',
};

/** Changes of creditors' and debtors' data, of plans and of templates; what waits for a second person is decided here. */
export const amendmentRoutes = routes({
  'GET /amendments': {
    text: 'Qui a changé quoi et quand : données des créanciers et des débiteurs, plans, modèles ; ce qui attend une seconde personne',
    role: 'viewer',
    query: strict({
      creditor,
      kind: z.enum(amendmentKinds).exactOptional(),
      subject: nameSchema.exactOptional().meta({ description: 'L’identifiant du créancier, du débiteur ou du plan' }),
      state: z.enum(amendmentStates).exactOptional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answers: { 200: json('Du plus récent au plus ancien', object({ amendments: list(amendment) })) },
  },
  'POST /amendments/{id}/confirmation': {
    text: 'Confirmer ce qu’une autre personne a proposé',
    role: 'approver',
    answers: { 200: json('En vigueur', decided) },
    refusals,
  },
  'POST /amendments/{id}/refusal': {
    text: 'Refuser ce qui est proposé, ou le retirer quand on l’a proposé',
    role: 'operator',
    answers: { 200: json('Sans suite', decided) },
    refusals,
  },
});
