import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

/** Links to the page of one debtor of one creditor, one for each message that names it; only the SHA-256 of the token is kept. */
export const debtorLinks = pgTable(
  'debtor_links',
  {
    tokenSha256: text('token_sha256').primaryKey(),
    creditorId: text('creditor_id').notNull(),
    debtorId: text('debtor_id').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (table) => [index('debtor_links_debtor').on(table.creditorId, table.debtorId)],
);
