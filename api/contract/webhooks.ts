import * as z from 'zod';
import { letterReportSchema, notificationSchema } from '../../providers/maileva/door.ts';
import { qontoEventSchema } from '../../providers/qonto/door.ts';
import { mailEventsSchema } from '../../providers/sendgrid/events.ts';
import { swanEventSchema } from '../../providers/swan/door.ts';
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
const kept = { text: 'Gardé durablement' };

const twilioForm = z.object({
  MessageSid: text,
  MessageStatus: text.optional().meta({ description: 'D’un SMS envoyé, avec message dans la requête' }),
  ErrorCode: text.optional(),
  From: text.optional().meta({ description: 'D’un SMS reçu' }),
  Body: text.optional(),
  OptOutType: text.optional(),
});

/** Where billing, banks and providers tell what happened; each signs in its own way. */
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
  'POST /webhooks/qonto/{creditorId}': {
    text: 'Qonto raconte (v1/transactions) ; à signer avec le secret que le créancier lui a donné',
    role: 'anyone',
    headers: z.object({ 'x-qonto-signature': text.meta({ description: 't=…,v1=…' }) }),
    body: qontoEventSchema,
    answers: { 202: kept },
  },
  'POST /webhooks/swan/{creditorId}': {
    text: 'Swan prévient (Transaction.*) ; l’opération lui est demandée aussitôt. Ouvert si SWAN_CLIENT_ID est donné',
    role: 'anyone',
    headers: z.object({ 'x-swan-secret': text.meta({ description: 'Le secret que le créancier lui a donné' }) }),
    body: swanEventSchema,
    answers: { 200: kept },
    refusals: { 503: 'Swan ne répond pas : à redire' },
  },
  'POST /webhooks/sendgrid': {
    text: 'Événements d’e-mail (SendGrid Event Webhook, signature ECDSA sur le corps brut)',
    role: 'anyone',
    headers: z.object({
      'x-twilio-email-event-webhook-signature': text,
      'x-twilio-email-event-webhook-timestamp': text,
    }),
    body: mailEventsSchema,
    answers: { 204: kept },
  },
  'POST /webhooks/sendgrid/inbound/{secret}': {
    text: 'Réponses par e-mail (SendGrid Inbound Parse, « POST the raw, full MIME message ») ; elle ne signe rien : le secret est dans l’adresse. Ouvert si SENDGRID_INBOUND_SECRET est donné',
    role: 'anyone',
    body: z.looseObject({ email: text.meta({ description: 'L’e-mail entier, tel qu’il est arrivé, 30 Mo au plus' }) }),
    bodyType: 'multipart/form-data',
    answers: { 204: kept },
  },
  'POST /webhooks/twilio': {
    text: 'Statuts de SMS et STOP (Twilio, X-Twilio-Signature sur l’adresse publique et les champs)',
    role: 'anyone',
    query: z.object({ message: text.optional().meta({ description: 'Notre référence du SMS' }) }),
    headers: z.object({ 'x-twilio-signature': text }),
    body: twilioForm,
    bodyType: 'application/x-www-form-urlencoded',
    answers: { 200: { ...kept, file: 'text/xml' } },
  },
  'POST /webhooks/post': {
    text: 'Suivi des lettres recommandées (notifications de Maileva par identifiants, rapports signés de la boîte d’envoi)',
    role: 'anyone',
    body: z.union([letterReportSchema, notificationSchema]),
    answers: { 201: kept },
  },
});
