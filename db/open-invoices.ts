import { type SQL, sql } from 'drizzle-orm';
import { MOST_EQUAL } from '../domain/matching/candidates.ts';
import { structuredReference } from '../domain/matching/creditor-reference.ts';
import type { OpenInvoice, PayingEntry, RememberedPayer } from '../domain/matching/open-invoice.ts';
import { MOST_NAMESAKES } from '../domain/matching/payers.ts';
import { MOST_BEARERS } from '../domain/matching/references.ts';
import { type Wanted, type WantedName, wantedBy } from '../domain/matching/wanted.ts';
import type { Queries } from './database.ts';
import { indexNew } from './matching-index.ts';
import { rowsOf } from './rows.ts';

/** What a ledger needs to decide on some entries as one of all open invoices would. */
export interface Candidates {
  readonly invoices: readonly OpenInvoice[];
  readonly remembered: readonly RememberedPayer[];
}

interface Asked {
  readonly tx: Queries;
  readonly creditorId: string;
  readonly currencies: SQL;
}

/**
 * The open invoices that may matter to entries: those that bear a number which they write, those of an equal balance, and all that the
 * debtors owe who bear such a number or a name that may be the payer's. Asked of indexes: it costs the same beside any number of others.
 */
export async function candidatesFor(tx: Queries, creditorId: string, entries: readonly PayingEntry[]): Promise<Candidates> {
  await indexNew(tx, creditorId);
  const wanted = wantedBy(entries);
  const asked = { tx, creditorId, currencies: textsIn(entries.map(({ currency }) => currency)) };
  const debtors = new Set([...(await debtorsBearing(asked, wanted)), ...(await debtorsNamed(asked, wanted.names))]);
  const found = [...(await invoicesOfDebtors(asked, [...debtors])), ...(await invoicesOfBalances(asked, wanted.amounts))];
  const invoices = [...new Map(found.map((invoice) => [invoice.id, invoice])).values()];
  return { invoices, remembered: await rememberedOf(tx, creditorId, invoices) };
}

/** Everything that is open in these currencies: what `candidatesFor` finds the few of. */
export function openInvoices(db: Queries, creditorId: string, currencies: readonly string[]): Promise<OpenInvoice[]> {
  if (currencies.length === 0) return Promise.resolve([]);
  return invoicesWhere(db, creditorId, sql`m.is_open and m.currency in (${textsIn(currencies)})`);
}

/** All that these debtors owe, and who was seen to pay for them: a ledger of it says which money that waits may be theirs, not whose it is surely. */
export async function owedByDebtors(tx: Queries, creditorId: string, debtors: readonly string[]): Promise<Candidates> {
  const invoices = await invoicesWhere(tx, creditorId, sql`m.is_open and m.debtor_id = any(array(${each(debtors)}))`);
  return { invoices, remembered: await rememberedOf(tx, creditorId, invoices) };
}

/** Of the invoices of these cases those on which something is left to pay. */
export function openInvoicesOfCases(tx: Queries, creditorId: string, caseIds: readonly string[]): Promise<OpenInvoice[]> {
  if (caseIds.length === 0) return Promise.resolve([]);
  const theirs = sql`select c.invoice_id from cases c where c.creditor_id = ${creditorId} and c.id = any(array(${each(caseIds)}))`;
  return invoicesWhere(tx, creditorId, sql`m.is_open and m.invoice_id = any(array(${theirs}))`);
}

/** The totals of the invoices of those cases, in cents. */
export async function totalsOfCases(tx: Queries, caseIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsOf<{ id: string; totalCents: number }>(
    tx,
    sql`select id, (state #>> '{invoice,totalCents}')::float8 as "totalCents" from cases where id = any(array(${each(caseIds)}))`,
  );
  return new Map(rows.map(({ id, totalCents }) => [id, totalCents]));
}

/** Invoices that are paid, or whose case is closed, and that bear a number which the entries write. */
export async function endedInvoices(tx: Queries, creditorId: string, entries: readonly PayingEntry[]): Promise<OpenInvoice[]> {
  if (entries.length === 0) return [];
  await indexNew(tx, creditorId);
  const { numbers } = wantedBy(entries);
  return invoicesWhere(tx, creditorId, sql`not m.is_open and m.number_key = any(array(${each(numbers)}))`);
}

async function debtorsBearing({ tx, creditorId, currencies }: Asked, { numbers, looseNumbers }: Wanted): Promise<string[]> {
  const bearing = (key: SQL, sought: readonly string[]): SQL => sql`
    select m.debtor_id as id from (${each(sought)}) k (key) cross join lateral (
      select debtor_id from matchable_invoices where creditor_id = ${creditorId} and ${key} = k.key and is_open
        and currency in (${currencies}) limit ${MOST_BEARERS + 1}) m`;
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`${bearing(sql`number_key`, numbers)} union ${bearing(sql`loose_key`, looseNumbers)}`,
  );
  return rows.map(({ id }) => id);
}

