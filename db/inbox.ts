import { and, asc, eq, getTableColumns, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { InvoiceDocument } from '../domain/party/invoice-schema.ts';
import type { Debtor } from '../domain/party/party-schema.ts';
import type { Queries } from './database.ts';
import { rowsOf } from './rows.ts';
import { inbox, receivedEvents } from './schema.ts';

/** Something received that must reach the engine, or the bank feed. Rows of one lane are delivered in order. */
export interface InboxEvent {
  /** Unique for ever: the sender's id under the creditor and the kind of webhook. */
  readonly eventId: string;
  readonly creditorId: string;
  readonly caseId: string | null;
  readonly lane: string;
  readonly kind: string;
  readonly body: unknown;
  /** How long the drainer leaves it alone, in milliseconds: whoever kept it rings himself. */
  readonly restsMs?: number;
}

export type InboxRow = Pick<
  typeof inbox.$inferSelect,
  'sequence' | 'eventId' | 'creditorId' | 'caseId' | 'lane' | 'kind' | 'body' | 'attempts'
>;

/** A bell without a letter: its case looks at the world again. */
export function bell(eventId: string, { caseId, creditorId }: { caseId: string; creditorId: string }): InboxEvent {
  return { eventId, creditorId, caseId, lane: caseId, kind: 'ring', body: {} };
}

/** What was answered when the event first came, and is answered again. */
export interface Receipt {
  readonly caseId: string | null;
  readonly isNew: boolean;
}

/** Keeps an event once, however often it is told: durable when this returns. */
export function receiveEvent(db: Queries, event: InboxEvent): Promise<Receipt> {
  return receive(db, event, sql`queued as (insert into inbox ${inboxColumns} select ${inboxValues(event)} from fresh)`);
}

/** An invoice and its debtor, told together. */
export interface ToldInvoice {
  readonly debtor: Debtor;
  readonly invoice: InvoiceDocument;
}

/** Who tells them, and whether with all that is known of the debtor: what is left out is gone. */
export interface Teller {
  readonly by: string;
  readonly isWhole: boolean;
}

/**
 * Keeps a new invoice, its debtor and the event that starts its case, in one statement: it is the busiest path.
 * An invoice that is already known starts nothing, whatever the event is called.
 */
export function receiveInvoice(db: Queries, event: InboxEvent, told: ToldInvoice, teller: Teller): Promise<Receipt> {
  const kept = sql`${toldDebtor(event.creditorId, told.debtor, teller)},
    invoice as (insert into invoices (creditor_id, id, debtor_id, document, version)
      select ${event.creditorId}, ${told.invoice.id}, ${told.debtor.id}, ${json(told.invoice)}, 1 from fresh
      on conflict do nothing returning id),
    queued as (insert into inbox ${inboxColumns} select ${inboxValues(event)} from invoice)`;
  return receive(db, event, kept);
}

/** Keeps the new state of a known invoice and its debtor, and the event that tells its case. */
export function receiveInvoiceChange(db: Queries, event: InboxEvent, told: ToldInvoice, teller: Teller): Promise<Receipt> {
  const kept = sql`${toldDebtor(event.creditorId, told.debtor, teller)},
    invoice as (update invoices set document = ${json(told.invoice)}, debtor_id = ${told.debtor.id}, version = version + 1
      from fresh where creditor_id = ${event.creditorId} and id = ${told.invoice.id} returning id),
    queued as (insert into inbox ${inboxColumns} select ${inboxValues(event)} from fresh)`;
  return receive(db, event, kept);
}

/** Queues rows inside a transaction of ours; an event id counts once for ever. */
export async function enqueue(tx: Queries, events: readonly InboxEvent[]): Promise<void> {
  for (let from = 0; from < events.length; from += ROWS_AT_ONCE) await enqueueSome(tx, events.slice(from, from + ROWS_AT_ONCE));
}

async function enqueueSome(tx: Queries, events: readonly InboxEvent[]): Promise<void> {
  const told = sql`select * from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
    as told("eventId" text, "creditorId" text, "caseId" text, lane text, kind text, body jsonb)`;
  await tx.execute(sql`with told as (${told}),
    fresh as (insert into received_events (event_id, case_id) select "eventId", "caseId" from told on conflict do nothing returning event_id)
    insert into inbox ${inboxColumns} select "eventId", "creditorId", "caseId", lane, kind, body, now() from told
    where "eventId" in (select event_id from fresh)`);
}

/**
 * Takes up to `limit` rows that are due for `leaseMs`: nobody else gets them meanwhile, and a drainer that dies gives them back. Of the
 * bank's lanes only the oldest row is ever due, so that they go in order; the mail of a case is only announced, and its case reads it in
 * order. Rows set aside hold nobody up. `underWay`: whose rows the taker has in hand already, a creditor for each row.
 */
export async function takeInbox(
  db: Queries,
  limit: number,
  leaseMs: number,
  underWay: readonly string[] = [],
): Promise<InboxRow[]> {
  const rows = await rowsOf<InboxRow>(
    db,
    sql`with recursive ${dueInTurn(limit, underWay)},
    mine as (select sequence from inbox where sequence in (select sequence from chosen) and not_before <= now() for update skip locked)
    update inbox set not_before = ${after(leaseMs)}, attempts = attempts + 1
    where sequence in (select sequence from mine) returning ${rowColumns}`,
  );
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) })).sort((a, b) => a.sequence - b.sequence);
}

