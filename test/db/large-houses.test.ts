import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putAllocations } from '../../db/allocations.ts';
import { putEntries } from '../../db/bank.ts';
import { type CaseSearch, type SearchCursor, searchCases } from '../../db/case-search.ts';
import { stampOf } from '../../db/changes.ts';
import { type CopiedTable, copyDatabase, fillDatabase } from '../../db/copy.ts';
import { putCreditor } from '../../db/creditors.ts';
import { creditsOf } from '../../db/credits.ts';
import { type Database, openDatabase } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { rowsOf } from '../../db/rows.ts';
import { listTasks } from '../../db/tasks.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { putCase } from '../api/case-row.ts';
import { bankEntry } from '../support/bank-entry.ts';
import { openMemory } from '../support/memory.ts';
import { creditor, debtor } from '../support/parties.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';

const asked = { type: 'approval-asked', step: 'formal-notice', at: '2026-11-12T10:00:00+01:00', actor: 'workflow' } as const;
const paid = {
  type: 'payment',
  id: 'p1',
  amountCents: 150_000,
  on: '2026-11-12',
  at: asked.at,
  actor: 'bank',
} as const;
const told = { type: 'task-raised', task: 'credit', key: '-50000', context: 'Trop-perçu', at: asked.at, actor: 'case' } as const;
const mine = ['c1', 'c3'] as const;

let postgres: Postgres;
let db: Database;

/** Three creditors with three invoices each, in turn, so that no order is that of their ids. */
beforeAll(async () => {
  postgres = await startPostgres();
  db = await openDatabase({ url: postgres.url });
  for (const [place, creditorId] of ['c1', 'c2', 'c3'].entries()) {
    await putCreditor(db, creditorSchema.parse({ ...creditor, id: creditorId }));
    await putDebtor(db, creditorId, debtorSchema.parse({ ...debtor, id: 'd1', name: `Client ${9 - place}` }));
    for (const [nth, day] of ['03', '01', '02'].entries())
      await putCase(db, {
        creditorId,
        debtorId: 'd1',
        invoiceId: `${creditorId}-${nth}`,
        number: `F-${place}${nth}`,
        totalCents: 10_000 * (nth + 1) + place,
        issuedOn: '2026-09-01',
        dueOn: `2026-10-${day}`,
        facts: nth === 2 ? [asked] : [],
      });
  }
});
afterAll(async () => {
  await db?.close();
  await postgres?.stop();
});

const orders = {
  due: ['F-01', 'F-21', 'F-02', 'F-22', 'F-00', 'F-20'],
  balance: ['F-22', 'F-02', 'F-21', 'F-01', 'F-20', 'F-00'],
  next: ['F-00', 'F-01', 'F-02', 'F-20', 'F-21', 'F-22'],
  debtor: ['F-20', 'F-21', 'F-22', 'F-00', 'F-01', 'F-02'],
} as const;

test.each(Object.entries(orders))(
  'by %s the cases of several creditors come in one order, page after page, and those of no other',
  async (sort, numbers) => {
    expect(await turned({ creditors: mine, sort: sort as CaseSearch['sort'] }, 2)).toEqual(numbers);
  },
);

/** The numbers of all cases that a search finds, page after page of that size. */
async function turned(search: CaseSearch, size: number): Promise<string[]> {
  const found: string[] = [];
  let after: SearchCursor | undefined;
  do {
    const page = await searchCases(db, search, size, after);
    found.push(...page.rows.map(({ invoiceNumber }) => invoiceNumber));
    after = page.next === null ? undefined : (JSON.parse(Buffer.from(page.next, 'base64url').toString()) as SearchCursor);
  } while (after !== undefined);
  return found;
}

