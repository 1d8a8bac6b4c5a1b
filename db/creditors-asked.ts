import { type SQL, sql } from 'drizzle-orm';

/** The condition on a column that a row is of one of these creditors; null: of any. */
export function ofCreditors(creditors: readonly string[] | null, column: SQL): SQL {
  if (creditors === null) return sql`true`;
  const ids = [...creditors, ''].map((id) => sql`${id}`);
  return sql`${column} in (${sql.join(ids, sql`, `)})`;
}