/**
 * Creditors have the same part of the places, taken and free, and one part is kept for who comes next: the flood of one, even one that hangs,
 * delays nobody else. What the bank tells goes before the mail of cases.
 */
function dueInTurn(limit: number, underWay: readonly string[]): SQL {
  return sql`${lanesOfBank}, ${sendersOfMail},
    heads as (select head.* from lanes cross join lateral (
      select creditor_id, sequence, not_before from inbox where lane = lanes.lane and case_id is null and not_before < 'infinity'
      order by sequence limit 1) head where head.not_before <= now()),
    busy as (select creditor_id, count(*) as held from jsonb_array_elements_text(${json(underWay)}) creditor_id group by creditor_id),
    parties as (select creditor_id from waiting union select creditor_id from heads union select creditor_id from busy),
    turns as (select creditor_id, greatest(0, greatest(1, ${limit + underWay.length} / (1 + count(*) over ())) - coalesce(held, 0)) as room
      from parties left join busy using (creditor_id)),
    chosen as materialized (select sequence from (
      select found.*, room, row_number() over (partition by turns.creditor_id order by class, not_before, sequence) as nth
      from turns cross join lateral (
        (select sequence, not_before, 0 as class from heads where heads.creditor_id = turns.creditor_id order by sequence limit ${limit})
        union all
        (select sequence, not_before, 1 from inbox due where due.creditor_id = turns.creditor_id and due.case_id is not null
          and due.not_before <= now() and not exists (
            select 1 from inbox older where older.lane = due.lane and older.sequence < due.sequence and older.kind in ('start', 'begin')
              and older.not_before < 'infinity')
        order by due.not_before, due.sequence limit ${limit})) found) turn
    where nth <= room order by not_before, sequence limit ${limit})`;
}

/** Lane by lane along the index: a lane of fifty thousand rows costs as much as one of two. */
const lanesOfBank = sql`lanes as (
    (select lane from inbox where case_id is null order by lane limit 1)
    union all
    select (select next.lane from inbox next where next.case_id is null and next.lane > lanes.lane order by next.lane limit 1)
    from lanes where lanes.lane is not null)`;

/** Creditor by creditor, likewise: who has mail that is due. */
const sendersOfMail = sql`senders as (
    (select creditor_id from inbox where case_id is not null order by creditor_id limit 1)
    union all
    select (select next.creditor_id from inbox next where next.case_id is not null and next.creditor_id > senders.creditor_id
      order by next.creditor_id limit 1)
    from senders where senders.creditor_id is not null),
  waiting as (select creditor_id from senders where exists (select 1 from inbox due
    where due.creditor_id = senders.creditor_id and due.case_id is not null and due.not_before <= now()))`;

/** The oldest letters of the mail of some cases, in order: what a transaction that holds their rows writes down. */
export async function mailOf(tx: Queries, caseIds: readonly string[], limit: number): Promise<InboxRow[]> {
  return tx
    .select(getTableColumns(inbox))
    .from(inbox)
    .where(and(inArray(inbox.lane, [...caseIds]), inArray(inbox.kind, mailKinds), lt(inbox.notBefore, INFINITY)))
    .orderBy(asc(inbox.sequence))
    .limit(limit);
}

/** What is left in a lane besides mail: an opening that still waits. */
export async function opensLater(tx: Queries, caseId: string): Promise<boolean> {
  const rows = await tx
    .select({ sequence: inbox.sequence })
    .from(inbox)
    .where(and(eq(inbox.lane, caseId), eq(inbox.kind, 'start'), lt(inbox.notBefore, INFINITY)))
    .limit(1);
  return rows.length > 0;
}

/** How many invoices of a creditor were accepted whose cases are not open yet; one that was set aside is not waited for. */
export async function countOpening(db: Queries, creditorId: string): Promise<number> {
  const [row] = await rowsOf<{ opening: number }>(
    db,
    sql`select count(*)::int as opening from inbox where creditor_id = ${creditorId} and case_id is not null
      and not_before < 'infinity' and kind = 'start' and not exists (select 1 from cases where cases.id = inbox.case_id)`,
  );
  return row?.opening ?? 0;
}

/** What a case answered operators' acts, by event: null while it has not, and for what is no act. Events that never came are missing. */
export async function answersTo(db: Queries, eventIds: readonly string[]): Promise<Record<string, ActAnswer | null>> {
  if (eventIds.length === 0) return {};
  const rows = await db
    .select({ eventId: receivedEvents.eventId, answer: receivedEvents.answer })
    .from(receivedEvents)
    .where(inArray(receivedEvents.eventId, [...eventIds]));
  return Object.fromEntries(rows.map(({ eventId, answer }) => [eventId, answer as ActAnswer | null]));
}

