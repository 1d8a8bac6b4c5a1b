import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDrainer } from '../../api/inbox/drainer.ts';
import { casesToRestart } from '../../cases/open.ts';
import * as access from '../../db/access-schema.ts';
import * as amendments from '../../db/amendment-schema.ts';
import { type CopiedTable, fillDatabase } from '../../db/copy.ts';
import { type Database, openDatabase } from '../../db/database.ts';
import * as debtors from '../../db/debtor-schema.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { verifyEvidence } from '../../db/evidence-chain.ts';
import * as movements from '../../db/movement-schema.ts';
import * as received from '../../db/received-webhooks-schema.ts';
import { rowsOf } from '../../db/rows.ts';
import * as reference from '../../db/schema.ts';
import { storedCase } from '../../db/stored-cases.ts';
import * as webhooks from '../../db/webhooks-out-schema.ts';
import { type FakeEngine, fakeEngine } from '../api/fake-engine.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const [ROWS, MIGRATIONS] = [join(ROOT, 'test', 'rows'), join(ROOT, 'db', 'migrations')];

/** What a release wrote: the rows of every table, and the last migration that it knew. */
interface Rows {
  readonly lastMigration: string;
  /** A moment after the last of them. */
  readonly at: string;
  readonly tables: Readonly<Record<string, readonly object[]>>;
}

interface Row {
  readonly id: string;
  readonly phase: string;
  readonly run: number;
  readonly closed: boolean;
}

const schemas = [access, amendments, debtors, movements, received, reference, webhooks].flatMap((one) =>
  Object.values<unknown>(one),
);
const tables = schemas.filter((one) => is(one, PgTable));

const releases = readdirSync(ROWS).map((file) => file.replace('.json', ''));

describe.each(releases)('rows that %s wrote', (release) => {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-rows-'));
  const rows = JSON.parse(readFileSync(join(ROWS, `${release}.json`), 'utf8')) as Rows;
  let db: Database;
  let engine: FakeEngine;
  const all = () => rowsOf<Row>(db, sql`select id, phase, run, closed_at is not null as closed from cases order by id`);

  beforeAll(async () => {
    const older = await openDatabase({ dataDir: folder, migrationsFolder: migrationsUpTo(rows.lastMigration, folder) });
    await fillDatabase(older, copied(rows));
    await older.close();
    db = await openDatabase({ dataDir: folder });
    engine = fakeEngine(db);
  });
  afterAll(async () => {
    await db?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('are read by the code of today, as they stood, and their evidence verifies', async () => {
    const cases = await all();
    expect(cases.length).toBe(rows.tables.cases?.length);
    for (const { id } of cases) {
      const stored = await storedCase(db, id);
      const evidence = await evidenceOf(db, id);
      expect([id, stored?.case.id, stored?.revision]).toEqual([id, id, evidence.length]);
      expect([id, verifyEvidence(evidence, { [id]: evidence.length })]).toMatchObject([id, { ok: true }]);
    }
  });

  test('say nothing that this release does not know: every row of every table is read', async () => {
    for (const table of tables) expect(await db.select().from(table)).toHaveLength(await db.$count(table));
  });

  test('go on under this release: every open case begins anew where it was, and what waited in the inbox is heard', async () => {
    const before = await all();
    const open = before.filter(({ closed }) => !closed);
    expect(
      await casesToRestart(
        db,
        undefined,
        open.some(({ run }) => run === 0),
      ),
    ).toBe(open.length);
    const drainer = createDrainer({ db, engine, log: pino({ level: 'silent' }), clock: () => Date.parse(rows.at) });
    while ((await drainer.drainOnce()) > 0);
    expect(
      await rowsOf(db, sql`select kind, last_error from inbox where kind in ('begin', 'start') or not_before = 'infinity'`),
    ).toEqual([]);
    const begun = engine.calls.flatMap((call) => (call.call === 'signal' ? [] : [call.beginning]));
    expect(begun.map(({ caseId }) => caseId).sort()).toEqual(expect.arrayContaining(open.map(({ id }) => id)));
    for (const { id, phase, run } of open) {
      const beginning = begun.find(({ caseId }) => caseId === id);
      expect([id, beginning?.run]).toEqual([id, run + 1]);
      expect([id, beginning?.standing.view.phase]).toEqual([id, phase]);
      expect([id, beginning?.standing.coming.label]).toEqual([id, expect.stringMatching(/\S{3}/)]);
    }
  });
});

/** The migrations as that release had them. */
function migrationsUpTo(last: string, folder: string): string {
  const place = join(folder, 'migrations');
  cpSync(MIGRATIONS, place, { recursive: true });
  const journal = join(place, 'meta', '_journal.json');
  const told = JSON.parse(readFileSync(journal, 'utf8')) as { entries: readonly { idx: number; tag: string }[] };
  const end = told.entries.find(({ tag }) => tag === last)?.idx ?? Number.NaN;
  writeFileSync(journal, JSON.stringify({ ...told, entries: told.entries.filter(({ idx }) => idx <= end) }));
  return place;
}

async function* copied({ tables }: Rows): AsyncGenerator<CopiedTable> {
  for (const [table, rows] of Object.entries(tables))
    yield {
      table,
      rows: (async function* () {
        yield rows.map((row) => JSON.stringify(row));
      })(),
    };
}
