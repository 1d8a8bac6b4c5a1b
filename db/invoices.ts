import { and, eq } from 'drizzle-orm';
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
