import { type SQL, sql } from 'drizzle-orm';
import { addMonths, type CivilDate } from '../domain/calendar/civil-date.ts';
import type { Behaviour } from '../domain/party/segment.ts';
import type { Queries } from './database.ts';
import { rowsOf } from './rows.ts';

/** One message to a debtor, and a case that it speaks for. */
export interface DebtorContactRow {
  readonly messageId: string;
  readonly caseId: string;
  readonly channel: string;
  readonly template: string;
  readonly state: string;
  readonly at: string;
}

/** Who was written to, how and when: the last messages to a debtor, the newest first. */
export async function contactsOf(db: Queries, creditorId: string, debtorId: string, limit: number): Promise<DebtorContactRow[]> {
  const rows = await rowsOf<DebtorContactRow>(
    db,
    sql`
    select m.id as "messageId", min(mc.case_id) as "caseId", m.channel, m.template, m.state,
      coalesce(m.sent_at, m.reserved_at)::text as at
    from messages m join message_cases mc on mc.message_id = m.id
    where m.creditor_id = ${creditorId} and m.debtor_id = ${debtorId}
    group by m.id order by coalesce(m.sent_at, m.reserved_at) desc limit ${limit}`,
  );
  return rows;
}

/** Counted over every case of the debtor from `since`, from what the cases know; a payment that was returned is none. */
export async function behaviourOf(db: Queries, creditorId: string, debtorId: string, today: CivilDate): Promise<Behaviour> {
  const since = addMonths(today, -12);
  const [counts] = await rowsOf<Omit<Behaviour, 'since'>>(
    db,
    sql`with known as (${invoicesOf(creditorId, debtorId, today)}), ${wordsSince(since)},
    delays as (
      select paid_on is not null as is_paid, greatest(0, coalesce(paid_on, ${today}::date) - due_on) as days
      from known where paid_on >= ${since}::date or is_late)
    select (select min(issued_on)::text from known) as "knownSince",
      (select coalesce(jsonb_object_agg(currency, cents), '{}'::jsonb) from (
        select currency, sum(total) as cents from known where issued_on >= ${since}::date group by currency) sums) as "invoicedCents",
      count(*) filter (where is_paid)::int as paid, count(*) filter (where not is_paid)::int as overdue,
      round(avg(days))::int as "meanDelayDays", max(days)::int as "worstDelayDays",
      (select count(*)::int from promises where is_kept) as "promisesKept",
      (select count(*)::int from promises where is_broken) as "promisesBroken",
      (select count(*)::int from disputes where type = 'dispute-opened') as disputes,
      (select count(*)::int from disputes where outcome in ('upheld', 'credited')) as "disputesUpheld"
    from delays`,
  );
  if (!counts) throw new Error('an aggregate without a row');
  return { since, ...counts };
}

/** Each invoice of a debtor: when it was paid whole, or whether it is late today, what is disputed apart. */
function invoicesOf(creditorId: string, debtorId: string, today: CivilDate): SQL {
  return sql`select c.id, c.due_on, c.currency, (c.state#>>'{invoice,totalCents}')::float8 as total,
      coalesce((c.state#>>'{invoice,issuedOn}')::date, c.due_on) as issued_on,
      c.closed_at is null and c.open_cents > 0 and c.due_on < ${today}::date as is_late,
      case when c.balance_cents <= 0 and not (c.state->'cancelled')::boolean then
        (select max((p->>'on')::date) from jsonb_array_elements(c.state->'payments') p where not (p->>'reversed')::boolean)
      end as paid_on
    from cases c where c.creditor_id = ${creditorId} and c.debtor_id = ${debtorId}`;
}

/** Promises with what became of each, and disputes, of the cases that are `known`. */
function wordsSince(since: CivilDate): SQL {
  return sql`told as (
      select e.type, e.fact, e.at, lead(e.type) over word as next, lead(e.fact->>'reason') over word as why
      from evidence e where e.case_id in (select id from known) and (e.type in ('promise', 'promise-broken')
        or e.type = 'hold-ended' and e.fact->>'hold' = 'promise' or e.type = 'closed')
      window word as (partition by e.case_id order by e.sequence)),
    disputes as (
      select e.type, e.fact->>'outcome' as outcome from evidence e where e.case_id in (select id from known)
        and e.type in ('dispute-opened', 'dispute-resolved') and left(e.at, 10) >= ${since}),
    promises as (
      select next = 'promise-broken' as is_broken, next = 'hold-ended' or next = 'closed' and why = 'paid' as is_kept
      from told where type = 'promise' and left(at, 10) >= ${since})`;
}
