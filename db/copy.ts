import { sql } from 'drizzle-orm';
import type { Database, Queries } from './database.ts';
import { writeMovementsAnew } from './movements.ts';
import { rowsOf } from './rows.ts';

/** One table of a copied database: its rows as JSON texts, some hundreds at a time. */
export interface CopiedTable {
  readonly table: string;
  readonly rows: AsyncIterable<readonly string[]>;
}

const ROWS_AT_ONCE = 500;

/** Hands over every table as it was at one moment, while others go on writing; `take` reads each to its end. */
export function copyDatabase(db: Database, take: (copied: CopiedTable) => Promise<void>): Promise<void> {
  return db.transaction(
    async (tx) => {
      await tx.execute(sql`set local statement_timeout = 0`);
      for (const table of await tablesOf(tx)) await take({ table, rows: rowsOfTable(tx, table) });
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** Fills an empty database with copied tables. Columns that are younger than the copy take their defaults; what triggers keep is made of the cases. */
export function fillDatabase(db: Database, copied: AsyncIterable<CopiedTable>): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = 0`);
    const known = await tablesOf(tx);
    for (const table of known) await tx.execute(sql`alter table ${sql.identifier(table)} disable trigger user`);
    for (const table of known.filter((name) => seeded.includes(name)))
      await tx.execute(sql`delete from ${sql.identifier(table)}`);
    for await (const { table, rows } of copied) if (known.includes(table)) await fillTable(tx, table, rows);
    if (known.includes('movements')) await writeMovementsAnew(tx);
    for (const table of known) await tx.execute(sql`alter table ${sql.identifier(table)} enable trigger user`);
    await setSequences(tx);
  });
}

/** True when nobody's data is in the database. */
export async function isEmpty(db: Queries): Promise<boolean> {
  const rows = await rowsOf<unknown>(
    db,
    sql`select 1 from creditors union all select 1 from cases union all select 1 from inbox limit 1`,
  );
  return rows.length === 0;
}

/** Filled by every start: what the copy has of them replaces it. */
const seeded = ['plans', 'api_keys', 'amendments'];

async function tablesOf(tx: Queries): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    tx,
    sql`select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
  );
  return rows.map(({ name }) => name);
}

async function* rowsOfTable(tx: Queries, table: string): AsyncGenerator<readonly string[]> {
  await tx.execute(sql`declare copying no scroll cursor for select to_jsonb(t)::text as row from ${sql.identifier(table)} t`);
  for (;;) {
    const rows = await rowsOf<{ row: string }>(tx, sql.raw(`fetch ${ROWS_AT_ONCE} from copying`));
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row.replaceAll(LINE_ENDS, escaped));
  }
  await tx.execute(sql`close copying`);
}

/** JSON lets them stand in a text as they are; readers of lines do not. */
const LINE_ENDS = /[\u2028\u2029]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16)}`;
}

async function fillTable(tx: Queries, table: string, rows: AsyncIterable<readonly string[]>): Promise<void> {
  const into = sql.identifier(table);
  for await (const some of rows) {
    const columns = sql.join(
      Object.keys(JSON.parse(some[0] ?? '{}') as object).map((name) => sql.identifier(name)),
      sql`, `,
    );
    const told = `[${some.join(',')}]`;
    await tx.execute(
      sql`insert into ${into} (${columns}) select ${columns} from jsonb_populate_recordset(null::${into}, ${told}::jsonb)`,
    );
  }
}

/** Numbers go on after the highest that was copied. */
async function setSequences(tx: Queries): Promise<void> {
  const rows = await rowsOf<{ table: string; column: string }>(
    tx,
    sql`select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and column_default like 'nextval%'`,
  );
  for (const { table, column } of rows)
    await tx.execute(sql`select setval(pg_get_serial_sequence(${table}, ${column}),
      (select coalesce(max(${sql.identifier(column)}), 0) + 1 from ${sql.identifier(table)}), false)`);
}