test('words are looked for among the creditors that are asked for alone, in each order', async () => {
  for (const sort of ['due', 'balance', 'next', 'debtor'] as const) {
    const numbersOf = async (search: Omit<CaseSearch, 'sort'>) =>
      (await searchCases(db, { ...search, sort }, 10)).rows.map(({ invoiceNumber }) => invoiceNumber).toSorted();
    expect(await numbersOf({ creditors: mine, q: 'f-' })).toEqual(['F-00', 'F-01', 'F-02', 'F-20', 'F-21', 'F-22']);
    expect(await numbersOf({ creditors: mine, q: 'client 8' })).toEqual([]);
    expect(await numbersOf({ creditors: null, q: 'client 8', open: true })).toEqual(['F-10', 'F-11', 'F-12']);
    expect(await numbersOf({ creditors: [], q: 'f-' })).toEqual([]);
    expect(await numbersOf({ creditors: [] })).toEqual([]);
  }
});

test('a case is found by its number, its client’s name, id and SIREN, its balance and the label of a payment, within what else is asked', async () => {
  const document = { ...bankEntry, bookedOn: '2026-11-12', amountCents: 10, label: 'VIR AUBERTIN ACOMPTE CHANTIER' };
  const placed = { account: 'FR76', verdict: 'allocated', reasons: [], openCents: 0, booking: null } as const;
  await putEntries(db, 'c3', [{ key: 'e1', document, ...placed }]);
  await putAllocations(db, [
    {
      id: 'e1#1',
      creditorId: 'c3',
      entryKey: 'e1',
      caseId: 'invoice:c3:c3-1',
      amountCents: 10,
      on: '2026-11-12',
      surplus: false,
    },
  ]);
  const wanted = {
    'f-2': ['F-20', 'F-21', 'F-22'],
    'ient 7': ['F-20', 'F-21', 'F-22'],
    d1: ['F-20', 'F-21', 'F-22'],
    '812 345 679': ['F-20', 'F-21', 'F-22'],
    '200,02': ['F-21'],
    'acompte ch': ['F-21'],
    'acômpte ch': ['F-21'],
    '7 client': ['F-20', 'F-21', 'F-22'],
    'chantier aubertin': [],
    'client nobody': [],
    '100%': [],
  };
  for (const [q, numbers] of Object.entries(wanted))
    for (const sort of ['due', 'balance', 'next', 'debtor'] as const) {
      const { rows } = await searchCases(db, { creditors: ['c3'], q, sort }, 10);
      expect([q, sort, rows.map(({ invoiceNumber }) => invoiceNumber).toSorted()]).toEqual([q, sort, numbers]);
      const waiting = await searchCases(db, { creditors: ['c3'], q, sort, needsHuman: true }, 10);
      expect(waiting.rows.map(({ invoiceNumber }) => invoiceNumber)).toEqual(numbers.filter((number) => number === 'F-22'));
    }
});

test('of thousands that words may mean the first in the order come first, and none is left out while the pages are turned', async () => {
  const many = 6000;
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`insert into cases select (jsonb_populate_record(t, jsonb_build_object('id', 'invoice:c9:g' || n, 'creditor_id', 'c9',
        'invoice_id', 'g' || n, 'invoice_number', 'G-' || n, 'due_on', date '2026-10-01' - n, 'balance_cents', n))).*
      from cases t, generate_series(1, ${many}::int) n where t.id = 'invoice:c1:c1-0'`);
  });
  const found = await turned({ creditors: ['c9'], q: 'g-', sort: 'due' }, 500);
  expect(found).toEqual(Array.from({ length: many }, (_, n) => `G-${many - n}`));
  const [largest] = (await searchCases(db, { creditors: ['c9'], q: 'g-', sort: 'balance' }, 1)).rows;
  expect(largest?.balanceCents).toBe(many);
  await db.execute(sql`delete from cases where creditor_id = 'c9'`);
});

