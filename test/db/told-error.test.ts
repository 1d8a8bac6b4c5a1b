import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseActivities } from '../../activities/index.ts';
import type { Database } from '../../db/database.ts';
import { debtors } from '../../db/schema.ts';
import { withoutValues } from '../../db/told-error.ts';
import { createLog } from '../../run/log.ts';
import { openEmpty } from '../support/databases.ts';
import { debtor } from '../support/parties.ts';

const folder = mkdtempSync(join(tmpdir(), 'exigible-told-'));
let db: Database;
beforeAll(async () => {
  db = await openEmpty();
});
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that a log or the engine would keep of an error. */
function allOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify({ ...error }), error.cause === undefined ? '' : allOf(error.cause)].join(
    '\n',
  );
}

const row = { creditorId: 'nobody', id: debtor.id, document: debtor, version: 1 } as const;
const failures: [string, () => Promise<unknown>][] = [
  ['a row that is there already', () => db.insert(debtors).values([row, row] as never)],
  ['a value that is none of its type', () => db.execute(sql`select ${debtor.name}::int`)],
  ['a database that is gone', () => db.transaction((tx) => tx.execute(sql`select ${debtor.name}::text, pg_no_such_thing()`))],
];

test.each(failures)('%s: the query is told, and whom it was about is not', async (name, fails) => {
  const error: unknown = await fails().then(
    () => null,
    (failure: unknown) => failure,
  );
  expect(allOf(error)).toContain(debtor.name);
  const told = withoutValues(error);
  expect(allOf(told)).toContain('Failed query: ');
  expect(allOf(told)).not.toContain(debtor.name);
  const file = join(folder, `${name.length}.log`);
  createLog('info', file).error({ err: error }, 'request failed');
  expect(readFileSync(file, 'utf8')).toContain('Failed query: ');
  expect(readFileSync(file, 'utf8')).not.toContain(debtor.name);
});

test('nor does the engine hear it from an activity', async () => {
  const caseId = `invoice:c1:${debtor.name}`;
  const closed = await openEmpty();
  await closed.close();
  const failed: unknown = await caseActivities({ db: closed, clock: Date.now })
    .record({ caseId, run: 1, nowMs: 0, isLong: false, bells: [] })
    .catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(Error);
  expect(allOf(failed)).not.toContain(debtor.name);
});
