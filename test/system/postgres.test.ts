import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Postgres, startPostgres } from '../support/postgres.ts';

let postgres: Postgres;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

async function rows(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('what was committed before a kill is there after the restart, in a new process', async () => {
  await rows('create table paid (cents bigint)');
  await rows('insert into paid values (120000)');
  const before = postgres.pid;
  await postgres.kill9();
  await expect(rows('select 1')).rejects.toThrow();
  await postgres.restart();
  expect(postgres.pid).not.toBe(before);
  expect(await rows('select cents from paid')).toEqual([{ cents: '120000' }]);
});
