import { date, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { phases } from '../domain/case/case.ts';
import { cents, oneOf } from './columns.ts';

/**
 * The ledger of figures: by how much what is owed, invoiced and collected moved on a day. Kept by triggers on cases, in the transaction that
 * makes a movement (in their migration); sums over it give the figures of any past day. No case and no debtor is named: movements that
 * differ in their amounts only are put together (db/movements.ts).
 */
export const movements = pgTable(
  'movements',
  {
    creditorId: text('creditor_id').notNull(),
    currency: text('currency').notNull(),
    /** The day from which it counts: a payment counts from its booking, whenever it was heard. */
    on: date('on').notNull(),
    dueOn: date('due_on').notNull(),
    /** As of cases; `reminding` until a notice is prepared, whether the invoice is due or not. */
    phase: oneOf('phase', phases).notNull(),
    openCents: cents('open_cents').notNull(),
    /** Invoices on which something is open. */
    invoices: integer('invoices').notNull(),
    invoicedCents: cents('invoiced_cents').notNull(),
    collectedCents: cents('collected_cents').notNull(),
    /** That of the case: when the debtor has another, its movements of all days go there. */
    segment: text('segment').notNull().default('none'),
  },
  (table) => [index('movements_creditor').on(table.creditorId, table.on)],
);
