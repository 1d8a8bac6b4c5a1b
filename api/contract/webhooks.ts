import * as z from 'zod';
import { bankEventSchema } from '../webhooks/bank-event-schema.ts';
import { billingEventSchema } from '../webhooks/billing-event-schema.ts';
import { json, routes } from './route.ts';
import { samples } from './samples.ts';
import { object, text } from './schema.ts';

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
