import { sql } from 'drizzle-orm';
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

/** How a debtor has paid: invoices that were paid whole, the mean and the worst delay of their last payment, in days after the due date. */
export interface PaymentHabit {
  readonly paid: number;
  readonly meanDelayDays: number | null;
  readonly worstDelayDays: number | null;
  readonly promisesBroken: number;
  readonly disputes: number;
}

/** Counted over every case of the debtor, from what the cases know; a payment that was returned is none. */
export async function paymentHabit(db: Queries, creditorId: string, debtorId: string): Promise<PaymentHabit> {
  const rows = await rowsOf<PaymentHabit>(
    db,
    sql`
    with known as (
      select c.id, c.due_on, c.balance_cents <= 0 and c.state->'closed'->>'reason' = 'paid' as is_paid,
        (select max((p->>'on')::date) from jsonb_array_elements(c.state->'payments') p where not (p->>'reversed')::boolean) as paid_on
      from cases c where c.creditor_id = ${creditorId} and c.debtor_id = ${debtorId})
    select count(*) filter (where is_paid)::int as paid,
      round(avg(paid_on - due_on) filter (where is_paid))::int as "meanDelayDays",
      max(paid_on - due_on) filter (where is_paid)::int as "worstDelayDays",
      (select count(*)::int from evidence e where e.case_id in (select id from known) and e.type = 'promise-broken') as "promisesBroken",
      (select count(*)::int from evidence e where e.case_id in (select id from known) and e.type = 'dispute-opened') as disputes
    from known`,
  );
  const [habit] = rows;
  return habit ?? { paid: 0, meanDelayDays: null, worstDelayDays: null, promisesBroken: 0, disputes: 0 };
}
