import { type DocumentRow, documentsOf } from '../db/documents.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { frenchDate } from '../templates/french.ts';
import type { Exhibit } from '../templates/handoff.ts';
import type { JoinedDocument } from '../words/message.ts';
import type { PrintDeps } from './letters.ts';

/** A message that left, as the bordereau names it. */
export interface SentPiece {
  readonly message: string;
  readonly title: string;
  readonly on: string;
  readonly sha256: string | null;
  readonly documentId: string | null;
}

/** A document that proves the debt; without a file it could not be had, and is to be joined. */
export type DebtPiece = Pick<JoinedDocument, 'title'> & Partial<JoinedDocument>;

/** The numbered exhibits, and the number of each message. */
export interface Bordereau {
  readonly exhibits: readonly Exhibit[];
  readonly numberOf: (message: string) => number | undefined;
}

const proofTitles: Readonly<Record<string, string>> = {
  'deposit-proof': 'Preuve de dépôt de la lettre recommandée',
  'acknowledgement-of-receipt': 'Avis de réception de la lettre recommandée',
};

/** Every exhibit of a file in the order a court reads it: what proves the debt, what was written, what proves its posting and receipt. */
export async function bordereauOf(
  { db }: Pick<PrintDeps, 'db'>,
  caseId: string,
  debt: readonly DebtPiece[],
  sent: readonly SentPiece[],
): Promise<Bordereau> {
  const kept = await documentsOf(db, caseId);
  const posted = kept.filter(({ kind }) => proofTitles[kind] !== undefined).map(postedPiece);
  const written = sent.map(({ message, ...piece }) => ({ ...pieceOf(piece, kept), message }));
  const pieces: readonly (Omit<Exhibit, 'number'> & { readonly message?: string })[] = [
    ...debt.map(debtPiece),
    ...written,
    ...posted,
  ];
  const numbers = new Map(pieces.flatMap(({ message }, index) => (message === undefined ? [] : [[message, index + 1]])));
  return {
    exhibits: pieces.map(({ message: _, ...piece }, index) => ({ number: index + 1, ...piece })),
    numberOf: (message) => numbers.get(message),
  };
}

function debtPiece({ title, filename, sha256 }: DebtPiece): Omit<Exhibit, 'number'> {
  if (filename === undefined || sha256 === undefined) return { title: `${title} (à joindre)`, on: '' };
  return { title, on: '', file: filename, sha256 };
}

/** A letter is exhibited as it was printed, any other message as it was recorded. */
function pieceOf(
  { title, on, sha256, documentId }: Omit<SentPiece, 'message'>,
  kept: readonly DocumentRow[],
): Omit<Exhibit, 'number'> {
  const printed = kept.find(({ id }) => id === documentId);
  if (printed) return { title, on, file: printed.filename, sha256: printed.sha256 };
  return { title, on, ...(sha256 === null ? {} : { sha256 }) };
}

function postedPiece({ kind, filename, sha256, createdAt }: DocumentRow): Omit<Exhibit, 'number'> {
  return { title: proofTitles[kind] ?? kind, on: frenchDate(parisDay(Date.parse(createdAt))), file: filename, sha256 };
}
