import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { phases, shownHolds } from '../domain/case/case.ts';
import { webhookPurposes } from '../domain/known-providers.ts';
import type { SemesterRates } from '../domain/law/data/rates.ts';
import { logoTypes } from '../domain/party/logo.ts';
import { channels } from '../domain/plan/plan.ts';
import { roles } from '../domain/role.ts';
import { ROUTE_NAMES } from '../domain/routes/route.ts';
import type { BankEntry } from '../domain/statement/bank-entry.ts';
import type { KnownBooking } from '../domain/statement/new-entries.ts';
import { cents, instant, oneOf } from './columns.ts';

/** Who tells what nobody told: the release itself. */
export const PRODUCT = 'product';

/* Reference data: written by the API, read by activities when something is sent. */

export const creditors = pgTable('creditors', {
  id: text('id').primaryKey(),
  document: jsonb('document').notNull(),
  version: integer('version').notNull(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
  /** Who tells it, for the trigger that writes the amendment down: nothing stays here. */
  toldBy: text('told_by'),
});

/** The logo of a creditor, apart: his document is told whole and would take it away. Its bytes lie in the document store, for ever: what left shows it. */
export const creditorLogos = pgTable('creditor_logos', {
  creditorId: text('creditor_id').primaryKey(),
  sha256: text('sha256').notNull(),
  contentType: oneOf('content_type', logoTypes).notNull(),
  bytes: integer('bytes').notNull(),
  width: integer('width').notNull(),
  height: integer('height').notNull(),
});

/** Webhook secrets, one for each source, sealed under the envelope key; two may be valid during a rotation. */
export const webhookSecrets = pgTable(
  'webhook_secrets',
  {
    id: serial('id').primaryKey(),
    creditorId: text('creditor_id').notNull(),
    purpose: oneOf('purpose', webhookPurposes).notNull(),
    secret: text('secret').notNull(),
    expiresAt: instant('expires_at'),
  },
  (table) => [index('webhook_secrets_source').on(table.creditorId, table.purpose)],
);

/** A key belongs to one creditor and one role; the admin key to none. Only its SHA-256 is kept. */
export const apiKeys = pgTable('api_keys', {
  id: serial('id').primaryKey(),
  keySha256: text('key_sha256').notNull().unique(),
  creditorId: text('creditor_id'),
  role: oneOf('role', roles).notNull(),
  name: text('name'),
  createdAt: instant('created_at').notNull().defaultNow(),
  expiresAt: instant('expires_at'),
  revokedAt: instant('revoked_at'),
});

export const debtors = pgTable(
  'debtors',
  {
    creditorId: text('creditor_id').notNull(),
    id: text('id').notNull(),
    document: jsonb('document').notNull(),
    version: integer('version').notNull(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    /** As with creditors. */
    toldBy: text('told_by'),
    /** What came with his invoices last: what they say again undoes nothing that a person corrected (db/inbox.ts). */
    billed: jsonb('billed'),
  },
  (table) => [
    primaryKey({ columns: [table.creditorId, table.id] }),
    index('debtors_siren').on(table.creditorId, sql`(${table.document}->>'siren')`),
    /** The order of a list of cases by client (db/case-search.ts). */
    index('debtors_named').on(table.creditorId, sql`(coalesce(${table.document}->>'name', ${table.id}))`),
  ],
);

export const invoices = pgTable(
  'invoices',
  {
    creditorId: text('creditor_id').notNull(),
    id: text('id').notNull(),
    debtorId: text('debtor_id').notNull(),
    document: jsonb('document').notNull(),
    version: integer('version').notNull(),
  },
  (table) => [primaryKey({ columns: [table.creditorId, table.id] })],
);

/** Every version of every plan; creditor `*` for the shipped ones. */
export const plans = pgTable(
  'plans',
  {
    creditorId: text('creditor_id').notNull(),
    id: text('id').notNull(),
    version: integer('version').notNull(),
    document: jsonb('document').notNull(),
    /** As with creditors. */
    toldBy: text('told_by'),
  },
  (table) => [primaryKey({ columns: [table.creditorId, table.id, table.version] })],
);

/** Semesters whose rates were entered since the release: written once, never edited. */
export const legalRates = pgTable('legal_rates', {
  semester: text('semester').primaryKey(),
  document: jsonb('document').$type<SemesterRates>().notNull(),
  enteredBy: text('entered_by').notNull(),
  enteredAt: instant('entered_at').notNull().defaultNow(),
});

/* What was received and is not delivered yet: the drainer empties it. */

export const inbox = pgTable(
  'inbox',
  {
    sequence: serial('sequence').primaryKey(),
    eventId: text('event_id').notNull().unique(),
    creditorId: text('creditor_id').notNull(),
    caseId: text('case_id'),
    /** Rows of one lane are delivered in order: a case, or the bank feed of a creditor. */
    lane: text('lane').notNull(),
    kind: text('kind').notNull(),
    body: jsonb('body').notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** Also the lease of the drainer that works on it; `infinity` for a row set aside, which a human must look at. */
    notBefore: instant('not_before').notNull().defaultNow(),
    lastError: text('last_error'),
  },
  (table) => [
    index('inbox_lane').on(table.lane, table.sequence),
    index('inbox_due').on(table.notBefore, table.sequence),
    index('inbox_creditor').on(table.creditorId).where(sql`case_id is null`),
    index('inbox_feed').on(table.lane, table.sequence).where(sql`case_id is null`),
    index('inbox_openings').on(table.lane, table.sequence).where(sql`kind in ('start', 'begin')`),
    index('inbox_mail').on(table.creditorId, table.notBefore, table.sequence).where(sql`case_id is not null`),
  ],
);

/** Every event ever accepted, so that a redelivery is answered the same and does nothing. */
export const receivedEvents = pgTable('received_events', {
  eventId: text('event_id').primaryKey(),
  caseId: text('case_id'),
  receivedAt: instant('received_at').notNull().defaultNow(),
  /** What a case answered an operator's act: `{}` written down, `{"refused": …}` with its sentence; null for all else. */
  answer: jsonb('answer'),
});

/** While a row is here nothing of its creditor leaves (`*`: of nobody). */
export const sendingHolds = pgTable('sending_holds', {
  creditorId: text('creditor_id').primaryKey(),
  reason: text('reason').notNull(),
  heldAt: instant('held_at').notNull().defaultNow(),
});

/* The case itself: its workflow only keeps its time. */

/** A case whose debtor wants no more e-mails, or no more texts. */
export const isStopped = sql`(state->'contact' @> '{"emailStopped":true}'::jsonb or state->'contact' @> '{"smsStopped":true}'::jsonb)`;

/** A case that heard of an address of its debtor that does not work. */
export const isBounced = sql`state ? 'bounces'`;

export const cases = pgTable(
  'cases',
  {
    id: text('id').primaryKey(),
    creditorId: text('creditor_id').notNull(),
    debtorId: text('debtor_id').notNull(),
    invoiceId: text('invoice_id').notNull(),
    invoiceNumber: text('invoice_number').notNull(),
    currency: text('currency').notNull(),
    phase: oneOf('phase', phases).notNull(),
    hold: oneOf('hold', shownHolds).notNull(),
    planId: text('plan_id').notNull(),
    planVersion: integer('plan_version').notNull(),
    balanceCents: cents('balance_cents').notNull(),
    dueOn: date('due_on').notNull(),
    nextActAt: instant('next_act_at'),
    needsHuman: boolean('needs_human').notNull(),
    route: oneOf('route', ROUTE_NAMES),
    /** What is owed less what is disputed: what the debtor's other cases count. */
    openCents: cents('open_cents').notNull().default(0),
    /** Number of facts recorded: the sequence of the last evidence row. */
    revision: integer('revision').notNull(),
    /** The run of the workflow that speaks for the case: what comes from another is over. */
    run: integer('run').notNull().default(0),
    /** The segment of its debtor as it stands today, `none`: without. Kept by triggers (migration 0032). */
    segment: text('segment').notNull().default('none'),
    /** What waits for a person, as the state has it; null: nothing. Beside it, because a state is long and lists read many. Kept by a trigger (migration 0034). */
    tasks: jsonb('tasks'),
    state: jsonb('state').notNull(),
    plan: jsonb('plan').notNull(),
    closedAt: instant('closed_at'),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    index('cases_creditor').on(table.creditorId, table.phase),
    index('cases_debtor').on(table.creditorId, table.debtorId, table.nextActAt),
    // Everything that the sum of a debtor's open invoices asks for: it is read from here alone, however many they are.
    index('cases_open_amounts')
      .on(
        table.creditorId,
        table.debtorId,
        table.currency,
        table.dueOn,
        table.openCents,
        table.phase,
        table.hold,
        table.nextActAt,
        table.planId,
        table.id,
      )
      .where(sql`open_cents > 0`),
    index('cases_in_credit').on(table.creditorId, table.debtorId).where(sql`balance_cents < 0`),
    index('cases_next').on(table.nextActAt).where(sql`next_act_at is not null`),
    /** With the id a part of a number is looked for in the index alone. */
    index('cases_number').on(table.creditorId, table.invoiceNumber, table.id),
    /** Each order of a list (db/case-search.ts), creditor by creditor. */
    index('cases_due').on(table.creditorId, table.dueOn, table.id),
    index('cases_balance').on(table.creditorId, table.balanceCents, table.id),
    /** The total of an invoice, by which a person who has it before him looks for it (db/case-search.ts). */
    index('cases_total').on(table.creditorId, sql`((state #>> '{invoice,totalCents}')::bigint)`, table.id),
    index('cases_coming').on(table.creditorId, sql`(coalesce(${table.nextActAt}, 'infinity'::timestamptz))`, table.id),
    index('cases_held').on(table.creditorId, table.hold).where(sql`hold <> 'none'`),
    index('cases_plan').on(table.creditorId, table.planId).where(sql`closed_at is null`),
    index('cases_changed').on(table.creditorId, table.updatedAt),
    index('cases_bounced').on(table.creditorId, table.debtorId).where(isBounced),
    index('cases_stopped').on(table.creditorId, table.debtorId).where(isStopped),
    /** Those in which somebody spoke with the debtor: his other cases count that as a contact. */
    index('cases_talks').on(table.creditorId, table.debtorId).where(sql`state ? 'talks'`),
    index('cases_waiting').on(table.creditorId, table.id).where(sql`needs_human`),
    index('cases_feed_stale')
      .on(table.creditorId)
      .where(sql`closed_at is null and state -> 'holds' @> '[{"type":"feed-stale"}]'::jsonb`),
  ],
);

/** Append-only, hash-chained per case: `digest` = SHA-256 of the canonical JSON of all other columns. */
export const evidence = pgTable(
  'evidence',
  {
    caseId: text('case_id').notNull(),
    sequence: integer('sequence').notNull(),
    at: text('at').notNull(),
    actor: text('actor').notNull(),
    cause: text('cause'),
    type: text('type').notNull(),
    fact: jsonb('fact').$type<Readonly<Record<string, unknown>>>().notNull(),
    previousDigest: text('previous_digest').notNull(),
    digest: text('digest').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.caseId, table.sequence] }),
    /** Promises of a period (db/period-figures.ts): few rows of very many. */
    index('evidence_promises').on(sql`(left(${table.at}, 10))`, table.caseId).where(sql`type = 'promise'`),
    /** What is signed within the minute (db/evidence-heads.ts). */
    index('evidence_grave')
      .on(table.caseId, table.sequence)
      .where(sql`type = 'handed-over' or (type = 'sent' and fact ->> 'template' = 'formal-notice')`),
  ],
);

