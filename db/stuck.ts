import { type SQL, sql } from 'drizzle-orm';
import { namesOf } from '../domain/table.ts';
import type { Queries } from './database.ts';
import { rowsOf } from './rows.ts';
import { attemptEnd, isLeaving } from './schema.ts';

/** What does not move, as the database alone can tell. Each look answers `id`, `since` and `why`. */
const looks = {
  'overdue-act': sql`select id, next_act_at as since, phase as why from cases
    where next_act_at < now() - interval '15 minutes'`,
  'waiting-mail': sql`select inbox.event_id as id, received_at as since, coalesce(last_error, inbox.kind) as why from inbox
    join received_events on received_events.event_id = inbox.event_id
    where not_before < 'infinity' and received_at < now() - interval '5 minutes'`,
  'set-aside': sql`select inbox.sequence::text as id, received_at as since, coalesce(inbox.case_id, lane) || ' : ' || coalesce(last_error, '') as why from inbox
    join received_events on received_events.event_id = inbox.event_id where not_before = 'infinity'`,
  'in-doubt': sql`select id, reserved_at as since, coalesce(reason, 'sort inconnu') as why from messages
    where state = 'unknown' and id not like '%/note:%'`,
  'old-reservation': sql`select id, reserved_at as since, 'en cours de départ' as why from messages
    where ${isLeaving} and ${attemptEnd} < now() - interval '10 minutes'`,
  'old-import': sql`select id, received_at as since, state as why from statement_imports
    where state in ('waiting', 'settling') and received_at < now() - interval '1 hour'`,
  'money-apart': sql`select a.case_id as id, c.updated_at as since,
      a.id || ' : ' || a.amount_cents || ' imputés, ' || coalesce(heard.cents, 0) || ' au dossier' as why
    from allocations a join cases c on c.id = a.case_id
    left join lateral (select (p->>'amountCents')::bigint as cents from jsonb_array_elements(c.state->'payments') p
      where p->>'id' = a.id and not (p->>'reversed')::boolean) heard on true
    where coalesce(heard.cents, 0) <> case when a.reversed then 0 else a.amount_cents end
      and not exists (select 1 from inbox where inbox.lane = a.case_id)`,
} satisfies Record<string, SQL>;

export type StuckKind = keyof typeof looks;

export const stuckKinds = namesOf(looks);

/** What does not move, and the database alone cannot tell. */
export const besideKinds = ['disk-full', 'engine-away', 'dead-case', 'failing-workflow', 'stranger', 'unserved-queue'] as const;
export type BesideKind = (typeof besideKinds)[number];

/** One thing that does not move: which, since when, and what is known of it. */
export interface StuckRow {
  readonly id: string;
  readonly since: string;
  readonly why: string;
}

/** How many of a kind, and since when the oldest. */
export interface StuckCount {
  readonly count: number;
  readonly since: string | null;
}

/** The oldest of a kind. */
export async function stuckRows(db: Queries, kind: StuckKind, limit: number): Promise<StuckRow[]> {
  const rows = await rowsOf<StuckRow>(
    db,
    sql`select id, since::text as since, why from (${looks[kind]}) look order by look.since limit ${limit}`,
  );
  return rows;
}

/** How many of a kind there are. */
export async function stuckCount(db: Queries, kind: StuckKind): Promise<StuckCount> {
  const rows = await rowsOf<StuckCount>(
    db,
    sql`select count(*)::int as count, min(since)::text as since from (${looks[kind]}) look`,
  );
  return rows[0] ?? { count: 0, since: null };
}

/** Cases that a workflow of this release should live. */
const LIVED = sql`run > 0 and (closed_at is null or jsonb_array_length(state->'notes') > 0)`;

/** The cases that a workflow should live and that are not among those; whose row changed this minute is left out: its workflow may be starting. */
export async function livedBesides(db: Queries, living: ReadonlySet<string>): Promise<StuckRow[]> {
  const rows = await rowsOf<StuckRow>(
    db,
    sql`select id, updated_at::text as since, phase as why from cases
    where ${LIVED} and updated_at < now() - interval '1 minute' order by updated_at`,
  );
  return rows.filter(({ id }) => !living.has(id));
}

/** Those of these workflows whose case has no row: what an engine knows beside an older database, or beside a foreign one. */
export function strangersAmong(db: Queries, living: ReadonlySet<string>): Promise<StuckRow[]> {
  const ids = JSON.stringify([...living]);
  return rowsOf<StuckRow>(
    db,
    sql`select id, now()::text as since, 'aucune ligne dans la base' as why from jsonb_array_elements_text(${ids}::jsonb) living(id)
    where not exists (select 1 from cases where cases.id = living.id) order by id`,
  );
}

/** Cases whose workflow may fail at its own code: an act is late, or mail is not read. */
export function suspects(db: Queries, limit: number): Promise<StuckRow[]> {
  return rowsOf<StuckRow>(
    db,
    sql`select id, updated_at::text as since, phase as why from cases where ${LIVED} and (next_act_at < now() - interval '15 minutes'
      or exists (select 1 from inbox join received_events on received_events.event_id = inbox.event_id
        where inbox.lane = cases.id and not_before < 'infinity' and received_at < now() - interval '5 minutes'))
    order by updated_at limit ${limit}`,
  );
}

/** Cases by phase. */
export async function casesByPhase(db: Queries): Promise<readonly { readonly phase: string; readonly count: number }[]> {
  const rows = await rowsOf<{ phase: string; count: number }>(
    db,
    sql`select phase, count(*)::int as count from cases group by phase`,
  );
  return rows;
}

/** How long a provider took, of what left in the last quarter of an hour: from the gate to its answer, in seconds. */
export interface ProviderPace {
  readonly provider: string;
  readonly median: number;
  readonly slowest: number;
}

export async function providerPaces(db: Queries): Promise<ProviderPace[]> {
  const rows = await rowsOf<ProviderPace>(
    db,
    sql`select provider, percentile_cont(0.5) within group (order by took)::float8 as median, max(took)::float8 as slowest
    from (select provider, extract(epoch from sent_at - reserved_at) as took from messages
      where provider is not null and sent_at > now() - interval '15 minutes') lately group by provider`,
  );
  return rows;
}
