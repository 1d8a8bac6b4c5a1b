import { and, asc, eq } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { documents } from './schema.ts';

export type DocumentRow = typeof documents.$inferSelect;

/** A document of that case; the bytes lie in the document store. */
export async function documentOf(db: Queries, caseId: string, id: string): Promise<DocumentRow | undefined> {
  const [row] = await db
    .select()
    .from(documents)
    .where(and(eq(documents.caseId, caseId), eq(documents.id, id)));
  return row;
}

/** The documents of a case, oldest first. */
export function documentsOf(db: Queries, caseId: string): Promise<DocumentRow[]> {
  return db.select().from(documents).where(eq(documents.caseId, caseId)).orderBy(asc(documents.createdAt), asc(documents.id));
}