/** A message whose provider may have been called, and whose fate is open (`reserved`: as 0.1.0 said it); and when its last attempt ended. */
export const isLeaving = sql`state in ('leaving', 'reserved')`;
export const attemptEnd = sql`coalesce(attempt_ends_at, reserved_at)`;
/** `leaving`: its provider may have been called; `reserved` is how 0.1.0 said so. */
export const messageStates = ['leaving', 'reserved', 'sent', 'refused', 'unknown', 'released'] as const;

/** One row per outward act: reserved before the provider is called, completed after. */
export const messages = pgTable(
  'messages',
  {
    id: text('id').primaryKey(),
    creditorId: text('creditor_id').notNull(),
    debtorId: text('debtor_id').notNull(),
    currency: text('currency').notNull(),
    channel: oneOf('channel', channels).notNull(),
    template: text('template').notNull(),
    state: oneOf('state', messageStates).notNull(),
    /** The attempt that may call the provider and write what came of it. */
    token: text('token'),
    /** Until then no other attempt is made: this one may be in its call. */
    attemptEndsAt: instant('attempt_ends_at'),
    /** Day in Paris on which it counts as a contact with the debtor; null for thanks and confirmations. */
    contactOn: date('contact_on'),
    askedCents: cents('asked_cents'),
    documentId: text('document_id'),
    sha256: text('sha256'),
    provider: text('provider'),
    providerId: text('provider_id'),
    reason: text('reason'),
    reservedAt: instant('reserved_at').notNull().defaultNow(),
    sentAt: instant('sent_at'),
  },
  (table) => [
    index('messages_debtor').on(table.creditorId, table.debtorId, table.contactOn),
    index('messages_provider').on(table.provider, table.providerId),
    /** Looked for all the time (activities/left-alone.ts): few rows of very many. */
    index('messages_leaving').on(attemptEnd).where(isLeaving),
  ],
);

