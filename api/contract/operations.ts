import * as z from 'zod';
import { besideKinds, stuckKinds } from '../../db/stuck.ts';
import { idSchema, strict, textSchema } from '../../domain/document-schema.ts';
import { headsVerdict } from './head-schema.ts';
import { json, routes } from './route.ts';
import { samples } from './samples.ts';
import { count, flag, list, nameSchema, object, text } from './schema.ts';

const stuck = object({
  kind: z.enum([...stuckKinds, ...besideKinds]),
  count,
  label: text,
  mend: text,
  oldest: list(object({ id: text, since: text, why: text })),
});

const setAside = object({
  sequence: z.int(),
  eventId: text,
  creditorId: text,
  caseId: text.nullable(),
  kind: text,
  body: z.unknown().meta({ description: 'Ce qui a été reçu, tel quel' }),
  why: text.nullable(),
  mend: text.meta({ description: 'L’acte qui y remédie' }),
});

/** How the parts of an installation are, and by whom each channel leaves. */
const installation = object({
  parts: list(object({ part: text, well: flag, sentence: text })),
  senders: list(object({ channel: z.enum(['email', 'sms', 'post']), provider: text, isOutbox: flag })),
});
export type Installation = z.output<typeof installation>;

/** What is held or released; without a creditor: everybody. */
const held = strict({ creditor: idSchema.exactOptional(), reason: textSchema.exactOptional() });

/** What keeps an installation going, for its administrator alone: what does not move, and the acts that mend it. */
export const operationRoutes = routes({
  'GET /stuck': {
    text: 'Ce qui n’avance pas, depuis quand, et la commande qui y remédie',
    role: 'admin',
    answers: { 200: json('Par genre, les plus anciens', object({ stuck: list(stuck) })) },
  },
  'GET /installation': {
    text: 'Comment vont la base et le moteur que l’environnement nomme, et par où part chaque canal',
    role: 'admin',
    answers: { 200: json('Les parties et les canaux', installation) },
  },
  'GET /set-aside': {
    text: 'Les informations reçues qui n’ont pas pu être prises en compte',
    role: 'admin',
    answers: { 200: json('Les plus anciennes d’abord', object({ setAside: list(setAside) })) },
  },
  'POST /set-aside/{sequence}': {
    text: 'Relancer une information mise de côté, ou l’écarter',
    role: 'admin',
    body: strict({ do: z.enum(['retry', 'drop']) }),
    sample: { do: 'retry' },
    answers: { 200: json('C’est fait', object({ sequence: z.int(), done: z.enum(['retry', 'drop']) })) },
  },
  'GET /heads': {
    text: 'Toutes les têtes signées, recalculées sur les preuves telles qu’elles sont : depuis quand rien n’a pu être changé',
    role: 'admin',
    answers: { 200: json('Le verdict', headsVerdict) },
  },
  'POST /restarts': {
    text: 'Relancer depuis la base le workflow d’un dossier ouvert, ou de tous',
    role: 'admin',
    body: strict({ case: nameSchema.exactOptional() }),
    sample: { case: samples.caseId },
    answers: { 202: json('Combien de dossiers sont à relancer', object({ asked: count })) },
  },
  'POST /holds': {
    text: 'Ne plus rien laisser partir pour un créancier, ou pour aucun',
    role: 'admin',
    body: held,
    sample: { creditor: 'lemoine', reason: 'relecture des modèles' },
    answers: { 200: json('Ce qui est arrêté', object({ held: text })) },
  },
  'POST /backups': {
    text: 'Sauvegarder la base, le moteur et les documents d’un système embarqué',
    role: 'admin',
    answers: { 200: json('Où elle se trouve, à côté des données', object({ folder: text })) },
  },
  'POST /releases': {
    text: 'Laisser repartir ce qui est arrêté',
    role: 'admin',
    body: held,
    sample: { creditor: 'lemoine' },
    answers: { 200: json('Si quelque chose l’était', object({ released: flag })) },
  },
});
