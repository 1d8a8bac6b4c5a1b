import * as z from 'zod';
import { outwardEvents } from '../../domain/case/facts/events-out.ts';
import { strict } from '../../domain/document-schema.ts';
import { json, routes } from './route.ts';
import { count, creditor, flag, instant, list, object, page, queryNumber, text } from './schema.ts';

const LONGEST_URL = 2_000;
const MOST_REPLAYED = 200;

const event = z.enum(outwardEvents);
const endpoint = object({
  id: text,
  url: text,
  events: list(event),
  createdAt: instant,
  endedAt: instant.nullable(),
  endedFor: text.nullable(),
});
const delivery = object({
  id: text,
  type: text,
  body: object({ type: text, timestamp: instant, data: z.looseObject({ caseId: text }) }),
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: count,
  notBefore: instant,
  lastStatus: z.int().nullable(),
  lastAnswer: text.nullable(),
  createdAt: instant,
  endedAt: instant.nullable(),
});
const none = { 404: 'Aucune adresse de ce numéro chez ce créancier' };

/** What leaves for the creditor's own systems, and the links that his debtors open. */
export const outwardRoutes = routes({
  'GET /webhook-endpoints': {
    text: 'Les adresses qui entendent ce qui arrive aux dossiers',
    role: 'operator',
    query: strict({ creditor }),
    answers: { 200: json('La liste', object({ endpoints: list(endpoint) })) },
  },
  'POST /webhook-endpoints': {
    text: 'Nouvelle adresse (https, internet public) ; chaque événement y part signé (Standard Webhooks), écrit avec les faits qu’il dit, et repart pendant trois jours tant que personne ne l’a pris',
    role: 'approver',
    query: strict({ creditor }),
    body: strict({
      url: z.url({ protocol: /^https$/, error: 'an https address of the public internet' }).max(LONGEST_URL),
      events: z
        .array(event)
        .min(1)
        .default([...outwardEvents])
        .meta({ description: 'Tous, sauf si vous en nommez' }),
    }),
    sample: { url: 'https://erp.example/exigible', events: ['case.paid', 'customer.hold.suggested'] },
    answers: { 201: json('Le secret, montré une fois', object({ id: text, secret: text, url: text, events: list(event) })) },
  },
  'DELETE /webhook-endpoints/{id}': {
    text: 'Ne plus rien dire à une adresse, ni ce qui attendait',
    role: 'approver',
    query: strict({ creditor }),
    answers: { 200: json('Fini', object({ id: text, ended: flag })) },
    refusals: none,
  },
  'GET /webhook-endpoints/{id}/deliveries': {
    text: 'Ce qui fut dit à une adresse, et ce qu’elle a répondu, le plus récent d’abord',
    role: 'operator',
    query: strict({ creditor, limit: page.limit, cursor: queryNumber.exactOptional() }),
    answers: { 200: json('Une page', object({ deliveries: list(delivery), next: z.int().nullable() })) },
    refusals: none,
  },
  'POST /webhook-endpoints/{id}/replay': {
    text: 'Redire des événements, sous les mêmes numéros',
    role: 'operator',
    query: strict({ creditor }),
    body: strict({ ids: z.array(z.string().min(1).max(100)).min(1).max(MOST_REPLAYED) }),
    sample: { ids: ['evt_0f2c5f0e-3d0f-4c59-9d4e-0a3f5b1c2d3e'] },
    answers: { 202: json('Ils repartent', object({ replayed: count })) },
    refusals: none,
  },
  'POST /debtors/{id}/links': {
    text: 'Un lien vers la page d’un débiteur, à lui donner soi-même ; ses messages en portent chacun un',
    role: 'operator',
    query: strict({ creditor }),
    answers: { 201: json('Le lien, montré une fois', object({ url: text })) },
    refusals: { 404: 'Aucun débiteur de ce numéro chez ce créancier' },
  },
  'DELETE /debtors/{id}/links': {
    text: 'Fermer tous les liens d’un débiteur : ceux des messages déjà partis n’ouvrent plus rien',
    role: 'operator',
    query: strict({ creditor }),
    answers: { 200: json('Fermés', object({ id: text, revoked: count })) },
  },
});
