import { and, eq } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { invoiceOf } from '../../db/invoices.ts';
import { documents } from '../../db/schema.ts';
import type { Case } from '../../domain/case/case.ts';
import type { JoinedDocument } from '../activities.ts';
import { type DocumentLabel, keepDocument } from '../letters.ts';
import { type DocumentStore, sha256Of } from '../store.ts';
import { fetchPdf } from './invoice-file.ts';

const KIND = 'invoice';
const PDF = 'application/pdf';

export interface JoinDeps {
  readonly db: Database;
  readonly store: DocumentStore;
  /** Told why an invoice could not be joined; without anything personal. */
  readonly warn: (why: string) => void;
  readonly fetch?: (url: string) => Promise<Uint8Array>;
}

/**
 * The invoice of a case as a file to join: fetched once from where billing said, kept by its digest, and the same bytes
 * as long as billing names the same address.
 * A message never waits for it: when it cannot be had, the message leaves without.
 */
export async function joinInvoice({ db, store, warn, fetch = fetchPdf }: JoinDeps, theCase: Case): Promise<JoinedDocument[]> {
  const url = (await invoiceOf(db, theCase.creditorId, theCase.invoice.id))?.document.documentUrl;
  if (url === undefined) return [];
  const name = theCase.invoice.number.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
  const label = { caseId: theCase.id, kind: KIND, filename: `${name}-${sha256Of(url).slice(0, 8)}.pdf`, contentType: PDF };
  const title = `Facture ${theCase.invoice.number}`;
  const joined = (sha256: string) => [{ title, filename: `${name}.pdf`, contentType: PDF, sha256 }];
  const kept = await digestOfKept(db, label);
  if (kept !== undefined) return joined(kept);
  try {
    return joined((await keepDocument({ db, store }, label, await fetch(url))).sha256);
  } catch (error) {
    warn(error instanceof Error ? error.message : String(error));
    return [];
  }
}

async function digestOfKept(db: Database, { caseId, kind, filename }: DocumentLabel): Promise<string | undefined> {
  const [kept] = await db
    .select({ sha256: documents.sha256 })
    .from(documents)
    .where(and(eq(documents.caseId, caseId), eq(documents.kind, kind), eq(documents.filename, filename)));
  return kept?.sha256;
}
