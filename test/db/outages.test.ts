import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/database.ts';
import { isOutage } from '../../db/outage.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';

let postgres: Postgres;
let db: Database;
let other: Database;
beforeAll(async () => {
  postgres = await startPostgres();
  db = await openDatabase({ url: postgres.url });
  other = await openDatabase({ url: postgres.url });
  await db.execute(sql`insert into creditors values ('c1', '{}', 1)`);
});
afterAll(async () => {
  await db?.close();
  await other?.close();
  await postgres?.stop();
});

const touch = (queries: Pick<Database, 'execute'>) => queries.execute(sql`update creditors set version = version + 1`);

/** A transaction that has written something, and stands still until it is told to go on: then it fails. */
async function inTheMiddleOfATransaction(): Promise<{ failed: Promise<void>; goOn: () => void }> {
  const gate: { open?: () => void; goOn?: () => void } = {};
  const opened = new Promise<void>((resolve) => Object.assign(gate, { open: resolve }));
  const told = new Promise<void>((resolve) => Object.assign(gate, { goOn: resolve }));
  const failed = expect(
    db.transaction(async (tx) => {
      await touch(tx);
      gate.open?.();
      await told;
      await touch(tx);
    }),
  ).rejects.toSatisfy(isOutage);
  await opened;
  return { failed, goOn: () => gate.goOn?.() };
}

test('whoever is frozen in the middle of a transaction loses it, and those who wait for its locks go on', async () => {
  const { failed, goOn } = await inTheMiddleOfATransaction();
  await touch(other);
  goOn();
  await failed;
  expect(await db.execute(sql`select version from creditors`)).toMatchObject({ rows: [{ version: 2 }] });
});

test('a server that dies in the middle of a transaction ends no process; the next query finds the one that came back', async () => {
  const { failed, goOn } = await inTheMiddleOfATransaction();
  await postgres.restart();
  goOn();
  await failed;
  expect(await db.execute(sql`select version from creditors`)).toMatchObject({ rows: [{ version: 2 }] });
});
