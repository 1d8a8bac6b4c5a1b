import { and, eq, inArray } from 'drizzle-orm';
import type { InvoiceDocument } from '../domain/party/invoice-schema.ts';
import type { Queries } from './database.ts';
import { invoices } from './schema.ts';

/** An invoice as billing last told it, and whose it is. */
export interface StoredInvoice {
  readonly debtorId: string;
  readonly document: InvoiceDocument;
}

/** The invoice of that creditor. */
export async function invoiceOf(db: Queries, creditorId: string, id: string): Promise<StoredInvoice | undefined> {
  const [row] = await db
    .select({ debtorId: invoices.debtorId, document: invoices.document })
    .from(invoices)
    .where(and(eq(invoices.creditorId, creditorId), eq(invoices.id, id)));
  return row && { debtorId: row.debtorId, document: row.document as InvoiceDocument };
}

/** Those of these ids under which the creditor has no invoice, in their order. */
export async function unknownInvoices(db: Queries, creditorId: string, ids: readonly string[]): Promise<string[]> {
  const asked = [...new Set(ids)];
  const rows = await db
    .select({ id: invoices.id })
    .from(invoices)
    .where(and(eq(invoices.creditorId, creditorId), inArray(invoices.id, asked)));
  const known = new Set(rows.map(({ id }) => id));
  return asked.filter((id) => !known.has(id));
}