/** Which cases a message speaks for. The unique key is what makes a step leave once. */
export const messageCases = pgTable(
  'message_cases',
  {
    messageId: text('message_id').notNull(),
    caseId: text('case_id').notNull(),
    step: text('step').notNull(),
    channel: oneOf('channel', channels).notNull(),
    sequence: integer('sequence').notNull(),
    /** The step of another case whose words the message takes; null: its own. */
    words: text('words'),
    /** The part of the sum that is asked for this case, when the message speaks for several. */
    askedCents: cents('asked_cents'),
  },
  (table) => [
    primaryKey({ columns: [table.messageId, table.caseId] }),
    uniqueIndex('message_cases_act').on(table.caseId, table.step, table.channel, table.sequence),
  ],
);

/** Documents by content: letters, e-mails, proofs, handoff files. The bytes lie in the document store. */
export const documents = pgTable(
  'documents',
  {
    id: text('id').primaryKey(),
    caseId: text('case_id').notNull(),
    kind: text('kind').notNull(),
    filename: text('filename').notNull(),
    contentType: text('content_type').notNull(),
    bytes: integer('bytes').notNull(),
    sha256: text('sha256').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [index('documents_case').on(table.caseId)],
);

/* The bank feed. */

/** How far an account's feed is known: the fact that the sending gate reads. */
export const bankAccounts = pgTable(
  'bank_accounts',
  {
    creditorId: text('creditor_id').notNull(),
    account: text('account').notNull(),
    throughOn: date('through_on').notNull(),
  },
  (table) => [primaryKey({ columns: [table.creditorId, table.account] })],
);

/** Other names of a creditor's accounts: an aggregator's id, a number without IBAN. Without account: heard of, and nobody said whose it is. */
export const bankAccountNames = pgTable(
  'bank_account_names',
  {
    creditorId: text('creditor_id').notNull(),
    name: text('name').notNull(),
    account: text('account'),
    namedBy: text('named_by'),
    namedAt: instant('named_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.creditorId, table.name] })],
);

export const entryVerdicts = [
  'allocated',
  'unmatched',
  'unknown-account',
  'not-a-payment',
  'pending',
  'reversed',
  'repeated',
  'not-ours',
] as const;

/** Money that a person says is for no invoice of ours. */
export interface Aside {
  /** Null once it is older than what is kept. */
  readonly reason: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly actor: string;
}

export const bankEntries = pgTable(
  'bank_entries',
  {
    creditorId: text('creditor_id').notNull(),
    key: text('key').notNull(),
    account: text('account').notNull(),
    amountCents: cents('amount_cents').notNull(),
    currency: text('currency').notNull(),
    bookedOn: date('booked_on'),
    status: text('status').notNull(),
    verdict: oneOf('verdict', entryVerdicts).notNull(),
    document: jsonb('document').$type<BankEntry>().notNull(),
    reasons: jsonb('reasons').$type<readonly string[]>().notNull(),
    /** What no case was given yet: it waits for a human, or is none of ours. */
    openCents: cents('open_cents').notNull().default(0),
    /** The booking that the entry is of: fingerprint and ordinal; null while it is pending. */
    booking: text('booking'),
    aside: jsonb('aside').$type<Aside>(),
  },
  (table) => [
    primaryKey({ columns: [table.creditorId, table.key] }),
    index('bank_entries_verdict').on(table.creditorId, table.verdict),
    index('bank_entries_day').on(table.creditorId, table.verdict, sql`(coalesce(booked_on, date '1970-01-01'))`, table.key),
    index('bank_entries_booking').on(table.creditorId, table.booking),
    index('bank_entries_amount').on(table.creditorId, table.amountCents),
    // What waits is counted each second by every page that is open: from the index alone.
    index('bank_entries_waiting').on(table.creditorId, table.openCents).where(sql`verdict in ('unmatched', 'unknown-account')`),
  ],
);

/** Every booking that counts, and what files and webhooks have said of it: by this the same money is known again. */
export const bankBookings = pgTable(
  'bank_bookings',
  {
    creditorId: text('creditor_id').notNull(),
    fingerprint: text('fingerprint').notNull(),
    ordinal: integer('ordinal').notNull(),
    said: jsonb('said').$type<KnownBooking>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.creditorId, table.fingerprint, table.ordinal] })],
);

