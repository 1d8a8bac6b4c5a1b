import { index, integer, jsonb, pgTable, serial, text } from 'drizzle-orm/pg-core';
import type { Fault } from '../domain/fault.ts';
import { instant, oneOf } from './columns.ts';

/** What became of something that came in: `unknown`: about nothing of ours. */
export const webhookAnswers = ['accepted', 'duplicate', 'unknown', 'refused'] as const;

/** What came in through a door and what was answered: ids and kinds, never what was told. A flood is one line with its count. */
export const receivedWebhooks = pgTable(
  'received_webhooks',
  {
    id: serial('id').primaryKey(),
    at: instant('at').notNull().defaultNow(),
    /** billing · bank · qonto · … : what follows /webhooks/ in its address. */
    door: text('door').notNull(),
    /** Null for what named no creditor, or one that is not known. */
    creditorId: text('creditor_id'),
    /** The sender's own id, of whom could be trusted. */
    reference: text('reference'),
    /** `invoice.created`, `message-delivered`: null for what was refused before it was read. */
    kind: text('kind'),
    caseId: text('case_id'),
    answer: oneOf('answer', webhookAnswers).notNull(),
    status: integer('status').notNull(),
    /** Why it was refused: paths and what was expected there, without what came. */
    faults: jsonb('faults').$type<readonly Fault[]>(),
    count: integer('count').notNull().default(1),
  },
  (table) => [index('received_webhooks_creditor').on(table.creditorId, table.id)],
);
