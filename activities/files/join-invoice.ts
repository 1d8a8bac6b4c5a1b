import type { Database } from '../../db/database.ts';
import { digestOfKept } from '../../db/documents.ts';
import { invoiceOf } from '../../db/invoices.ts';
import type { Case } from '../../domain/case/case.ts';
import type { JoinedDocument } from '../../words/message.ts';
import { keepDocument } from '../letters.ts';
import { fetchPdf } from './invoice-file.ts';
import { type DocumentStore, sha256Of } from './store.ts';

const PDF = 'application/pdf';

/** What the exhibits of an invoice are called, by the kind that billing gives them; any other keeps its own name. */
const proofNames: Readonly<Record<string, string>> = {
  quote: 'Devis',
  order: 'Bon de commande',
  'purchase-order': 'Bon de commande',
  contract: 'Contrat',
  terms: 'Conditions générales de vente',
  'delivery-note': 'Bon de livraison',
  acceptance: 'Réception des travaux',
  correspondence: 'Correspondance',
};

export interface JoinDeps {
  readonly db: Database;
  readonly store: DocumentStore;
  /** Told why a document could not be joined; without anything personal. */
  readonly warn: (why: string) => void;
  readonly fetch?: (url: string) => Promise<Uint8Array>;
}

/** A document that billing names: where it lies, what it is, how it is called. */
interface Named {
  readonly url: string;
  readonly kind: 'invoice' | 'proof';
  readonly title: string;
  readonly name: string;
}

/**
 * The invoice of a case as a file to join: fetched once from where billing said, kept by its digest, and the same bytes
 * as long as billing names the same address.
 * A message never waits for it: when it cannot be had, the message leaves without.
 */
export async function joinInvoice(deps: JoinDeps, theCase: Case): Promise<JoinedDocument[]> {
  const url = (await invoiceOf(deps.db, theCase.creditorId, theCase.invoice.id))?.document.documentUrl;
  const { number } = theCase.invoice;
  return url === undefined ? [] : kept(deps, theCase, { url, kind: 'invoice', title: `Facture ${number}`, name: number });
}

/** What proves the invoice (order, delivery note, terms…), fetched and kept like it; what cannot be had is left out. */
export async function joinProofs(deps: JoinDeps, theCase: Case): Promise<JoinedDocument[]> {
  const proofs = (await invoiceOf(deps.db, theCase.creditorId, theCase.invoice.id))?.document.proofs ?? [];
  const files = await Promise.all(
    proofs.map(({ kind, url }) => {
      const title = proofNames[kind] ?? kind;
      return kept(deps, theCase, { url, kind: 'proof', title, name: `${title}-${theCase.invoice.number}` });
    }),
  );
  return files.flat();
}

/** The titles of what billing names to prove an invoice, in order. */
export async function namedProofs(db: Database, theCase: Case): Promise<string[]> {
  const proofs = (await invoiceOf(db, theCase.creditorId, theCase.invoice.id))?.document.proofs ?? [];
  return proofs.map(({ kind }) => proofNames[kind] ?? kind);
}

async function kept({ db, store, warn, fetch = fetchPdf }: JoinDeps, theCase: Case, named: Named): Promise<JoinedDocument[]> {
  const { url, kind, title } = named;
  const name = named.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
  const label = { caseId: theCase.id, kind, filename: `${name}-${sha256Of(url).slice(0, 8)}.pdf`, contentType: PDF };
  const joined = (sha256: string) => [{ title, filename: `${name}.pdf`, contentType: PDF, sha256 }];
  const known = await digestOfKept(db, label);
  if (known !== undefined) return joined(known);
  try {
    return joined((await keepDocument({ db, store }, label, await fetch(url))).sha256);
  } catch (error) {
    warn(error instanceof Error ? error.message : String(error));
    return [];
  }
}
