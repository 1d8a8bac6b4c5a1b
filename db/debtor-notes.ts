import { and, desc, eq } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { debtorNotes } from './debtor-schema.ts';
import type { OfDebtor } from './debtor-world.ts';

/** What somebody of the house wrote down about a debtor, and when. */
export type DebtorNote = Pick<typeof debtorNotes.$inferSelect, 'id' | 'text' | 'writtenBy' | 'writtenAt'>;

const { id, text, writtenBy, writtenAt } = debtorNotes;
const columns = { id, text, writtenBy, writtenAt };

/** The notes about a debtor, the newest first. */
export function notesOf(db: Queries, { creditorId, debtorId }: OfDebtor, limit: number): Promise<DebtorNote[]> {
  return db
    .select(columns)
    .from(debtorNotes)
    .where(and(eq(debtorNotes.creditorId, creditorId), eq(debtorNotes.debtorId, debtorId)))
    .orderBy(desc(id))
    .limit(limit);
}

/** Writes a note down. */
export async function addNote(db: Queries, note: OfDebtor & Pick<DebtorNote, 'text' | 'writtenBy'>): Promise<DebtorNote> {
  const [row] = await db.insert(debtorNotes).values(note).returning(columns);
  if (!row) throw new Error('the note was not written');
  return row;
}
