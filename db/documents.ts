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
