import { type DocumentRow, documentOf, documentsOf } from '../db/documents.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { frenchDate } from '../templates/french.ts';
import type { Exhibit } from '../templates/handoff.ts';
import type { JoinedDocument } from '../words/message.ts';
import type { PrintDeps } from './letters.ts';

/** A message that left, as the bordereau names it; `caseId`: a case that it spoke for. */
export interface SentPiece {
  readonly caseId: string;
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
  caseIds: readonly string[],
  debt: readonly DebtPiece[],
  sent: readonly SentPiece[],
): Promise<Bordereau> {
  const kept = (await Promise.all(caseIds.map((id) => documentsOf(db, id)))).flat();
  const proofs = new Map(kept.filter(({ kind }) => kind in proofTitles).map((proof) => [`${proof.kind} ${proof.sha256}`, proof]));
  const posted = [...proofs.values()].map(postedPiece);
  const written = await Promise.all(sent.map(async (piece) => ({ ...(await pieceOf(db, piece)), message: piece.message })));
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
async function pieceOf(
  db: PrintDeps['db'],
  { caseId, title, on, sha256, documentId }: SentPiece,
): Promise<Omit<Exhibit, 'number'>> {
  const printed = documentId === null ? undefined : await documentOf(db, caseId, documentId);
  if (printed) return { title, on, file: printed.filename, sha256: printed.sha256 };
  return { title, on, ...(sha256 === null ? {} : { sha256 }) };
}

function postedPiece({ kind, filename, sha256, createdAt }: DocumentRow): Omit<Exhibit, 'number'> {
  return { title: proofTitles[kind] ?? kind, on: frenchDate(parisDay(Date.parse(createdAt))), file: filename, sha256 };
}
