import { type SQL, sql } from 'drizzle-orm';
import { caseId } from '../domain/case/case.ts';
import { structuredReference } from '../domain/matching/creditor-reference.ts';
import type { OpenInvoice } from '../domain/matching/open-invoice.ts';
import type { Queries } from './database.ts';

/** What is open in these currencies, as matching needs it. */
export async function openInvoices(db: Queries, creditorId: string, currencies: readonly string[]): Promise<OpenInvoice[]> {
  if (currencies.length === 0) return [];
  const rows = await invoiceRows(db, creditorId, sql`i.document ->> 'currency' in ${currencies}`);
  return rows.filter(({ isOpen, balanceCents }) => isOpen && balanceCents > 0).map((row) => openInvoice(creditorId, row));
}

/** Invoices that are paid, or whose case is closed, and whose number in letters and digits is one of these. */
export async function endedInvoices(db: Queries, creditorId: string, numbers: readonly string[]): Promise<OpenInvoice[]> {
  if (numbers.length === 0) return [];
  const isNamed = sql`regexp_replace(upper(i.document ->> 'number'), '[^A-Z0-9]', '', 'g') in ${numbers}`;
  const rows = await invoiceRows(db, creditorId, isNamed);
  return rows.filter(({ isOpen, balanceCents }) => !isOpen || balanceCents <= 0).map((row) => openInvoice(creditorId, row));
}

/**
 * The balance is that of the case less what was allocated, plus what went back, and its workflow has not recorded yet; an invoice whose
 * case has no row yet counts whole. A closed case is open again as soon as its money went back.
 */
async function invoiceRows(db: Queries, creditorId: string, isWanted: SQL): Promise<InvoiceRow[]> {
  const unheard = await unheardCents(db, creditorId);
  const { rows } = (await db.execute(sql`
    select i.id, i.document ->> 'number' as number, i.debtor_id as "debtorId", coalesce(d.document ->> 'name', '') as name,
      coalesce(c.due_on::text, i.document ->> 'dueOn') as "dueOn", i.document ->> 'currency' as currency,
      coalesce(c.balance_cents, (i.document ->> 'totalCents')::bigint)::float8 as "balanceCents", c.closed_at is null as "isOpen"
    from invoices i
    left join cases c on c.id = 'invoice:' || i.creditor_id || ':' || i.id
    left join debtors d on d.creditor_id = i.creditor_id and d.id = i.debtor_id
    where i.creditor_id = ${creditorId} and ${isWanted}`)) as { rows: InvoiceRow[] };
  return rows.map((row) => {
    const cents = unheard.get(caseId(creditorId, row.id)) ?? 0;
    return { ...row, balanceCents: row.balanceCents + cents, isOpen: row.isOpen || cents > 0 };
  });
}

/** What the workflows of cases have not recorded yet, by case: below zero for payments, above for those that went back. */
async function unheardCents(db: Queries, creditorId: string): Promise<ReadonlyMap<string, number>> {
  const payment = sql`jsonb_build_array(jsonb_build_object('id', a.id))`;
  const returned = sql`jsonb_build_array(jsonb_build_object('id', a.id, 'reversed', true))`;
  const { rows } = (await db.execute(sql`
    select told.case_id as "caseId", sum(case when told.reversed then told.amount_cents else -told.amount_cents end)::float8 as cents
    from (select a.case_id, a.amount_cents, a.reversed, coalesce(c.state -> 'payments' @> ${payment}, false) as heard,
        coalesce(c.state -> 'payments' @> ${returned}, false) as heard_back
      from allocations a left join cases c on c.id = a.case_id
      where a.creditor_id = ${creditorId} and (a.reversed or c.closed_at is null)) told
    where case when told.reversed then told.heard and not told.heard_back else not told.heard end
    group by told.case_id`)) as { rows: { caseId: string; cents: number }[] };
  return new Map(rows.map(({ caseId: id, cents }) => [id, cents]));
}

interface InvoiceRow {
  readonly id: string;
  readonly number: string;
  readonly dueOn: string;
  readonly debtorId: string;
  readonly name: string;
  readonly currency: string;
  readonly balanceCents: number;
  readonly isOpen: boolean;
}

function openInvoice(creditor: string, { debtorId, name, isOpen: _, ...row }: InvoiceRow): OpenInvoice {
  return { ...row, creditor, debtor: { id: debtorId, name }, structuredReference: structuredReference(row.number) };
}
