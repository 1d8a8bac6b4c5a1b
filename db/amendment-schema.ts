import { index, integer, jsonb, pgTable, serial, text } from 'drizzle-orm/pg-core';
import { amendmentKinds, amendmentStates } from '../domain/amendment.ts';
import { instant, oneOf } from './columns.ts';

/** By field: what was, what is to be; null where there was or is nothing. */
export type AmendedFields = Readonly<Record<string, readonly [before: unknown, after: unknown]>>;

/**
 * Every change of a creditor's or debtor's data, of plans and of templates: who, when, what was before. Written by triggers (in their
 * migration), so that no way of writing goes without. What needs a second person waits here.
 */
export const amendments = pgTable(
  'amendments',
  {
    id: serial('id').primaryKey(),
    /** `*`: what the product ships. */
    creditorId: text('creditor_id').notNull(),
    kind: oneOf('kind', amendmentKinds).notNull(),
    /** The id of the creditor, debtor or plan; the file of a template. */
    subject: text('subject').notNull(),
    /** The version that it made; null while it waits and when it came to nothing. */
    version: integer('version'),
    state: oneOf('state', amendmentStates).notNull(),
    fields: jsonb('fields').$type<AmendedFields>().notNull(),
    /** `person:2`, `key:1`, `billing`. */
    actor: text('actor').notNull(),
    at: instant('at').notNull().defaultNow(),
    expiresAt: instant('expires_at'),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
  },
  (table) => [index('amendments_subject').on(table.creditorId, table.kind, table.subject, table.id)],
);