export const importStates = ['waiting', 'settling', 'done', 'refused', 'cancelled'] as const;

/** A bank file that was handed over. The id is made of its content and its creditor: the same file twice is one import. */
export const statementImports = pgTable('statement_imports', {
  id: text('id').primaryKey(),
  creditorId: text('creditor_id').notNull(),
  sha256: text('sha256').notNull(),
  bytes: bigint('bytes', { mode: 'number' }).notNull(),
  filename: text('filename'),
  /** Accounts that the sender says are the creditor's. */
  accounts: jsonb('accounts').$type<readonly string[]>().notNull(),
  state: oneOf('state', importStates).notNull(),
  /** Readings that were begun: a file that ends three of them is set aside. */
  attempts: integer('attempts').notNull().default(0),
  /** Bookings that the reading has come to, told now and then while it goes on. */
  read: integer('read').notNull().default(0),
  /** Bookings settled so far: where another attempt goes on. */
  settled: integer('settled').notNull().default(0),
  statements: jsonb('statements').notNull(),
  warnings: jsonb('warnings').$type<readonly string[]>().notNull(),
  problem: jsonb('problem'),
  receivedAt: instant('received_at').notNull().defaultNow(),
  endedAt: instant('ended_at'),
  /** Since when the bytes are gone: their time was over. */
  droppedAt: instant('dropped_at'),
});

