import * as z from 'zod';
import { webhookAnswers } from '../../db/received-webhooks-schema.ts';
import { strict } from '../../domain/document-schema.ts';
import { bankEventSchema } from '../webhooks/bank-event-schema.ts';
import { billingEventSchema } from '../webhooks/billing-event-schema.ts';
import { json, routes } from './route.ts';
import { samples } from './samples.ts';
import { count, creditor, instant, list, object, page, queryNumber, text } from './schema.ts';

const signed = z.object({
  'webhook-id': text.meta({ description: 'Clé d’idempotence' }),
  'webhook-timestamp': text.meta({ description: 'Secondes depuis 1970, à cinq minutes près' }),
  'webhook-signature': text.meta({ description: 'v1,base64 ; plusieurs séparées par une espace' }),
});
const receipt = json(
  'Gardé durablement ; la même réponse à une nouvelle livraison',
  object({ eventId: text, caseId: text.nullable() }),
);
/** Where billing and the bank tell what happened. Providers' doors are told in their own folders. */
export const webhookRoutes = routes({
  'POST /webhooks/billing/{creditorId}': {
    text: 'La facturation raconte (Standard Webhooks 1.0)',
    role: 'anyone',
    headers: signed,
    body: billingEventSchema,
    sample: samples.created,
    answers: { 202: receipt },
  },
  'POST /webhooks/bank/{creditorId}': {
    text: 'La banque raconte (Standard Webhooks 1.0)',
    role: 'anyone',
    headers: signed,
    body: bankEventSchema,
    sample: samples.booked,
    answers: { 202: receipt },
  },
});

const answer = z.enum(webhookAnswers);
const received = object({
  id: z.int(),
  at: instant,
  door: text,
  creditorId: text.nullable(),
  reference: text.nullable().meta({ description: 'L’identifiant de l’envoyeur, si sa signature était bonne' }),
  kind: text.nullable(),
  caseId: text.nullable(),
  answer,
  status: z.int(),
  faults: list(object({ path: text, message: text }))
    .nullable()
    .meta({ description: 'Pourquoi c’est refusé, sans ce qui est venu' }),
  count: count.meta({ description: 'Combien de fois, quand une rafale tient en une ligne' }),
});

/** What the doors heard. */
export const receivedRoutes = routes({
  'GET /received-webhooks': {
    text: 'Les webhooks reçus depuis un mois et ce qui leur fut répondu, refus compris, le plus récent d’abord',
    role: 'operator',
    query: strict({
      creditor,
      limit: page.limit,
      cursor: queryNumber.exactOptional(),
      door: z
        .string()
        .regex(/^[a-z]{1,30}$/, 'a door such as billing or bank')
        .exactOptional(),
      answer: answer.exactOptional(),
    }),
    answers: { 200: json('Une page', object({ received: list(received), next: z.int().nullable() })) },
  },
});
