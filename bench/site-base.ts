import { sql } from 'drizzle-orm';
import { type Database, openDatabase, type Queries } from '../db/database.ts';
import { putMovementsTogether } from '../db/movements.ts';
import { rowsOf } from '../db/rows.ts';
import type { Fact } from '../domain/case/facts/fact.ts';
import { creditorSchema, debtorSchema } from '../domain/party/party-schema.ts';
import { isOutward, type Plan } from '../domain/plan/plan.ts';
import { shippedPlans } from '../domain/plan/shipped.ts';
import { putCase } from '../test/api/case-row.ts';
import { creditor, debtor } from '../test/support/parties.ts';
import { atOnce } from './at-once.ts';

export const CREDITORS = 40;
const [INVOICES_PER_DEBTOR, WAITING_ONE_IN, COPIED_AT_ONCE, PAST_DAYS, WAITING_ENTRIES] = [5, 500, 5000, 730, 150];

const debtorDocument = debtorSchema.parse(debtor);

/** A product's database with forty creditors and the two cases that are copied: one that waits for nobody, one whose notice waits for an accord. */
export async function openBase(url: string): Promise<Database> {
  const db = await openDatabase({ url });
  await putCase(db, { creditorId: 'template', invoiceId: 'quiet' });
  await putCase(db, { creditorId: 'template', invoiceId: 'waiting', facts: awaitingAccord() });
  await db.execute(sql`insert into creditors (id, document, version)
    select 'c' || n, ${creditorSchema.parse(creditor)}::jsonb || jsonb_build_object('id', 'c' || n, 'name', 'Maison ' || n), 1
    from generate_series(0, ${CREDITORS - 1}) n on conflict do nothing`);
  await db.execute(pastOf());
  return db;
}

/** Every message before the formal notice left, and it waits for its accord. */
function awaitingAccord(): Fact[] {
  const told = { at: '2026-11-12T10:00:00+01:00', actor: 'workflow' } as const;
  const plan = shippedPlans[0] as Plan;
  const before = plan.steps
    .slice(
      0,
      plan.steps.findIndex(({ act }) => act === 'letter'),
    )
    .filter(isOutward);
  const trace = { askedCents: 120_000, message: 'm', provider: 'outbox', providerId: 'x', sha256: 'y' };
  const sent = before.flatMap(({ id: step, template, channels }) =>
    channels.map((channel): Fact => ({ type: 'sent', step, channel, template, ...trace, ...told })),
  );
  return [...sent, { type: 'approval-asked', step: 'formal-notice', ...told }];
}

/**
 * Open invoices number 1 to `size` with their debtors, due from five months ago to in a month; one in ten is paid in part, by a bank entry. Rows are copied
 * without the triggers of matching, which no page of the bench asks, two lots at once, and indexed once they are there; the ledger is
 * written from them.
 */
export async function grow(db: Database, size: number): Promise<void> {
  await indexedAfterwards(db, 'cases', () =>
    atOnce(
      Math.ceil(size / COPIED_AT_ONCE),
      async (lot) => {
        const [first, last] = [lot * COPIED_AT_ONCE + 1, Math.min(size, (lot + 1) * COPIED_AT_ONCE)];
        await unhindered(db, async (tx) => {
          for (const waits of [false, true]) await tx.execute(copyOf(first, last, waits));
        });
      },
      2,
    ),
  );
  await unhindered(db, async (tx) => {
    await tx.execute(sql`insert into movements
      select c.creditor_id, c.currency, m."on", c.due_on, m.phase, sum(m.open_cents), sum(m.invoices), sum(m.invoiced_cents), sum(m.collected_cents), c.segment
      from cases c, movements_of(c.state, c.plan, c.closed_at) m
      where c.invoice_id in (select 'i' || n from generate_series(1, ${size}::int) n) group by 1, 2, 3, 4, 5, 10`);
    await tx.execute(sql`insert into debtors (creditor_id, id, document, version)
      select distinct on (1, 2) 'c' || n % ${CREDITORS}, 'd' || n / ${CREDITORS * INVOICES_PER_DEBTOR}, ${debtorDocument}::jsonb
        || jsonb_build_object('id', 'd' || n / ${CREDITORS * INVOICES_PER_DEBTOR}, 'name', 'Client ' || n / ${CREDITORS * INVOICES_PER_DEBTOR}), 1
      from generate_series(1, ${size}::int) n`);
    await tx.execute(entriesOf(size));
    await tx.execute(waitingEntries());
  });
  await putMovementsTogether(db);
  await vacuum(db);
}

/** Without triggers, however long it takes. */
function unhindered(db: Database, work: (tx: Queries) => Promise<void>) {
  return db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`set local statement_timeout = 0`);
    await work(tx);
  });
}

/** Does what fills a table while only its key is indexed, and puts the other indexes back. */
async function indexedAfterwards(db: Database, table: string, work: () => Promise<void>): Promise<void> {
  const indexes = await rowsOf<{ name: string; definition: string }>(
    db,
    sql`select indexname as name, indexdef as definition from pg_indexes where tablename = ${table} and indexname <> ${`${table}_pkey`}`,
  );
  for (const { name } of indexes) await db.execute(sql`drop index ${sql.identifier(name)}`);
  await work();
  await unhindered(db, async (tx) => {
    for (const { definition } of indexes) await tx.execute(sql.raw(definition));
  });
}