/* What matching asks: kept by triggers on invoices, cases, allocations, debtors and remembered payers (in their migration), its keys by db/matching-index.ts. */

/** Invoices as the bank feed sees them: the balance of the case, less what it was given and has not recorded. */
export const matchableInvoices = pgTable(
  'matchable_invoices',
  {
    creditorId: text('creditor_id').notNull(),
    invoiceId: text('invoice_id').notNull(),
    debtorId: text('debtor_id').notNull(),
    number: text('number').notNull(),
    currency: text('currency').notNull(),
    balanceCents: cents('balance_cents').notNull(),
    dueOn: text('due_on').notNull(),
    /** Something is left to pay, on a case that is not closed. */
    isOpen: boolean('is_open').notNull(),
    numberKey: text('number_key'),
    looseKey: text('loose_key'),
  },
  (table) => [
    primaryKey({ columns: [table.creditorId, table.invoiceId] }),
    index('matchable_number').on(table.creditorId, table.numberKey),
    index('matchable_loose').on(table.creditorId, table.looseKey).where(sql`is_open`),
    index('matchable_balance')
      .on(table.creditorId, table.currency, table.balanceCents, table.dueOn, table.invoiceId)
      .where(sql`is_open`),
    index('matchable_debtor').on(table.creditorId, table.debtorId, table.currency).where(sql`is_open`),
    index('matchable_unkeyed').on(table.creditorId).where(sql`number_key is null`),
  ],
);

/** The names of debtors, and those under which a person saw them pay. */
export const debtorNames = pgTable(
  'debtor_names',
  {
    creditorId: text('creditor_id').notNull(),
    debtorId: text('debtor_id').notNull(),
    name: text('name').notNull(),
    isRemembered: boolean('is_remembered').notNull(),
    /** Its telling words, sorted. */
    key: text('key'),
    words: text('words').array(),
  },
  (table) => [
    primaryKey({ columns: [table.creditorId, table.debtorId, table.name, table.isRemembered] }),
    index('debtor_names_key').on(table.creditorId, table.key),
    index('debtor_names_words').using('gin', table.words),
    index('debtor_names_unkeyed').on(table.creditorId).where(sql`key is null`),
  ],
);

/** Names under which a person saw a debtor pay. */
export const rememberedPayers = pgTable(
  'remembered_payers',
  {
    creditorId: text('creditor_id').notNull(),
    payer: text('payer').notNull(),
    debtorId: text('debtor_id').notNull(),
    decidedBy: text('decided_by').notNull(),
    decidedAt: instant('decided_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.creditorId, table.payer, table.debtorId] })],
);

/** Money of one bank entry given to one case; the id (entry key + ordinal) is the payment id that the case knows. */
export const allocations = pgTable(
  'allocations',
  {
    id: text('id').notNull(),
    creditorId: text('creditor_id').notNull(),
    entryKey: text('entry_key').notNull(),
    caseId: text('case_id').notNull(),
    amountCents: cents('amount_cents').notNull(),
    on: date('on').notNull(),
    reversed: boolean('reversed').notNull().default(false),
    /** Beyond the balance that the invoice had: it pays late charges, or it is a credit of the debtor. */
    surplus: boolean('surplus').notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.creditorId, table.id] }),
    index('allocations_case').on(table.caseId),
    index('allocations_entry').on(table.creditorId, table.entryKey),
  ],
);
