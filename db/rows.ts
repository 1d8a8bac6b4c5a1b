import { type SQL, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';

/** The rows of a query in SQL, as whoever wrote it says they are. */
export async function rowsOf<T>(db: Queries, query: SQL): Promise<T[]> {
  const { rows } = (await db.execute(query)) as { rows: T[] };
  return rows;
}

/** A query in SQL by each name, whose rows are as the type under that name says. */
export type Asked<Rows> = { readonly [Name in keyof Rows]: SQL };
/** The rows of each. */
export type Found<Rows> = { readonly [Name in keyof Rows]: readonly Rows[Name][] };

/**
 * The rows of several queries, asked in one and as they stand at one instant: each way to the database costs a case more than what it asks.
 * A row is as JSON has it; instants are to be asked as text.
 */
export async function rowsTogether<Rows extends object>(db: Queries, asked: Asked<Rows>): Promise<Found<Rows>> {
  const parts = Object.entries<SQL>(asked).map(
    ([name, query]) => sql`(select coalesce(jsonb_agg(found), '[]') from (${query}) found) as ${sql.identifier(name)}`,
  );
  const [row] = await rowsOf<Found<Rows>>(db, sql`select ${sql.join(parts, sql`, `)}`);
  if (!row) throw new Error('no row');
  return row;
}