/** As a running database does by itself. */
async function vacuum(db: Database): Promise<void> {
  for (const table of ['cases', 'debtors', 'movements', 'bank_entries', 'allocations'])
    await db.execute(sql`vacuum analyze ${sql.identifier(table)}`);
}

function copyOf(from: number, to: number, waits: boolean) {
  const template = waits ? 'invoice:template:waiting' : 'invoice:template:quiet';
  return sql`insert into cases select (jsonb_populate_record(t, jsonb_build_object(
      'id', 'invoice:' || c || ':i' || n, 'creditor_id', c, 'debtor_id', d, 'invoice_id', 'i' || n, 'invoice_number', 'F-' || n, 'run', 1, 'segment', ${debtorDocument.segment ?? 'none'}::text,
      'balance_cents', total - paid, 'open_cents', total - paid, 'due_on', due, 'updated_at', now() - n * interval '1 second',
      'next_act_at', now() + (1 + n % 700) * interval '1 hour', 'phase', case when due >= current_date then 'not-due' else t.phase end,
      'state', t.state || jsonb_build_object('id', 'invoice:' || c || ':i' || n, 'creditorId', c, 'debtor', t.state->'debtor' || jsonb_build_object('id', d),
        'payments', case when paid = 0 then '[]'::jsonb else jsonb_build_array(jsonb_build_object('id', 'p' || n, 'amountCents', paid, 'on', due - 10, 'reversed', false)) end,
        'invoice', t.state->'invoice' || jsonb_build_object('id', 'i' || n, 'number', 'F-' || n, 'totalCents', total, 'dueOn', due, 'issuedOn', due - 30))))).*
    from cases t, (select n, 'c' || n % ${CREDITORS} as c, 'd' || n / ${CREDITORS * INVOICES_PER_DEBTOR} as d, 10000 + n % 90000 as total,
        case when n % 10 = 0 then 2500 else 0 end as paid, current_date + 30 - (n % 179)::int as due
      from generate_series(${from}::int, ${to}::int) n where (n / ${CREDITORS} % ${WAITING_ONE_IN} = 0) = ${waits}) told
    where t.id = ${template}`;
}

/** The bank entries that paid one invoice in ten in part, and where they went. */
function entriesOf(size: number) {
  return sql`with paid as (select 'c' || n % ${CREDITORS} as c, n, current_date - (n % 179)::int as day from generate_series(10, ${size}::int, 10) n),
      entries as (insert into bank_entries (creditor_id, key, account, amount_cents, currency, booked_on, status, verdict, document, reasons)
        select c, 'p' || n, ${creditor.iban}, 2500, 'EUR', day, 'booked', 'allocated', jsonb_build_object('key', 'p' || n, 'bookedOn', day, 'valueOn', null,
          'amountCents', 2500, 'currency', 'EUR', 'status', 'booked', 'reversal', false, 'endToEndId', null, 'references', '[]'::jsonb,
          'counterparty', 'CLIENT ' || n / ${CREDITORS * INVOICES_PER_DEBTOR}, 'label', 'VIR F-' || n || ' ACOMPTE'), '[]' from paid)
    insert into allocations (id, creditor_id, entry_key, case_id, amount_cents, "on") select 'p' || n, c, 'p' || n, 'invoice:' || c || ':i' || n, 2500, day from paid`;
}

/** Money of each creditor that nobody could place: by a sum that is that of some invoice, by a number with a letter too many, by a name alone. */
function waitingEntries() {
  return sql`insert into bank_entries (creditor_id, key, account, amount_cents, currency, booked_on, status, verdict, document, reasons, open_cents)
    select 'c' || c, 'w' || n, ${creditor.iban}, cents, 'EUR', day, 'booked', 'unmatched', jsonb_build_object('key', 'w' || n, 'bookedOn', day, 'valueOn', null,
        'amountCents', cents, 'currency', 'EUR', 'status', 'booked', 'reversal', false, 'endToEndId', null, 'references', '[]'::jsonb,
        'counterparty', 'CLIENT ' || n * 7, 'label', case when n % 3 = 0 then 'VIR FACT X' || n * 40 else 'VIREMENT' end),
      '["aucune facture ouverte ne porte ce numéro"]', cents
    from generate_series(0, ${CREDITORS - 1}) c, (select n, 10000 + n * 37 as cents, current_date - n % 20 as day from generate_series(1, ${WAITING_ENTRIES}::int) n) told`;
}

/** Two years of invoices that were paid in ten parts each, as the ledger of forty creditors keeps them. */
function pastOf() {
  return sql`insert into movements
    select 'c' || c, 'EUR', day + case when part = 0 then 0 else 15 + 5 * part end, day + 30, 'reminding',
      case when part = 0 then 600000 else -60000 end, case part when 0 then 60 when 10 then -60 else 0 end,
      case when part = 0 then 600000 else 0 end, case when part = 0 then 0 else 60000 end
    from generate_series(0, ${CREDITORS - 1}) c, generate_series(0, 10) part,
      (select current_date - 100 - n as day from generate_series(1, ${PAST_DAYS}::int) n) days`;
}