test('parts of words are found by an index where PostgreSQL has trigrams, and found without', async () => {
  const indexes = (of: Database) =>
    rowsOf<{ name: string }>(
      of,
      sql`select indexname as name from pg_indexes where indexname similar to '%\\_(parts|folded)' order by 1`,
    );
  expect(await indexes(db)).toEqual(
    ['bank_entries_label_folded', 'cases_number_folded', 'debtors_name_folded'].map((name) => ({ name })),
  );
  const without = await openMemory();
  expect(await indexes(without)).toEqual([]);
  await putCase(without, { creditorId: 'c1', invoiceId: 'i1', number: 'F-00', debtorId: 'd1' });
  expect((await searchCases(without, { creditors: null, q: 'f-0', sort: 'due' }, 10)).rows).toHaveLength(1);
  await without.close();
});

/** What is typed, and names that it means; no name at all where nothing is meant. */
const spellings: readonly (readonly [q: string, ...names: string[]])[] = [
  ['lefevre', 'Lefèvre', 'LEFÈVRE', 'Lefe\u0300vre', 'lefevre'],
  ['LEFÈVRE', 'lefevre'],
  ['oeuvre', 'Main d’œuvre', 'ŒUVRE SA'],
  ['œuvre', 'oeuvre sa'],
  ["l'atelier", 'L’Atelier', 'l\u02bcatelier', "L'ATELIER"],
  ['l’atelier', "l'atelier"],
  ['nicaea', 'Nicæa'],
  ['lodz', 'Łódź'],
  ['saint-gre 12', 'Saint–Gré\u00a012'],
  ['100% é', 'La 100% Été'],
];

test.each(['with trigrams', 'without'])(
  'a name, a number and a label are found however their accents, ligatures and apostrophes are typed, %s',
  async (kind) => {
    const searched = kind === 'without' ? await openMemory() : db;
    await putDebtor(searched, 'c8', debtorSchema.parse({ ...debtor, id: 'd8', name: 'Nobody' }));
    const asked = { creditorId: 'c8', debtorId: 'd8', invoiceId: 'i8', number: 'N-8' };
    await putCase(searched, asked);
    const found = async (q: string) => (await searchCases(searched, { creditors: ['c8'], q, sort: 'due' }, 10)).rows.length;
    for (const [q, ...names] of spellings)
      for (const name of names) {
        await searched.execute(sql`update debtors set document = jsonb_set(document, '{name}', to_jsonb(${name}::text))
          where creditor_id = 'c8'`);
        expect([q, name, await found(q)]).toEqual([q, name, 1]);
      }
    expect(await found('lefevres')).toBe(0);
    await searched.execute(sql`update cases set invoice_number = 'Été-8' where creditor_id = 'c8'`);
    expect([await found('ete-8'), await found('ETÉ'), await found('ate-8')]).toEqual([1, 1, 0]);
    await searched.execute(sql`delete from cases where creditor_id = 'c8'`);
    if (searched !== db) await searched.close();
  },
);

test('words are looked for by their trigrams, not by reading every number and name', async () => {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`insert into cases select (jsonb_populate_record(t, jsonb_build_object('id', 'invoice:c9:g' || n, 'creditor_id', 'c9',
        'invoice_id', 'g' || n, 'invoice_number', 'G-' || md5(n::text), 'debtor_id', 'g' || n))).*
      from cases t, generate_series(1, 6000) n where t.id = 'invoice:c1:c1-0'`);
    await tx.execute(sql`insert into debtors select (jsonb_populate_record(d, jsonb_build_object('id', 'g' || n, 'creditor_id', 'c9',
        'document', jsonb_set(d.document, '{name}', to_jsonb('Société ' || md5(n::text)))))).*
      from debtors d, generate_series(1, 20000) n where d.creditor_id = 'c1' and d.id = 'd1'`);
    await tx.execute(sql`analyze cases, debtors`);
    const [numbers, names] = ['cases_number_folded', 'debtors_name_folded'];
    const scans = () =>
      rowsOf<{ numbers: number; names: number }>(
        tx,
        sql`select pg_stat_get_xact_numscans(${numbers}::regclass)::int as numbers,
        pg_stat_get_xact_numscans(${names}::regclass)::int as names`,
      );
    const [before] = await scans();
    const q = `CIETE ${createHash('md5').update('777').digest('hex').slice(0, 20)}`;
    expect((await searchCases(tx, { creditors: ['c9'], q, sort: 'due' }, 10)).rows).toHaveLength(1);
    expect(await scans()).toEqual([{ numbers: Number(before?.numbers) + 1, names: Number(before?.names) + 1 }]);
  });
  await db.execute(sql`delete from cases where creditor_id = 'c9'`);
  await db.execute(sql`delete from debtors where creditor_id = 'c9'`);
});

