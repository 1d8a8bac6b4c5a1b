import {
  addWebhookEndpoint,
  deliveriesOf,
  endWebhookEndpoint,
  listWebhookEndpoints,
  replayDeliveries,
  type WebhookDelivery,
  type WebhookEndpoint,
} from '../db/webhooks-out.ts';
import { creditorIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Given, Handlers } from './http/serve.ts';
import { instantOf, instantOrNull } from './stored-instant.ts';

/** Events out: endpoints of the creditor's systems, and what was told to them with their answers. */
export function outwardHandlers(deps: ApiDeps) {
  const { db, envelope } = deps;
  return {
    'GET /webhook-endpoints': async (given) => {
      const endpoints = await listWebhookEndpoints(db, await creditorIn(deps, given));
      return { 200: { endpoints: endpoints.map(endpointShown) } };
    },
    'POST /webhook-endpoints': async (given) => {
      const asked = { creditorId: await creditorIn(deps, given), ...given.body };
      return { 201: { ...(await addWebhookEndpoint(db, envelope, asked)), ...given.body } };
    },
    'DELETE /webhook-endpoints/{id}': async (given) => {
      const { id } = given.params;
      if (!(await endWebhookEndpoint(db, await creditorIn(deps, given), id))) throw unknown(id);
      return { 200: { id, ended: true } };
    },
    'GET /webhook-endpoints/{id}/deliveries': (given) => showing(deps, given),
    'POST /webhook-endpoints/{id}/replay': (given) => replaying(deps, given),
  } satisfies Partial<Handlers>;
}

async function showing(deps: ApiDeps, given: Given<'GET /webhook-endpoints/{id}/deliveries'>) {
  const { limit, cursor } = given.query;
  const { id } = given.params;
  const rows = await deliveriesOf(deps.db, await creditorIn(deps, given), id, limit + 1, cursor);
  if (!rows) throw unknown(id);
  const shown = rows.slice(0, limit);
  return { 200: { deliveries: shown.map(deliveryShown), next: rows.length > limit ? (shown.at(-1)?.cursor ?? null) : null } };
}

async function replaying(deps: ApiDeps, given: Given<'POST /webhook-endpoints/{id}/replay'>) {
  const { id } = given.params;
  const known = await listWebhookEndpoints(deps.db, await creditorIn(deps, given));
  if (!known.some((endpoint) => endpoint.id === id && endpoint.endedAt === null)) throw unknown(id);
  return { 202: { replayed: await replayDeliveries(deps.db, id, given.body.ids) } };
}

function endpointShown({ createdAt, endedAt, ...endpoint }: WebhookEndpoint) {
  return { ...endpoint, createdAt: instantOf(createdAt), endedAt: instantOrNull(endedAt) };
}

function deliveryShown({ cursor: _, notBefore, createdAt, endedAt, ...delivery }: WebhookDelivery) {
  const instants = { notBefore: instantOf(notBefore), createdAt: instantOf(createdAt), endedAt: instantOrNull(endedAt) };
  return { ...delivery, ...instants };
}

function unknown(id: string): HttpProblem {
  return new HttpProblem(404, `No webhook endpoint ${id}.`);
}
