import { and, asc, eq, getTableColumns } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Queries } from './database.ts';
import { documents } from './schema.ts';

export type DocumentRow = typeof documents.$inferSelect;

/** A document of that case, by its id or by that of the same letter in another case for which it spoke; the bytes lie in the document store. */
export async function documentOf(db: Queries, caseId: string, id: string): Promise<DocumentRow | undefined> {
  const named = alias(documents, 'named');
  const [row] = await db
    .select(getTableColumns(documents))
    .from(documents)
    .innerJoin(named, and(eq(named.sha256, documents.sha256), eq(named.kind, documents.kind)))
    .where(and(eq(documents.caseId, caseId), eq(named.id, id)));
  return row;
}

/** The documents of a case, oldest first. */
export function documentsOf(db: Queries, caseId: string): Promise<DocumentRow[]> {
  return db.select().from(documents).where(eq(documents.caseId, caseId)).orderBy(asc(documents.createdAt), asc(documents.id));
}

/** Which kept document: of a case, by its filename, and its kind where the name alone does not say. */
interface Kept {
  readonly caseId: string;
  readonly filename: string;
  readonly kind?: string;
}

/** The digest of a document that a case has already. */
export async function digestOfKept(db: Queries, { caseId, filename, kind }: Kept): Promise<string | undefined> {
  const [row] = await db
    .select({ sha256: documents.sha256 })
    .from(documents)
    .where(
      and(
        eq(documents.caseId, caseId),
        eq(documents.filename, filename),
        kind === undefined ? undefined : eq(documents.kind, kind),
      ),
    );
  return row?.sha256;
}