test('what waits for a person lies beside the state of its case as long as it waits', async () => {
  const besideOf = async (id: string) =>
    (
      await rowsOf<{ tasks: unknown; told: unknown }>(db, sql`select tasks, state -> 'tasks' as told from cases where id = ${id}`)
    )[0];
  const waiting = await besideOf('invoice:c1:c1-2');
  expect(waiting?.tasks).toEqual(waiting?.told);
  expect(waiting?.tasks).toMatchObject([{ kind: 'approval' }]);
  expect((await besideOf('invoice:c1:c1-1'))?.tasks).toBeNull();
  const { rows } = await listTasks(db, { creditors: null }, { sort: 'due', limit: 10, after: undefined });
  expect(rows.map(({ invoiceNumber }) => invoiceNumber)).toEqual(['F-02', 'F-12', 'F-22']);
});

test('a copy that was made before tasks lay there has them after its return', async () => {
  const older: CopiedTable[] = [];
  await copyDatabase(db, async ({ table, rows }) => {
    const all: (readonly string[])[] = [];
    for await (const some of rows) all.push(table === 'cases' ? some.map(withoutTasks) : some);
    older.push({ table, rows: Readable.from(all) });
  });
  const other = await openMemory();
  await fillDatabase(other, Readable.from(older));
  const { rows } = await listTasks(other, { creditors: null }, { sort: 'due', limit: 10, after: undefined });
  expect(rows.map(({ invoiceNumber }) => invoiceNumber)).toEqual(['F-02', 'F-12', 'F-22']);
  await other.close();
});

function withoutTasks(row: string): string {
  const { tasks: _, ...older } = JSON.parse(row) as Record<string, unknown>;
  return JSON.stringify(older);
}

test('a creditor who is named twice has each of his cases once', async () => {
  const { rows } = await searchCases(db, { creditors: ['c1', 'c1'], sort: 'due' }, 10);
  expect(rows.map(({ invoiceNumber }) => invoiceNumber)).toEqual(['F-01', 'F-02', 'F-00']);
});

test('a credit is found by its task, and goes with it', async () => {
  const request = { creditorId: 'c2', debtorId: 'd1', invoiceId: 'over', totalCents: 100_000 };
  await putCase(db, { ...request, facts: [paid, told] });
  expect(await creditsOf(db, 'c2')).toMatchObject([{ caseId: 'invoice:c2:over', creditCents: 50_000 }]);
  await db.execute(
    sql`update cases set state = jsonb_set(state, '{tasks}', '[]'), needs_human = false where id = 'invoice:c2:over'`,
  );
  expect(await creditsOf(db, 'c2')).toEqual([]);
  await db.execute(sql`delete from cases where id = 'invoice:c2:over'`);
});

test('what others change leaves the stamp of whoever looks at his own creditors as it was', async () => {
  const stamps = async () => Promise.all([stampOf(db, mine), stampOf(db, ['c2']), stampOf(db, null)]);
  const [own, theirs, all] = await stamps();
  await db.execute(sql`update cases set updated_at = now() + interval '1 hour' where id = 'invoice:c2:c2-0'`);
  const [ownAfter, theirsAfter, allAfter] = await stamps();
  expect(ownAfter).toBe(own);
  expect(theirsAfter).not.toBe(theirs);
  expect(allAfter).not.toBe(all);
});

test('no query of ours is compiled before it runs', async () => {
  expect(await rowsOf(db, sql`show jit`)).toEqual([{ jit: 'off' }]);
});
