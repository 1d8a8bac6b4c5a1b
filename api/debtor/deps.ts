import type { ApiDeps, DocumentReader } from '../deps.ts';
import type { KeptFile } from './kept-file.ts';

/** What the page of a debtor needs of the house. */
export interface DebtorDeps extends Pick<ApiDeps, 'db' | 'engine' | 'clock' | 'log' | 'wake' | 'keep'> {
  readonly documents: DocumentReader;
  /** The invoice of a case as a file; null when billing told of none, or it cannot be had. */
  readonly invoiceFile: (caseId: string) => Promise<KeptFile | null>;
}
