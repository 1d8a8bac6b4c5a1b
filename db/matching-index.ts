import { sql } from 'drizzle-orm';
import { compactNumber, looseNumber } from '../domain/matching/number-tokens.ts';
import { payerName } from '../domain/matching/payer-name.ts';
import type { Queries } from './database.ts';
import { rowsOf } from './rows.ts';

const ROWS_AT_ONCE = 5000;

/** Gives the invoices and names that came since the last time the keys by which matching finds them. Each is done once. */
export async function indexNew(tx: Queries, creditorId: string): Promise<void> {
  while ((await indexInvoices(tx, creditorId)) === ROWS_AT_ONCE);
  while ((await indexNames(tx, creditorId)) === ROWS_AT_ONCE);
}

async function indexInvoices(tx: Queries, creditorId: string): Promise<number> {
  const rows = await rowsOf<{ id: string; number: string }>(
    tx,
    sql`
    select invoice_id as id, number from matchable_invoices
    where creditor_id = ${creditorId} and number_key is null limit ${ROWS_AT_ONCE}`,
  );
  if (rows.length === 0) return 0;
  const keyed = rows.map(({ id, number }) => ({ id, exact: compactNumber(number), loose: looseNumber(number) }));
  await tx.execute(sql`
    update matchable_invoices m set number_key = k.exact, loose_key = k.loose
    from jsonb_to_recordset(${JSON.stringify(keyed)}::jsonb) as k (id text, exact text, loose text)
    where m.creditor_id = ${creditorId} and m.invoice_id = k.id`);
  return rows.length;
}

async function indexNames(tx: Queries, creditorId: string): Promise<number> {
  const rows = await rowsOf<{ name: string }>(
    tx,
    sql`
    select distinct name from debtor_names where creditor_id = ${creditorId} and key is null limit ${ROWS_AT_ONCE}`,
  );
  if (rows.length === 0) return 0;
  const keyed = rows.map(({ name }) => ({ name, ...payerName(name) }));
  await tx.execute(sql`
    update debtor_names n set key = k.key, words = k.words
    from jsonb_to_recordset(${JSON.stringify(keyed)}::jsonb) as k (name text, key text, words text[])
    where n.creditor_id = ${creditorId} and n.key is null and n.name = k.name`);
  return rows.length;
}
