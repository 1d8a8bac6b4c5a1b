import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../db/database.ts';
import { rowsTogether } from '../../db/rows.ts';
import { openMemory } from '../support/memory.ts';

let db: Database;
beforeAll(async () => {
  db = await openMemory();
});
afterAll(() => db.close());

test('several queries in one: each answers with its rows, in its order, and with none when it finds none', async () => {
  interface Rows {
    readonly numbers: { readonly amountCents: number };
    readonly nobody: { readonly id: string };
    readonly when: { readonly on: string; readonly none: string | null };
  }
  const found = await rowsTogether<Rows>(db, {
    numbers: sql`select n as "amountCents" from generate_series(1, 4) n where n > ${1} order by n desc`,
    nobody: sql`select id from cases limit 1`,
    when: sql`select date '2026-11-28' as "on", null::text as none`,
  });
  expect(found).toEqual({
    numbers: [{ amountCents: 4 }, { amountCents: 3 }, { amountCents: 2 }],
    nobody: [],
    when: [{ on: '2026-11-28', none: null }],
  });
});
