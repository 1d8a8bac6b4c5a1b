import { bigint, date, index, integer, jsonb, pgTable, primaryKey, serial, text, unique } from 'drizzle-orm/pg-core';
import { moneySources as sourcesOfMoney } from '../domain/known-providers.ts';
import { roles } from '../domain/role.ts';
import { instant, oneOf } from './columns.ts';

/* Who may come in, and who did. */

/** A person, by name. `creditors` null: every creditor, which only an admin has. */
export const people = pgTable('people', {
  id: serial('id').primaryKey(),
  name: text('name').notNull(),
  role: oneOf('role', roles).notNull(),
  creditors: jsonb('creditors').$type<readonly string[]>(),
  createdAt: instant('created_at').notNull().defaultNow(),
  endedAt: instant('ended_at'),
  /** Where the list of the morning goes; null: nowhere. */
  morningTo: text('morning_to'),
  /** The last day for which it was taken in hand: it is never written twice. */
  morningOn: date('morning_on'),
});

/** The public half of a key that a person's device keeps. */
export const passkeys = pgTable(
  'passkeys',
  {
    credentialId: text('credential_id').primaryKey(),
    personId: integer('person_id').notNull(),
    publicKey: text('public_key').notNull(),
    counter: bigint('counter', { mode: 'number' }).notNull(),
    transports: jsonb('transports').$type<string[]>().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    usedAt: instant('used_at'),
  },
  (table) => [index('passkeys_person').on(table.personId)],
);

/** A session of a person; only the SHA-256 of its token is kept. */
export const sessions = pgTable(
  'sessions',
  {
    tokenSha256: text('token_sha256').primaryKey(),
    personId: integer('person_id').notNull(),
    /** The creditor that the person looks at, one of his. */
    creditorId: text('creditor_id'),
    /** What was typed of a company that is not kept yet; it goes with the session. */
    draft: jsonb('draft').$type<Readonly<Record<string, string>>>(),
    startedAt: instant('started_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('sessions_person').on(table.personId)],
);

/** A view of the list of cases that a person kept: what he asked of it, under a name of his. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: serial('id').primaryKey(),
    personId: integer('person_id').notNull(),
    name: text('name').notNull(),
    asked: jsonb('asked').$type<Readonly<Record<string, string>>>().notNull(),
    keptAt: instant('kept_at').notNull().defaultNow(),
  },
  (table) => [unique('saved_views_name').on(table.personId, table.name)],
);

/** A link that signs in once, one that registers a passkey once, and the challenges that a device signs. */
export const tokenPurposes = ['entry', 'invitation', 'registration', 'sign-in'] as const;

/** What opens a door once: a link that was given, or a challenge that a device must sign. Only its SHA-256 is kept. */
export const oneTimeTokens = pgTable('one_time_tokens', {
  tokenSha256: text('token_sha256').primaryKey(),
  purpose: oneOf('purpose', tokenPurposes).notNull(),
  personId: integer('person_id'),
  expiresAt: instant('expires_at').notNull(),
});

/** Which accounts a source of money may speak of. Without a row: every account that no other source was given. */
export const moneySources = pgTable(
  'money_sources',
  {
    creditorId: text('creditor_id').notNull(),
    source: oneOf('source', sourcesOfMoney).notNull(),
    accounts: jsonb('accounts').$type<readonly string[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.creditorId, table.source] })],
);

/** What was read and who was turned away: who, what, when. Appended only. */
export const accesses = pgTable(
  'accesses',
  {
    id: serial('id').primaryKey(),
    at: instant('at').notNull().defaultNow(),
    /** document-read · case-exported · key-refused · signed-in · … */
    kind: text('kind').notNull(),
    /** `key:1`, `person:2`; for one who was turned away the address that he came from. */
    actor: text('actor').notNull(),
    creditorId: text('creditor_id'),
    subject: text('subject'),
    count: integer('count').notNull().default(1),
  },
  (table) => [index('accesses_subject').on(table.subject, table.id)],
);

/* Heads of all evidence: what nobody can change later without its being seen. Appended only. */

/** One signed head: the Merkle root over every chain that grew since the head before, which it names. */
export const evidenceHeads = pgTable('evidence_heads', {
  sequence: integer('sequence').primaryKey(),
  at: text('at').notNull(),
  /** day · formal-notice · handoff · asked: as it lies there, for its digest says whether it was changed. */
  reason: text('reason').notNull(),
  chains: integer('chains').notNull(),
  root: text('root').notNull(),
  previousDigest: text('previous_digest').notNull(),
  digest: text('digest').notNull(),
  publicKey: text('public_key').notNull(),
  signature: text('signature').notNull(),
});

/** The leaves of a head, in their order: how long the chain of a case was, and its last digest. */
export const evidenceLeaves = pgTable(
  'evidence_leaves',
  {
    head: integer('head').notNull(),
    position: integer('position').notNull(),
    caseId: text('case_id').notNull(),
    sequence: integer('sequence').notNull(),
    digest: text('digest').notNull(),
  },
  (table) => [primaryKey({ columns: [table.head, table.position] }), index('evidence_leaves_case').on(table.caseId, table.head)],
);

export const witnessKinds = ['folder', 'bucket', 'mail', 'stamp'] as const;

/** Where a head was left, and the time stamp that an authority put on it. */
export const evidenceWitnesses = pgTable(
  'evidence_witnesses',
  {
    head: integer('head').notNull(),
    kind: oneOf('kind', witnessKinds).notNull(),
    /** The folder, the address, the authority. */
    witness: text('witness').notNull(),
    at: instant('at').notNull().defaultNow(),
    /** The token of the authority (RFC 3161), base64 DER. */
    token: text('token'),
  },
  (table) => [primaryKey({ columns: [table.head, table.kind] })],
);
