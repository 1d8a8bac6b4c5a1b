import { randomBytes, randomUUID } from 'node:crypto';
import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { EventOut, OutwardEvent } from '../domain/case/facts/events-out.ts';
import type { Queries } from './database.ts';
import { type KeyRing, openText, sealText } from './key-ring.ts';
import { rowsOf } from './rows.ts';
import { webhookDeliveries, webhookEndpoints } from './webhooks-out-schema.ts';

/** Where a creditor's system listens. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  readonly events: readonly OutwardEvent[];
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly endedFor: string | null;
}

export interface WebhookDelivery extends Omit<typeof webhookDeliveries.$inferSelect, 'sequence' | 'endpointId' | 'body'> {
  readonly body: EventOut;
  /** What comes after it on a page. */
  readonly cursor: number;
}

/** A delivery to make now, with what signs it. */
export interface DueDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly url: string;
  readonly secret: string;
  readonly body: unknown;
  readonly attempts: number;
}

/** Keeps an endpoint; answers with its secret, which is shown once. */
export async function addWebhookEndpoint(
  db: Queries,
  ring: KeyRing,
  { creditorId, url, events }: { readonly creditorId: string; readonly url: string; readonly events: readonly OutwardEvent[] },
): Promise<{ readonly id: string; readonly secret: string }> {
  const [id, secret] = [randomUUID(), `whsec_${randomBytes(32).toString('base64')}`];
  await db.insert(webhookEndpoints).values({ id, creditorId, url, events, secret: sealText(ring, secret, aboutOf(id)) });
  return { id, secret };
}

export async function listWebhookEndpoints(db: Queries, creditorId: string): Promise<WebhookEndpoint[]> {
  const rows = await db
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.creditorId, creditorId))
    .orderBy(webhookEndpoints.createdAt);
  return rows.map(({ secret: _, creditorId: __, ...row }) => row);
}

/** Ends an endpoint of that creditor; false when there is none. What waits for it is not told any more. */
export async function endWebhookEndpoint(
  db: Queries,
  creditorId: string,
  id: string,
  why: string | null = null,
): Promise<boolean> {
  const mine = and(eq(webhookEndpoints.id, id), eq(webhookEndpoints.creditorId, creditorId), isNull(webhookEndpoints.endedAt));
  const ended = await db
    .update(webhookEndpoints)
    .set({ endedAt: sql`now()`, endedFor: why })
    .where(mine)
    .returning({ id: webhookEndpoints.id });
  return ended.length > 0;
}

/** Writes what just happened down for every endpoint of the creditor that wants to hear of it, in the transaction that made it true. */
export async function announce(tx: Queries, creditorId: string, events: readonly EventOut[]): Promise<void> {
  if (events.length === 0) return;
  const told = events.map((event) => ({ id: `evt_${randomUUID()}`, type: event.type, body: event }));
  await tx.execute(sql`insert into webhook_deliveries (id, endpoint_id, type, body)
    select told.id, e.id, told.type, told.body
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as told(id text, type text, body jsonb)
    join webhook_endpoints e on e.creditor_id = ${creditorId} and e.ended_at is null and e.events ? told.type`);
}

/** Takes deliveries that are due for `leaseMs`: a process that dies gives them back. Those of one endpoint may overtake each other, as they carry their time. */
export async function takeDeliveries(db: Queries, ring: KeyRing, limit: number, leaseMs: number): Promise<DueDelivery[]> {
  const rows = await rowsOf<DueDelivery & { ended: boolean }>(
    db,
    sql`update webhook_deliveries d
    set attempts = attempts + 1, not_before = now() + ${leaseMs} * interval '1 millisecond'
    from webhook_endpoints e
    where e.id = d.endpoint_id and (d.endpoint_id, d.id) in (
      select endpoint_id, id from webhook_deliveries where state = 'waiting' and not_before <= now()
      order by not_before limit ${limit} for update skip locked)
    returning d.id, d.endpoint_id as "endpointId", e.url, e.secret, e.ended_at is not null as ended, d.body, d.attempts`,
  );
  const over = rows.filter(({ ended }) => ended);
  for (const row of over) await endDelivery(db, row, 'failed', { status: null, answer: 'the endpoint was ended' });
  return rows
    .filter(({ ended }) => !ended)
    .map((row) => ({ ...row, secret: openText(ring, row.secret, aboutOf(row.endpointId)) }));
}

/** What an endpoint answered: its status, or null when nobody did, and the beginning of what was said. */
export interface Answered {
  readonly status: number | null;
  readonly answer: string;
}

type OfDelivery = Pick<DueDelivery, 'id' | 'endpointId'>;

export async function endDelivery(
  db: Queries,
  of: OfDelivery,
  state: 'delivered' | 'failed',
  { status, answer }: Answered,
): Promise<void> {
  const change = { state, lastStatus: status, lastAnswer: answer, endedAt: sql`now()` };
  await db.update(webhookDeliveries).set(change).where(isThe(of));
}

export async function postponeDelivery(
  db: Queries,
  of: OfDelivery,
  delayMs: number,
  { status, answer }: Answered,
): Promise<void> {
  const notBefore = sql`now() + ${delayMs} * interval '1 millisecond'`;
  await db.update(webhookDeliveries).set({ notBefore, lastStatus: status, lastAnswer: answer }).where(isThe(of));
}

/** Ends the endpoint of a delivery whose owner says that it is gone. */
export async function endEndpointOf(db: Queries, { endpointId }: OfDelivery, why: string): Promise<void> {
  await db.update(webhookEndpoints).set({ endedAt: sql`now()`, endedFor: why }).where(eq(webhookEndpoints.id, endpointId));
}

/** The deliveries of an endpoint of that creditor, the newest first, before `cursor`; undefined when there is no such endpoint. */
export async function deliveriesOf(
  db: Queries,
  creditorId: string,
  endpointId: string,
  limit: number,
  cursor?: number,
): Promise<WebhookDelivery[] | undefined> {
  const mine = await listWebhookEndpoints(db, creditorId);
  if (!mine.some(({ id }) => id === endpointId)) return undefined;
  const before = cursor === undefined ? undefined : lt(webhookDeliveries.sequence, cursor);
  const rows = await db
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.endpointId, endpointId), before))
    .orderBy(desc(webhookDeliveries.sequence))
    .limit(limit);
  return rows.map(({ sequence, endpointId: _, ...row }) => ({ ...row, cursor: sequence }));
}

/** Tells deliveries of an endpoint again under their own ids, from now on; answers with how many. */
export async function replayDeliveries(db: Queries, endpointId: string, ids: readonly string[]): Promise<number> {
  const again = await db
    .update(webhookDeliveries)
    .set({ state: 'waiting', attempts: 0, notBefore: sql`now()`, endedAt: null })
    .where(and(eq(webhookDeliveries.endpointId, endpointId), inArray(webhookDeliveries.id, [...ids])))
    .returning({ id: webhookDeliveries.id });
  return again.length;
}

function isThe({ id, endpointId }: OfDelivery) {
  return and(eq(webhookDeliveries.endpointId, endpointId), eq(webhookDeliveries.id, id));
}

function aboutOf(endpointId: string): string {
  return `webhook-endpoint\n${endpointId}`;
}
