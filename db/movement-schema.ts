import { bigint, date, index, integer, pgTable, text } from 'drizzle-orm/pg-core';

const cents = (name: string) => bigint(name, { mode: 'number' }).notNull();

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
    phase: text('phase').notNull(),
    openCents: cents('open_cents'),
    /** Invoices on which something is open. */
    invoices: integer('invoices').notNull(),
    invoicedCents: cents('invoiced_cents'),
    collectedCents: cents('collected_cents'),
  },
  (table) => [index('movements_creditor').on(table.creditorId, table.on)],
);
