import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog, type Log } from '../../run/log.ts';
import { turnLog } from '../../run/turn-log.ts';

const DAY_MS = 86_400_000;
let folder: string;
let file: string;
let log: Log;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-log-'));
  file = join(folder, 'exigible.log');
  log = createLog('info', file);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const words = (path = file) =>
  existsSync(path) ? [...readFileSync(path, 'utf8').matchAll(/"msg":"(\w+)"/g)].map(([, word]) => word) : null;

test('no line of a log is older than its time, and whoever writes goes on', async () => {
  const now = Date.now();
  log.info('first');
  await turnLog(file, now + 29 * DAY_MS);
  expect([words(), words(`${file}.1`)]).toEqual([['first'], null]);
  await turnLog(file, now + 31 * DAY_MS);
  log.info('second');
  expect([words(), words(`${file}.1`)]).toEqual([['second'], ['first']]);
  await turnLog(file, now + 62 * DAY_MS);
  expect([words(), words(`${file}.1`)]).toEqual([[], ['second']]);
});

test('a log that grows without end turns before its time', async () => {
  for (let line = 0; line < 20; line += 1) log.info('many');
  await turnLog(file, Date.now(), 500);
  expect([words()?.length, words(`${file}.1`)?.length]).toEqual([0, 20]);
  log.info('one');
  await turnLog(file, Date.now(), 500);
  expect([words(), words(`${file}.1`)?.length]).toEqual([['one'], 20]);
});

test('a log that nobody wrote is none', async () => {
  await turnLog(join(folder, 'engine.log'), Date.now());
  expect(existsSync(join(folder, 'engine.log.1'))).toBe(false);
});
