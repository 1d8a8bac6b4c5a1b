import { type SQL, sql } from 'drizzle-orm';

/** These creditors (null: all) as a table of one column, `asked (id)`: what goes along an index is asked of one after the other. */
export function eachCreditor(creditors: readonly string[] | null): SQL {
  if (creditors === null) return sql`(select id from creditors) asked (id)`;
  return sql`(values ${sql.join(
    [...new Set(creditors.length === 0 ? [''] : creditors)].map((id) => sql`(${id})`),
    sql`, `,
  )}) asked (id)`;
}

/** The condition on a column that a row is of one of these creditors; null: of any. */
export function ofCreditors(creditors: readonly string[] | null, column: SQL): SQL {
  if (creditors === null) return sql`true`;
  const ids = [...creditors, ''].map((id) => sql`${id}`);
  return sql`${column} in (${sql.join(ids, sql`, `)})`;
}
