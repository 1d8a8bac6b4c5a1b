import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, serial, text } from 'drizzle-orm/pg-core';
import type { EventOut, OutwardEvent } from '../domain/case/facts/events-out.ts';
import { instant, oneOf } from './columns.ts';

/** Where the systems of a creditor want to hear of what happens; the secret is sealed under the envelope key. */
export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    id: text('id').primaryKey(),
    creditorId: text('creditor_id').notNull(),
    url: text('url').notNull(),
    secret: text('secret').notNull(),
    /** The events that are told. */
    events: jsonb('events').$type<readonly OutwardEvent[]>().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
    /** Why it ended by itself: its owner answered 410. */
    endedFor: text('ended_for'),
  },
  (table) => [index('webhook_endpoints_creditor').on(table.creditorId)],
);

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const;

/** One event for one endpoint, written in the transaction of the facts that it tells; its id is the `webhook-id`. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    sequence: serial('sequence').notNull(),
    id: text('id').notNull(),
    endpointId: text('endpoint_id').notNull(),
    type: text('type').notNull(),
    body: jsonb('body').$type<EventOut & { readonly data: { readonly caseId: string } }>().notNull(),
    state: oneOf('state', deliveryStates).notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    notBefore: instant('not_before').notNull().defaultNow(),
    /** What was answered last: a status, or why nobody answered; and the beginning of what was said. */
    lastStatus: integer('last_status'),
    lastAnswer: text('last_answer'),
    createdAt: instant('created_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    primaryKey({ columns: [table.endpointId, table.id] }),
    index('webhook_deliveries_due').on(table.notBefore).where(sql`state = 'waiting'`),
    index('webhook_deliveries_endpoint').on(table.endpointId, table.sequence),
  ],
);
