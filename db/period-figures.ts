import { type SQL, sql } from 'drizzle-orm';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { PromiseLine, ReceiptLine, RecoveryLine } from '../domain/figures/period.ts';
import { ofCreditors } from './creditors-asked.ts';
import type { Queries } from './database.ts';
import { rowsOf } from './rows.ts';

/** Days of Paris, both within. */
export interface Period {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/** Which figures are asked: `creditors` null for everybody's. */
interface Asked extends Period {
  readonly creditors: readonly string[] | null;
}

/**
 * What the bank booked in a period, by account and month, and what became of it as it is known now. What another file said again counts
 * once; what is only announced is not there yet.
 */
export function receiptsOf(db: Queries, { creditors, from, to }: Asked): Promise<ReceiptLine[]> {
  return rowsOf(
    db,
    sql`
    select e.creditor_id as "creditorId", e.account, e.currency, to_char(e.booked_on, 'YYYY-MM') as month,
      count(*) filter (where amount_cents > 0)::int as entries,
      coalesce(sum(amount_cents) filter (where amount_cents > 0), 0)::float8 as "receivedCents",
      coalesce(sum(given.cents) filter (where amount_cents > 0), 0)::float8 as "allocatedCents",
      coalesce(sum(open_cents) filter (where amount_cents > 0 and verdict in ('unmatched', 'unknown-account')), 0)::float8 as "waitingCents",
      coalesce(sum(amount_cents) filter (where amount_cents > 0 and verdict = 'reversed'), 0)::float8 as "returnedCents",
      coalesce(sum(amount_cents) filter (where amount_cents > 0 and verdict = 'not-a-payment'), 0)::float8 as "setApartCents",
      coalesce(sum(open_cents) filter (where amount_cents > 0 and verdict = 'not-ours'), 0)::float8 as "notOursCents",
      coalesce(-sum(amount_cents) filter (where amount_cents < 0 and verdict in ('unmatched', 'unknown-account')), 0)::float8 as "returnsWaitingCents"
    from bank_entries e left join lateral (
      select sum(a.amount_cents) filter (where not a.reversed) as cents from allocations a
      where a.creditor_id = e.creditor_id and a.entry_key = e.key) given on true
    where ${ofCreditors(creditors, sql`e.creditor_id`)} and e.status = 'booked' and verdict not in ('pending', 'repeated')
      and coalesce(booked_on, date '1970-01-01') between ${from}::date and ${to}::date
      and (amount_cents > 0 or verdict in ('unmatched', 'unknown-account'))
    group by 1, 2, 3, 4 order by 4 desc, 1, 2, 3`,
  );
}

/** For so many days after it left, at most, a payment counts for a message. */
export const RECOVERY_DAYS = 30;

/**
 * What messages that left in a period brought: of the balance on the day of each, what was paid after that day, until the next step of the
 * case left, and for `RECOVERY_DAYS` at most. No payment counts for two steps; of one step it counts for every channel.
 */
export function recoveryOf(db: Queries, { creditors, from, to }: Asked): Promise<RecoveryLine[]> {
  return rowsOf(
    db,
    sql`
    with went as (
      select mc.case_id, mc.step, mc.channel, m.template, ${inParis(sql`m.sent_at`)} as day, next.day as next_day
      from messages m join message_cases mc on mc.message_id = m.id left join lateral (
        select min(${inParis(sql`later.sent_at`)}) as day from message_cases of_case join messages later on later.id = of_case.message_id
        where of_case.case_id = mc.case_id and of_case.step <> mc.step and of_case.step not like 'note:%'
          and later.state = 'sent' and later.sent_at > m.sent_at) next on true
      where ${ofCreditors(creditors, sql`m.creditor_id`)} and m.state = 'sent' and mc.step not like 'note:%'
        and m.sent_at >= ${from}::timestamp at time zone 'Europe/Paris'
        and m.sent_at < (${to}::date + 1)::timestamp at time zone 'Europe/Paris'),
    asked as (
      select went.*, c.currency, c.state -> 'payments' as payments, (
          select s from jsonb_array_elements(c.plan -> 'steps') s where s ->> 'id' = went.step limit 1) as planned,
        least(day + ${RECOVERY_DAYS}::int, next_day) as until,
        greatest(0, (c.state #>> '{invoice,totalCents}')::bigint
          - ${sumOf(sql`c.state -> 'payments'`, sql`day`, sql`and not (x ->> 'reversed')::boolean`)}
          - ${sumOf(sql`c.state -> 'creditNotes'`, sql`day`)} + ${sumOf(sql`c.state -> 'creditUses'`, sql`day`)}) as balance
      from went join cases c on c.id = went.case_id),
    brought as (
      select asked.*, least(balance, coalesce(paid.cents, 0)) as paid, case when balance > 0 then paid.first_on - day end as days
      from asked left join lateral (
        select sum((p ->> 'amountCents')::bigint) as cents, min((p ->> 'on')::date) as first_on from jsonb_array_elements(payments) p
        where not (p ->> 'reversed')::boolean and (p ->> 'on')::date > day and (p ->> 'on')::date <= until) paid on true)
    select * from (select coalesce(planned ->> 'act', 'message') as act, coalesce(planned ->> 'template', template) as template, planned ->> 'tone' as tone,
      planned ->> 'anchor' as anchor, planned ->> 'delay' as delay, channel, currency, count(*)::int as invoices,
      sum(balance)::float8 as "balanceCents", sum(paid)::float8 as "paidCents",
      count(*) filter (where balance > 0 and paid = balance)::int as settled,
      (percentile_cont(0.5) within group (order by days))::float8 as "medianDays"
    from brought group by 1, 2, 3, 4, 5, 6, 7) lines
    order by array_position(array['before-due', 'after-entry', 'after-due', 'after-previous', 'after-notice-receipt'], anchor),
      case when anchor = 'before-due' then -delay::interval else delay::interval end, channel, currency, template, tone`,
  );
}

/** What debtors promised in a period, and what became of it, by currency. A promise in the place of another replaces it. */
export function promisesOf(db: Queries, { creditors, from, to }: Asked): Promise<PromiseLine[]> {
  const cents = sql`(fact ->> 'amountCents')::bigint`;
  return rowsOf(
    db,
    sql`
    with made as (
      select e.case_id, e.sequence, e.fact, c.currency from evidence e join cases c on c.id = e.case_id
      where e.type = 'promise' and left(e.at, 10) between ${from} and ${to} and ${ofCreditors(creditors, sql`c.creditor_id`)}),
    ended as (
      select made.fact, currency, case when next.type is null then 'running' when next.type = 'promise-broken' then 'broken'
        when next.type = 'hold-ended' or next.type = 'closed' and next.fact ->> 'reason' = 'paid' then 'kept' else 'replaced' end as became
      from made left join lateral (
        select n.type, n.fact from evidence n where n.case_id = made.case_id and n.sequence > made.sequence
          and (n.type in ('promise', 'promise-broken', 'closed') or n.type = 'hold-ended' and n.fact ->> 'hold' = 'promise')
        order by n.sequence limit 1) next on true)
    select currency, became, count(*)::int as promises, sum(${cents})::float8 as "promisedCents" from ended group by 1, 2 order by 1, 2`,
  );
}

const inParis = (at: SQL): SQL => sql`(${at} at time zone 'Europe/Paris')::date`;

/** The amounts of a list that count on a day. */
function sumOf(list: SQL, day: SQL, condition: SQL = sql``): SQL {
  return sql`coalesce((select sum((x ->> 'amountCents')::bigint) from jsonb_array_elements(coalesce(${list}, '[]')) x
    where (x ->> 'on')::date <= ${day} ${condition}), 0)`;
}
