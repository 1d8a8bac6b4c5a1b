import type { SQL } from 'drizzle-orm';
import type { Queries } from './database.ts';

/** The rows of a query in SQL, as whoever wrote it says they are. */
export async function rowsOf<T>(db: Queries, query: SQL): Promise<T[]> {
  const { rows } = (await db.execute(query)) as { rows: T[] };
  return rows;
}