/** Keeps what a case answered operators' acts. */
export async function keepAnswers(tx: Queries, answers: Readonly<Record<string, ActAnswer>>): Promise<void> {
  const told = Object.entries(answers).map(([eventId, answer]) => ({ eventId, answer }));
  if (told.length === 0) return;
  await tx.execute(sql`update received_events set answer = told.answer
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as told("eventId" text, answer jsonb)
    where event_id = told."eventId"`);
}

/** What came of an operator's act: written down, or refused with a French sentence. */
export interface ActAnswer {
  readonly refused?: string;
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
  lastError: string | null,
): Promise<void> {
  await db
    .update(inbox)
    .set({ notBefore: after(delayMs), lastError })
    .where(inArray(inbox.sequence, [...sequences]));
}

/** Its case is to be told of it at once. */
export async function ringSoon(db: Queries, eventId: string): Promise<void> {
  await db
    .update(inbox)
    .set({ notBefore: after(0) })
    .where(eq(inbox.eventId, eventId));
}

/** Sets a row aside: nothing delivers it by itself, it stays to be seen. */
export async function setAsideInbox(db: Queries, sequence: number, lastError: string): Promise<void> {
  await db.update(inbox).set({ notBefore: 'infinity', lastError }).where(eq(inbox.sequence, sequence));
}

/** How often the oldest bank entry that is not matched yet was tried. */
export interface UnmatchedRow {
  readonly attempts: number;
}

/** A bank entry that is not matched yet may pay any case of its creditor: the oldest, when there is one. */
export function unmatchedAsked(creditorId: string): SQL {
  return sql`select ${inbox.attempts} from ${inbox}
    where ${inbox.creditorId} = ${creditorId} and ${inbox.caseId} is null and ${inbox.notBefore} < 'infinity'::timestamptz
    order by ${inbox.sequence} limit 1`;
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

/**
 * Runs `kept` for an event that is new. The last select sees only what was there before it: whoever tells the same at the same instant is
 * neither new nor known there.
 */
async function receive(db: Queries, event: InboxEvent, kept: SQL): Promise<Receipt> {
  const known = sql`select known.case_id as "caseId", known.event_id is not null as "isKnown", exists (select from fresh) as "isNew"
    from (values (true)) as one left join received_events known on known.event_id = ${event.eventId}`;
  const [row] = await rowsOf<{ caseId: string | null; isKnown: boolean; isNew: boolean }>(
    db,
    sql`with ${freshEvent(event)}, ${kept} ${known}`,
  );
  return { caseId: row?.isKnown ? row.caseId : event.caseId, isNew: row?.isNew ?? false };
}

/** What a case reads itself; other kinds in its lane are the drainer's. */
const mailKinds = ['signal', 'act', 'ring'];
const INFINITY = sql`'infinity'::timestamptz`;
const ROWS_AT_ONCE = 1000;
const rowColumns = sql.raw(
  'sequence, event_id as "eventId", creditor_id as "creditorId", case_id as "caseId", lane, kind, body, attempts',
);
const inboxColumns = sql.raw('(event_id, creditor_id, case_id, lane, kind, body, not_before)');

function freshEvent({ eventId, caseId }: InboxEvent): SQL {
  return sql`fresh as (insert into received_events (event_id, case_id) values (${eventId}, ${caseId}) on conflict do nothing returning event_id)`;
}

function inboxValues({ eventId, creditorId, caseId, lane, kind, body, restsMs = 0 }: InboxEvent): SQL {
  return sql`${eventId}, ${creditorId}, ${caseId}, ${lane}, ${kind}, ${json(body)}, ${after(restsMs)}`;
}

/**
 * What comes with an invoice changes what differs from what came with the last: the rest may be corrected since. A table names the columns
 * that it has: of the others it says nothing, nor of a language when it is French, which stands where none is told.
 */
function toldDebtor(creditorId: string, debtor: Debtor, { by, isWhole }: Teller): SQL {
  const before = sql`coalesce(known.billed, known.document)`;
  const { language, ...told } = debtor;
  const after = isWhole ? sql`excluded.billed` : sql`${before} || ${json(language === 'fr' ? told : debtor)}`;
  const now = sql`told_again(known.document, ${before}, ${after})`;
  return sql`debtor as (insert into debtors as known (creditor_id, id, document, version, billed)
      select ${creditorId}, ${debtor.id}, told, 1, told from fresh, (values (${json(debtor)})) as debtor (told)
      on conflict (creditor_id, id) do update set document = ${now}, version = known.version + (known.document <> ${now})::int,
        updated_at = case when known.document <> ${now} then now() else known.updated_at end, told_by = ${by}, billed = ${after}
        where known.billed is distinct from ${after})`;
}

function json(value: unknown): SQL {
  return sql`${JSON.stringify(value)}::jsonb`;
}

function after(delayMs: number): SQL {
  return sql`now() + ${delayMs} * interval '1 millisecond'`;
}
