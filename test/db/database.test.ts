import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../db/database.ts';
import { takeFolderLock } from '../../db/folder-lock.ts';
import { startPostgres } from '../support/postgres.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-db-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lock = () => join(folder, 'database.lock');

test('a folder keeps its data between two openings and is given back each time', async () => {
  const first = await openDatabase({ dataDir: folder });
  await first.execute(sql`insert into creditors values ('c1', '{}', 1)`);
  await expect(openDatabase({ dataDir: folder })).rejects.toThrow(`déjà ouverte par le processus ${process.pid}`);
  await first.close();
  expect(existsSync(lock())).toBe(false);
  const second = await openDatabase({ dataDir: folder });
  expect(await second.execute(sql`select id from creditors`)).toMatchObject({ rows: [{ id: 'c1' }] });
  await second.close();
});

test('a lock whose process lives is never taken, however old', async () => {
  const sleeper = spawn('sleep', ['30']);
  try {
    writeFileSync(lock(), JSON.stringify({ pid: sleeper.pid, startedAt: startOf(sleeper.pid ?? 0) }));
    expect(() => takeFolderLock(join(folder, 'database'))).toThrow(`processus ${sleeper.pid}`);
    expect(JSON.parse(readFileSync(lock(), 'utf8'))).toMatchObject({ pid: sleeper.pid });
  } finally {
    sleeper.kill();
  }
});

test.each([
  ['a dead process', () => ({ pid: spawnSync('true').pid, startedAt: null })],
  ['a process of another boot that had our number', () => ({ pid: process.pid, startedAt: 'another-boot 1' })],
])('the lock of %s is reaped', (_, holder) => {
  writeFileSync(lock(), JSON.stringify(holder()));
  const release = takeFolderLock(join(folder, 'database'));
  expect(JSON.parse(readFileSync(lock(), 'utf8'))).toMatchObject({ pid: process.pid });
  release();
  expect(existsSync(lock())).toBe(false);
});

test('giving back never removes the lock of another', () => {
  const release = takeFolderLock(join(folder, 'database'));
  writeFileSync(lock(), '{"pid":1,"startedAt":null}');
  release();
  expect(existsSync(lock())).toBe(true);
});

test('on PostgreSQL api and worker may start together on a fresh database', async () => {
  const postgres = await startPostgres();
  try {
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase({ url: postgres.url })));
    const [first] = opened;
    await expect(first?.execute(sql`delete from evidence`)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('append-only') },
    });
    await Promise.all(opened.map((database) => database.close()));
  } finally {
    await postgres.stop();
  }
});

function startOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
}
