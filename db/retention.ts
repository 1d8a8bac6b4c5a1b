import { type SQL, sql } from 'drizzle-orm';
import { type RetentionKind, retentions } from '../domain/retention.ts';
import type { Queries } from './database.ts';
import { before } from './erasure.ts';
import { rowsOf } from './rows.ts';

/** Rows that go at once: few enough to keep nobody waiting. */
const AT_ONCE = 1000;

/** Lines of what came in that stay of each creditor, door and answer: a flood of one drives nothing else out. */
const MOST_RECEIVED = 2000;

/** What is over by itself, table by table: each statement takes at most `AT_ONCE` rows that are older than their kind is kept. */
const purges: readonly (readonly [RetentionKind, (isOver: IsOver) => SQL])[] = [
  [
    'received-events',
    (isOver) => sql`delete from received_events where event_id in (select e.event_id from received_events e
      where ${isOver(sql`e.received_at`)} and not exists (select 1 from inbox where inbox.event_id = e.event_id) limit ${AT_ONCE})`,
  ],
  [
    'received-webhooks',
    (isOver) => sql`delete from received_webhooks where id in (select id from (select id, at,
        row_number() over (partition by creditor_id, door, answer order by id desc) as place from received_webhooks) numbered
      where ${isOver(sql`at`)} or place > ${MOST_RECEIVED} limit ${AT_ONCE})`,
  ],
  [
    'jobs',
    (isOver) => sql`delete from job_items where (job_id, position) in (select job_id, position from job_items
      where job_id in (select id from jobs where ${isOver(sql`ended_at`)}) limit ${AT_ONCE})`,
  ],
  [
    'jobs',
    (isOver) => sql`delete from jobs where id in (select id from jobs where ${isOver(sql`ended_at`)}
      and not exists (select 1 from job_items where job_id = jobs.id) limit ${AT_ONCE})`,
  ],
  [
    'events-out',
    (isOver) => sql`delete from webhook_deliveries where sequence in (select sequence from webhook_deliveries
      where state <> 'waiting' and ${isOver(sql`ended_at`)} limit ${AT_ONCE})`,
  ],
  [
    'accesses',
    (isOver) => sql`delete from accesses where id in (select id from accesses where ${isOver(sql`at`)} limit ${AT_ONCE})`,
  ],
  [
    'tokens',
    (isOver) => sql`delete from sessions where token_sha256 in (select token_sha256 from sessions
      where ${isOver(sql`expires_at`)} limit ${AT_ONCE})`,
  ],
  [
    'tokens',
    (isOver) => sql`delete from one_time_tokens where token_sha256 in (select token_sha256 from one_time_tokens
      where ${isOver(sql`expires_at`)} limit ${AT_ONCE})`,
  ],
  [
    'identity',
    (isOver) => sql`delete from debtor_links where token_sha256 in (select token_sha256 from debtor_links
      where ${isOver(sql`expires_at`)} limit ${AT_ONCE})`,
  ],
  [
    'books',
    (isOver) => sql`update bank_entries set document = (document - 'alsoRead' - 'alsoNamed')
        || '{"counterparty":null,"label":null,"endToEndId":null,"references":[]}', aside = aside || '{"reason":null}'
      where (creditor_id, key) in (select creditor_id, key from bank_entries where ${isOver(sql`booked_on::timestamptz`)}
        and (document->>'counterparty' is not null or document->>'label' is not null or aside->>'reason' is not null) limit ${AT_ONCE})`,
  ],
  [
    'books',
    (isOver) => sql`update bank_bookings set said = said || '{"endToEndIds":[],"counterparties":[],"labels":[]}'
      where (creditor_id, fingerprint, ordinal) in (select creditor_id, fingerprint, ordinal from bank_bookings
        where ${isOver(sql`nullif(split_part(fingerprint, '|', 4), 'null')::timestamptz`)}
          and (said->'counterparties' <> '[]' or said->'labels' <> '[]') limit ${AT_ONCE})`,
  ],
];

type IsOver = (instant: SQL) => SQL;

/** Takes away what is over at `at` (ISO 8601), of each kind at most a thousand rows; answers with how many went. */
export async function purge(db: Queries, at: string): Promise<number> {
  let gone = 0;
  for (const [kind, statement] of purges)
    gone += await countGone(
      db,
      statement((instant) => before(instant, at, monthsOf(kind))),
    );
  return gone;
}

function monthsOf(kind: RetentionKind): number {
  const { months } = retentions[kind];
  if (months === null) throw new Error(`${kind} is kept without end`);
  return months;
}

async function countGone(db: Queries, statement: SQL): Promise<number> {
  const rows = await rowsOf<{ count: number }>(
    db,
    sql`with gone as (${statement} returning 1) select count(*)::int as count from gone`,
  );
  return rows[0]?.count ?? 0;
}

/** Bank files whose import ended long enough ago, and which no import that goes on or is younger reads. */
export async function bankFilesOver(db: Queries, at: string): Promise<string[]> {
  const isOver = before(sql`i.ended_at`, at, retentions['bank-files'].months);
  const rows = await rowsOf<{ sha256: string }>(
    db,
    sql`select sha256 from statement_imports i where dropped_at is null
    group by sha256 having bool_and(i.ended_at is not null and ${isOver}) limit ${AT_ONCE}`,
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Writes down that the bytes of a bank file are gone. */
export async function noteFileDropped(db: Queries, sha256: string): Promise<void> {
  await db.execute(sql`update statement_imports set dropped_at = now() where sha256 = ${sha256}`);
}
