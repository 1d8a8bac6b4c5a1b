import { sql } from 'drizzle-orm';
import { index, pgTable, primaryKey, serial, text } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';

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

/** Somebody asked, or the time is over. */
export const erasureReasons = ['asked', 'over'] as const;

/** Whose identity was erased, when, by whom and why; and since when his papers are gone too. A debtor told again has an identity again. */
export const erasures = pgTable(
  'erasures',
  {
    id: serial('id').primaryKey(),
    creditorId: text('creditor_id').notNull(),
    debtorId: text('debtor_id').notNull(),
    erasedAt: instant('erased_at').notNull().defaultNow(),
    /** `key:1`, `person:2`, `retention`. */
    actor: text('actor').notNull(),
    reason: oneOf('reason', erasureReasons).notNull(),
    papersErasedAt: instant('papers_erased_at'),
  },
  (table) => [index('erasures_debtor').on(table.creditorId, table.debtorId)],
);

/** The segment that a person gave a debtor: it comes before what billing says and what the rule proposes. */
export const debtorSegments = pgTable(
  'debtor_segments',
  {
    creditorId: text('creditor_id').notNull(),
    debtorId: text('debtor_id').notNull(),
    segment: text('segment').notNull(),
    decidedBy: text('decided_by').notNull(),
    decidedAt: instant('decided_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.creditorId, table.debtorId] })],
);

/** Mails that belong to no open case: a person says what they are about. Their bytes lie in the document store. */
export const strayMails = pgTable(
  'stray_mails',
  {
    sha256: text('sha256').primaryKey(),
    /** Of whom, when one knows; null: for whoever runs the house. */
    creditorId: text('creditor_id'),
    sender: text('sender').notNull(),
    subject: text('subject').notNull(),
    receivedAt: instant('received_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
    endedBy: text('ended_by'),
    /** The case that a person gave it to; null once ended: to none. */
    caseId: text('case_id'),
  },
  (table) => [index('stray_mails_waiting').on(table.receivedAt).where(sql`ended_at is null`)],
);

/** What people of the house write down about a debtor for each other. It goes with his identity. */
export const debtorNotes = pgTable(
  'debtor_notes',
  {
    id: serial('id').primaryKey(),
    creditorId: text('creditor_id').notNull(),
    debtorId: text('debtor_id').notNull(),
    text: text('text').notNull(),
    writtenBy: text('written_by').notNull(),
    writtenAt: instant('written_at').notNull().defaultNow(),
  },
  (table) => [index('debtor_notes_debtor').on(table.creditorId, table.debtorId, table.id)],
);
