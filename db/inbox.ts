import { eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import type { InvoiceDocument } from './invoice-schema.ts';
import type { Debtor } from './party-schema.ts';
import { inbox } from './schema.ts';

/** Something received that must reach the engine, or the bank feed. Rows of one lane are delivered in order. */
export interface InboxEvent {
  /** Unique for ever: the sender's id under the creditor and the kind of webhook. */
  readonly eventId: string;
  readonly creditorId: string;
  readonly caseId: string | null;
  readonly lane: string;
  readonly kind: string;
  readonly body: unknown;
}

export type InboxRow = Pick<
  typeof inbox.$inferSelect,
  'sequence' | 'eventId' | 'creditorId' | 'caseId' | 'kind' | 'body' | 'attempts'
>;

/** What was answered when the event first came, and is answered again. */
export interface Receipt {
  readonly caseId: string | null;
  readonly isNew: boolean;
}

/** Keeps an event once, however often it is told: durable when this returns. */
export function receiveEvent(db: Queries, event: InboxEvent): Promise<Receipt> {
  return receive(db, event, sql`queued as (insert into inbox ${inboxColumns} select ${inboxValues(event)} from fresh)`);
}

/** An invoice and its debtor, told together by billing. */
export interface ToldInvoice {
  readonly debtor: Debtor;
  readonly invoice: InvoiceDocument;
}

/**
 * Keeps a new invoice, its debtor and the event that starts its case, in one statement: it is the busiest path.
 * An invoice that is already known starts nothing, whatever the event is called.
 */
export function receiveInvoice(db: Queries, event: InboxEvent, told: ToldInvoice): Promise<Receipt> {
  const kept = sql`${toldDebtor(event.creditorId, told.debtor)},
    invoice as (insert into invoices (creditor_id, id, debtor_id, document, version)
      select ${event.creditorId}, ${told.invoice.id}, ${told.debtor.id}, ${json(told.invoice)}, 1 from fresh
      on conflict do nothing returning id),
    queued as (insert into inbox ${inboxColumns} select ${inboxValues(event)} from invoice)`;
  return receive(db, event, kept);
}

/** Keeps the new state of a known invoice and its debtor, and the event that tells its case. */
export function receiveInvoiceChange(db: Queries, event: InboxEvent, told: ToldInvoice): Promise<Receipt> {
  const kept = sql`${toldDebtor(event.creditorId, told.debtor)},
    invoice as (update invoices set document = ${json(told.invoice)}, debtor_id = ${told.debtor.id}, version = version + 1
      from fresh where creditor_id = ${event.creditorId} and id = ${told.invoice.id} returning id),
    queued as (insert into inbox ${inboxColumns} select ${inboxValues(event)} from fresh)`;
  return receive(db, event, kept);
}

/** Queues a row inside a transaction of the drainer itself; once per event id. */
export async function enqueue(tx: Queries, events: readonly InboxEvent[]): Promise<void> {
  if (events.length > 0)
    await tx
      .insert(inbox)
      .values([...events])
      .onConflictDoNothing();
}

/**
 * Takes the oldest row of up to `limit` lanes for `leaseMs`: nobody else gets them meanwhile, and a drainer that dies gives them back.
 * A lane whose oldest row is taken or waits for its next attempt waits as a whole; rows set aside hold nobody up.
 */
export async function takeInbox(db: Queries, limit: number, leaseMs: number): Promise<InboxRow[]> {
  const due = sql`select waiting.sequence from inbox waiting where waiting.not_before <= now() and not exists (
      select 1 from inbox older where older.lane = waiting.lane and older.sequence < waiting.sequence and older.not_before < 'infinity')
    order by waiting.sequence limit ${limit} for update skip locked`;
  const rows = await db
    .update(inbox)
    .set({ notBefore: after(leaseMs), attempts: sql`${inbox.attempts} + 1` })
    .where(sql`${inbox.sequence} in (${due})`)
    .returning();
  return rows.sort((a, b) => a.sequence - b.sequence);
}

/** Removes rows that were delivered. */
export async function removeFromInbox(db: Queries, sequences: readonly number[]): Promise<void> {
  if (sequences.length > 0) await db.delete(inbox).where(inArray(inbox.sequence, [...sequences]));
}

/** Gives rows back for another attempt `delayMs` from now, with the reason. */
export async function postponeInbox(
  db: Queries,
  sequences: readonly number[],
  delayMs: number,
  lastError: string,
): Promise<void> {
  await db
    .update(inbox)
    .set({ notBefore: after(delayMs), lastError })
    .where(inArray(inbox.sequence, [...sequences]));
}

/** Sets a row aside: nothing delivers it by itself, it stays to be seen. */
export async function setAsideInbox(db: Queries, sequence: number, lastError: string): Promise<void> {
  await db.update(inbox).set({ notBefore: 'infinity', lastError }).where(eq(inbox.sequence, sequence));
}

export interface InboxState {
  readonly waiting: number;
  readonly setAside: number;
}

/** How much is not delivered yet, and how much a human must look at. */
export async function inboxState(db: Queries): Promise<InboxState> {
  const [counts] = await db
    .select({
      waiting: sql<number>`(count(*) filter (where ${inbox.notBefore} < 'infinity'))::int`,
      setAside: sql<number>`(count(*) filter (where ${inbox.notBefore} = 'infinity'))::int`,
    })
    .from(inbox);
  return counts ?? { waiting: 0, setAside: 0 };
}

/** Runs `kept` for an event that is new. The last select sees only what was there before: a row means that the event is not new. */
async function receive(db: Queries, event: InboxEvent, kept: SQL): Promise<Receipt> {
  const known = sql`select case_id as "caseId" from received_events where event_id = ${event.eventId}`;
  const { rows } = (await db.execute(sql`with ${freshEvent(event)}, ${kept} ${known}`)) as { rows: { caseId: string | null }[] };
  const [before] = rows;
  return before ? { caseId: before.caseId, isNew: false } : { caseId: event.caseId, isNew: true };
}

const inboxColumns = sql.raw('(event_id, creditor_id, case_id, lane, kind, body)');

function freshEvent({ eventId, caseId }: InboxEvent): SQL {
  return sql`fresh as (insert into received_events (event_id, case_id) values (${eventId}, ${caseId}) on conflict do nothing returning event_id)`;
}

function inboxValues({ eventId, creditorId, caseId, lane, kind, body }: InboxEvent): SQL {
  return sql`${eventId}, ${creditorId}, ${caseId}, ${lane}, ${kind}, ${json(body)}`;
}

function toldDebtor(creditorId: string, debtor: Debtor): SQL {
  return sql`debtor as (insert into debtors as known (creditor_id, id, document, version)
      select ${creditorId}, ${debtor.id}, ${json(debtor)}, 1 from fresh
      on conflict (creditor_id, id) do update set document = excluded.document, version = known.version + 1, updated_at = now()
      where known.document <> excluded.document)`;
}

function json(value: unknown): SQL {
  return sql`${JSON.stringify(value)}::jsonb`;
}

function after(delayMs: number): SQL {
  return sql`now() + ${delayMs} * interval '1 millisecond'`;
}