/** A name that debtors bear as it is ends the search for it, as in a ledger. */
async function debtorsNamed(asked: Asked, names: readonly WantedName[]): Promise<string[]> {
  const equal = await debtorsByKey(
    asked,
    names.map(({ currency, key }) => ({ currency, key })),
  );
  const counts = new Map<string, number>();
  for (const { currency, key } of equal) counts.set(currency + key, (counts.get(currency + key) ?? 0) + 1);
  const open = names.filter(({ currency, key }) => {
    const count = counts.get(currency + key) ?? 0;
    return count === 0 || count > MOST_NAMESAKES;
  });
  const like = await debtorsByKey(
    asked,
    open.flatMap(({ currency, search }) => search.keys.map((key) => ({ currency, key }))),
  );
  const withWords = await debtorsByWords(
    asked,
    open.flatMap(({ currency, search }) => search.words.map((words) => ({ currency, words }))),
  );
  return [...equal, ...like, ...withWords].map(({ id }) => id);
}

interface NamedDebtor {
  readonly id: string;
  readonly currency: string;
  readonly key: string;
}

async function debtorsByKey(
  { tx, creditorId }: Asked,
  keys: readonly { readonly currency: string; readonly key: string }[],
): Promise<NamedDebtor[]> {
  if (keys.length === 0) return [];
  const rows = await rowsOf<NamedDebtor>(
    tx,
    sql`
    select n.debtor_id as id, k.currency, k.key
    from (select distinct * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as w (currency text, key text)) k
    cross join lateral (
      select distinct d.debtor_id from debtor_names d where d.creditor_id = ${creditorId} and d.key = k.key
        and ${owesIn(creditorId, sql`k.currency`)} limit ${MOST_NAMESAKES + 1}) n`,
  );
  return rows;
}

async function debtorsByWords(
  { tx, creditorId }: Asked,
  sets: readonly { readonly currency: string; readonly words: readonly string[] }[],
): Promise<{ readonly id: string }[]> {
  if (sets.length === 0) return [];
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`
    select distinct n.debtor_id as id
    from (select distinct * from jsonb_to_recordset(${JSON.stringify(sets)}::jsonb) as w (currency text, words text[])) k
    cross join lateral (
      select distinct d.debtor_id from debtor_names d where d.words @> k.words and d.creditor_id = ${creditorId}
        and ${owesIn(creditorId, sql`k.currency`)} limit ${MOST_NAMESAKES + 1}) n`,
  );
  return rows;
}

/** Debtors who owe nothing in a currency have no account in its ledger. */
function owesIn(creditorId: string, currency: SQL): SQL {
  return sql`exists (select 1 from matchable_invoices m where m.creditor_id = ${creditorId} and m.debtor_id = d.debtor_id
    and m.currency = ${currency} and m.is_open)`;
}

function invoicesOfDebtors({ tx, creditorId, currencies }: Asked, debtors: readonly string[]): Promise<OpenInvoice[]> {
  if (debtors.length === 0) return Promise.resolve([]);
  return invoicesWhere(
    tx,
    creditorId,
    sql`m.is_open and m.debtor_id = any(array(${each(debtors)})) and m.currency in (${currencies})`,
  );
}

async function invoicesOfBalances({ tx, creditorId }: Asked, amounts: Wanted['amounts']): Promise<OpenInvoice[]> {
  const wanted = sql`select m.invoice_id from jsonb_to_recordset(${JSON.stringify(amounts)}::jsonb) as k (currency text, "amountCents" bigint)
    cross join lateral (select invoice_id from matchable_invoices where creditor_id = ${creditorId} and currency = k.currency
      and balance_cents = k."amountCents" and is_open order by due_on, invoice_id limit ${MOST_EQUAL}) m`;
  return amounts.length === 0 ? [] : invoicesWhere(tx, creditorId, sql`m.invoice_id = any(array(${wanted}))`);
}

async function invoicesWhere(tx: Queries, creditor: string, isWanted: SQL): Promise<OpenInvoice[]> {
  const rows = await rowsOf<Omit<OpenInvoice, 'debtor'> & { debtorId: string; name: string }>(
    tx,
    sql`
    select m.invoice_id as id, m.number, m.debtor_id as "debtorId", coalesce(d.document ->> 'name', '') as name,
      m.due_on as "dueOn", m.currency, m.balance_cents::float8 as "balanceCents"
    from matchable_invoices m left join debtors d on d.creditor_id = m.creditor_id and d.id = m.debtor_id
    where m.creditor_id = ${creditor} and ${isWanted}`,
  );
  return rows.map(({ debtorId, name, ...row }) => ({
    ...row,
    creditor,
    debtor: { id: debtorId, name },
    structuredReference: structuredReference(row.number),
  }));
}

async function rememberedOf(tx: Queries, creditor: string, invoices: readonly OpenInvoice[]): Promise<RememberedPayer[]> {
  const debtors = [...new Set(invoices.map(({ debtor }) => debtor.id))];
  if (debtors.length === 0) return [];
  const rows = await rowsOf<Omit<RememberedPayer, 'creditor'>>(
    tx,
    sql`
    select payer, debtor_id as debtor from remembered_payers
    where creditor_id = ${creditor} and debtor_id = any(array(${each(debtors)}))`,
  );
  return rows.map((row) => ({ ...row, creditor }));
}

/** Any number of texts in one parameter, as rows. */
function each(texts: readonly string[]): SQL {
  return sql`select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb)`;
}

function textsIn(texts: readonly string[]): SQL {
  return sql.join(
    [...new Set(texts)].map((text) => sql`${text}`),
    sql`, `,
  );
}
