import * as z from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { problem as problemSchema } from '../answer-schema.ts';
import { letterReportSchema, notificationSchema } from './post.ts';
import { qontoEventSchema } from './qonto.ts';
import { mailEventsSchema } from './sendgrid-events.ts';
import { swanEventSchema } from './swan.ts';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});
const refusals = { '400': problem('Le corps n’est pas ce qui est attendu'), '401': problem('Signature ou identifiants faux') };

const twilioForm = z.object({
  MessageSid: z.string(),
  MessageStatus: z.string().optional().meta({ description: 'D’un SMS envoyé, avec message dans la requête' }),
  ErrorCode: z.string().optional(),
  From: z.string().optional().meta({ description: 'D’un SMS reçu' }),
  Body: z.string().optional(),
  OptOutType: z.string().optional(),
});

const creditor = z.object({ creditorId: z.string() });

/** Where banks with webhooks of their own tell what /webhooks/bank takes from any bank. */
const bankPaths: ZodOpenApiPathsObject = {
  '/webhooks/qonto/{creditorId}': {
    post: {
      summary: 'Qonto raconte (v1/transactions) ; à signer avec le secret Qonto du créancier',
      security: [],
      requestParams: { path: creditor, header: z.object({ 'x-qonto-signature': z.string().meta({ description: 't=…,v1=…' }) }) },
      requestBody: { content: { 'application/json': { schema: qontoEventSchema } } },
      responses: { '202': { description: 'Gardé durablement' }, ...refusals },
    },
  },
  '/webhooks/swan/{creditorId}': {
    post: {
      summary: 'Swan prévient (Transaction.*) ; l’opération lui est demandée aussitôt. Ouvert si SWAN_CLIENT_ID est donné',
      security: [],
      requestParams: {
        path: creditor,
        header: z.object({ 'x-swan-secret': z.string().meta({ description: 'Le secret Swan du créancier' }) }),
      },
      requestBody: { content: { 'application/json': { schema: swanEventSchema } } },
      responses: { '200': { description: 'Gardé durablement' }, ...refusals, '503': problem('Swan ne répond pas : à redire') },
    },
  },
};

/** Where providers report what became of messages and letters; each signs in its own way. */
export const providerPaths: ZodOpenApiPathsObject = {
  ...bankPaths,
  '/webhooks/sendgrid': {
    post: {
      summary: 'Événements d’e-mail (SendGrid Event Webhook, signature ECDSA sur le corps brut)',
      security: [],
      requestParams: {
        header: z.object({
          'x-twilio-email-event-webhook-signature': z.string(),
          'x-twilio-email-event-webhook-timestamp': z.string(),
        }),
      },
      requestBody: { content: { 'application/json': { schema: mailEventsSchema } } },
      responses: { '204': { description: 'Gardé durablement' }, ...refusals },
    },
  },
  '/webhooks/twilio': {
    post: {
      summary: 'Statuts de SMS et STOP (Twilio, X-Twilio-Signature sur l’adresse publique et les champs)',
      security: [],
      requestParams: {
        query: z.object({ message: z.string().optional().meta({ description: 'Notre référence du SMS' }) }),
        header: z.object({ 'x-twilio-signature': z.string() }),
      },
      requestBody: { content: { 'application/x-www-form-urlencoded': { schema: twilioForm } } },
      responses: { '200': { description: 'Gardé durablement', content: { 'text/xml': {} } }, '401': refusals['401'] },
    },
  },
  '/webhooks/post': {
    post: {
      summary: 'Suivi des lettres recommandées (notifications de Maileva par identifiants, rapports signés de la boîte d’envoi)',
      security: [],
      requestBody: { content: { 'application/json': { schema: z.union([letterReportSchema, notificationSchema]) } } },
      responses: { '201': { description: 'Gardé durablement' }, ...refusals },
    },
  },
};
