import { type SQL, sql } from 'drizzle-orm';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { Phase } from '../domain/case/case.ts';
import type { AgeBand } from '../domain/figures/ageing.ts';
import type { Queries } from './database.ts';
import { rowsOf } from './rows.ts';

/** What was open on a day, by currency and by how late it was. */
export interface AgeLine {
  readonly currency: string;
  readonly band: AgeBand;
  readonly openCents: number;
  readonly invoices: number;
}

export interface PhaseLine {
  readonly currency: string;
  readonly phase: Phase;
  readonly openCents: number;
  readonly cases: number;
}

/** One month: what was invoiced in it, and what came in. */
export interface MonthLine {
  readonly currency: string;
  /** `2026-11` */
  readonly month: string;
  readonly invoicedCents: number;
  readonly collectedCents: number;
}

const of = (creditors: readonly string[] | null): SQL =>
  creditors === null
    ? sql`true`
    : sql`cases.creditor_id in (${sql.join(
        [...creditors, ''].map((id) => sql`${id}`),
        sql`, `,
      )})`;

const born = sql`coalesce((cases.state->'invoice'->>'issuedOn')::date, (cases.state->>'enteredAt')::timestamptz::date)`;
const total = sql`(cases.state->'invoice'->>'totalCents')::bigint`;

/** What is known of the money of a list until a day. */
const until = (list: string, day: CivilDate, besides: SQL = sql`true`): SQL => sql`coalesce((
  select sum((each->>'amountCents')::bigint) from jsonb_array_elements(cases.state->${list}) each
  where (each->>'on')::date <= ${day}::date and ${besides}), 0)`;

/**
 * What was owed on a day, from the dated facts of each case: its total, less the payments and credit notes of that day and before. A
 * payment that was returned counts as if it had never come; a cancelled invoice is none; a case that a person closed owes nothing from then on.
 */
export async function ageingOn(db: Queries, creditors: readonly string[] | null, day: CivilDate): Promise<AgeLine[]> {
  const open = sql`${total} - ${until('payments', day, sql`not (each->>'reversed')::boolean`)} - ${until('creditNotes', day)}`;
  const rows = await rowsOf<AgeLine>(
    db,
    sql`
    with owed as (
      select cases.currency, ${day}::date - cases.due_on as late, ${open} as open_cents from cases
      where ${of(creditors)} and not (cases.state->>'cancelled')::boolean and ${born} <= ${day}::date
        and (cases.closed_at is null or (cases.closed_at at time zone 'Europe/Paris')::date > ${day}::date))
    select currency, case when late <= 0 then 'not-due' when late <= 30 then '1-30' when late <= 60 then '31-60'
        when late <= 90 then '61-90' else 'over-90' end as band,
      sum(open_cents)::float8 as "openCents", count(*)::int as invoices
    from owed where open_cents > 0 group by 1, 2`,
  );
  return rows;
}

/** What is open now in each phase of the procedure. */
export async function openByPhase(db: Queries, creditors: readonly string[] | null): Promise<PhaseLine[]> {
  const rows = await rowsOf<PhaseLine>(
    db,
    sql`
    select currency, phase, sum(balance_cents)::float8 as "openCents", count(*)::int as cases
    from cases where ${of(creditors)} and closed_at is null and balance_cents > 0 group by 1, 2`,
  );
  return rows;
}

/** Sales and receipts of the thirteen months that end with that of a day, until that day. */
export async function monthsUntil(db: Queries, creditors: readonly string[] | null, day: CivilDate): Promise<MonthLine[]> {
  const since = sql`(date_trunc('month', ${day}::date) - interval '12 months')::date`;
  const rows = await rowsOf<MonthLine>(
    db,
    sql`
    with moved as (
      select cases.currency, ${born} as moved_on, ${total} as invoiced, 0::bigint as collected from cases
      where ${of(creditors)} and not (cases.state->>'cancelled')::boolean
      union all
      select cases.currency, (each->>'on')::date, 0, (each->>'amountCents')::bigint
      from cases cross join lateral jsonb_array_elements(cases.state->'payments') each
      where ${of(creditors)} and not (each->>'reversed')::boolean)
    select currency, to_char(moved_on, 'YYYY-MM') as month, sum(invoiced)::float8 as "invoicedCents", sum(collected)::float8 as "collectedCents"
    from moved where moved_on <= ${day}::date and moved_on >= ${since} group by 1, 2 order by 2 desc`,
  );
  return rows;
}
