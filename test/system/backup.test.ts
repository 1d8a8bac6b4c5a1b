import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/database.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { verifyEvidence } from '../../db/evidence-chain.ts';
import { heldBy } from '../../db/sending-holds.ts';
import { restoreBackup, writeBackup } from '../../run/backup.ts';
import { putCase } from '../api/case-row.ts';
import { startPostgres } from '../support/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'exigible-backup-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ID = 'invoice:c1:kept';

async function filled(): Promise<Database> {
  const db = await openDatabase({});
  await db.execute(sql`insert into creditors values ('c1', ${JSON.stringify({ name: 'Ligne\u2028coupée' })}, 1)`);
  await putCase(db, { invoiceId: 'kept', facts: [{ type: 'pause', at: '2026-11-09T10:00:00+01:00', actor: 'test' }] });
  await db.execute(sql`update cases set run = 3`);
  await db.execute(
    sql`insert into inbox (event_id, creditor_id, lane, kind, body, not_before) values ('e1', 'c1', 'l', 'k', '{}', 'infinity')`,
  );
  return db;
}

const rowsOf = async (db: Database, table: string) =>
  (
    (await db.execute(sql`select to_jsonb(t)::text as row from ${sql.identifier(table)} t order by 1`)) as {
      rows: { row: string }[];
    }
  ).rows;

describe('a database goes into a folder and out of it again', () => {
  const tables = ['creditors', 'cases', 'evidence', 'received_events'];
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());

  test('from the embedded one into PostgreSQL, and back: nothing is lost, the evidence verifies', async () => {
    const source = await filled();
    const before = await Promise.all(tables.slice(0, 3).map((table) => rowsOf(source, table)));
    await writeBackup(source, at('nothing'), at('first'));
    const moved = await openDatabase({ url: postgres.url });
    await restoreBackup(moved, at('moved'), at('first'));
    expect(await Promise.all(tables.slice(0, 3).map((table) => rowsOf(moved, table)))).toEqual(before);
    await writeBackup(moved, at('moved'), at('second'));
    const back = await openDatabase({});
    await restoreBackup(back, at('back'), at('second'));
    expect(await Promise.all(tables.map((table) => rowsOf(back, table)))).toEqual(
      await Promise.all(tables.map((table) => rowsOf(moved, table))),
    );
    const rows = await evidenceOf(back, ID);
    expect(verifyEvidence(rows, { [ID]: rows.length })).toMatchObject({ ok: true });
    for (const db of [source, moved, back]) await db.close();
  });

  test('every open case is to be begun anew, nothing leaves before a release, numbers go on, and what is full is not overwritten', async () => {
    const db = await openDatabase({});
    await restoreBackup(db, at('again'), at('first'));
    const queued = await rowsOf(db, 'inbox');
    expect(queued.map(({ row }) => (JSON.parse(row) as { kind: string }).kind).sort()).toEqual(['begin', 'k']);
    expect(await heldBy(db, 'c1')).toContain('restaurée');
    await expect(restoreBackup(db, at('again'), at('first'))).rejects.toThrow('n’est pas vide');
    await expect(writeBackup(db, at('again'), at('first'))).rejects.toThrow('n’est pas vide');
    await expect(restoreBackup(db, at('again'), at('nothing-there'))).rejects.toThrow('backup.json');
    await db.close();
  });
});
