import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import type { Database } from '../../db/database.ts';
import { ensureAdminKey, holderOf } from '../../db/keys.ts';
import { apiKeys } from '../../db/schema.ts';
import { demoMark, refuseDemoFolder } from '../../run/demo-mark.ts';
import { holesIn } from '../../run/holes.ts';
import { revokeShippedKeys } from '../../run/shipped-keys.ts';
import { openEmpty } from '../support/databases.ts';

let db: Database;
let folder: string;
let screen: Server;
let isReadOnly = false;

beforeAll(async () => {
  db = await openEmpty();
  folder = mkdtempSync(join(tmpdir(), 'exigible-holes-'));
  screen = createServer((_req, res) => res.end(JSON.stringify({ DisableWriteActions: isReadOnly }))).listen(0, '127.0.0.1');
  await new Promise((ready) => screen.once('listening', ready));
});
afterAll(async () => {
  screen.close();
  rmSync(folder, { recursive: true, force: true });
  await db.close();
});

const look = (environment: Record<string, string>, more: { uid?: number; nowMs?: number; seals?: boolean } = {}) => {
  const config = readConfig({ EXIGIBLE_DATA: folder, ...environment });
  return holesIn({ config, db, uid: 1000, prints: true, seals: true, nowMs: Date.now(), ...more });
};
const screenUrl = () => `http://127.0.0.1:${(screen.address() as AddressInfo).port}`;

test('a start with nothing open says nothing', async () => {
  expect(await look({})).toEqual([]);
});

test('a start says each door that was left open, and how to close it', async () => {
  await ensureAdminKey(db, 'a-key-of-our-own-that-is-long');
  await db.update(apiKeys).set({ createdAt: sql`now() - interval '400 days'` });
  chmodSync(folder, 0o755);
  const production = { TEMPORAL_ADDRESS: 'engine.example:7233', TEMPORAL_UI_URL: screenUrl() };
  const open = (await look(production, { uid: 0 })).join('\n');
  for (const word of [
    'bac à sable',
    'chmod 700',
    'plus d’un an',
    'EXIGIBLE_CODEC_KEYS',
    'sans TLS',
    'TEMPORAL_DISABLE_WRITE_ACTIONS',
    'Aucun témoin',
  ])
    expect(open).toContain(word);
  chmodSync(folder, 0o700);
  isReadOnly = true;
  await db.delete(apiKeys);
  const mailed = { EXIGIBLE_HEADS_MAIL: 'avocat@exemple.fr' };
  const closed = {
    ...production,
    ...mailed,
    TEMPORAL_API_KEY: 'k',
    EXIGIBLE_CODEC_KEYS: `a:${Buffer.alloc(32).toString('base64')}`,
  };
  expect(await look(closed)).toEqual([]);
});

const quiet = {
  TEMPORAL_ADDRESS: 'temporal:7233',
  EXIGIBLE_CODEC_KEYS: `a:${Buffer.alloc(32).toString('base64')}`,
  EXIGIBLE_HEADS_TSA_URL: 'https://tsa.example/',
};

test('a screen that is asked at its inner address, and one that cannot be asked is said, never taken for closed', async () => {
  const shown = { ...quiet, TEMPORAL_UI_URL: 'http://127.0.0.1:1' };
  expect(await look(shown)).toEqual([expect.stringMatching(/n’a pas pu être regardé.*127\.0\.0\.1:1.*TEMPORAL_UI_INTERNAL_URL/)]);
  isReadOnly = false;
  expect(await look({ ...shown, TEMPORAL_UI_INTERNAL_URL: screenUrl() })).toEqual([
    expect.stringContaining('TEMPORAL_DISABLE_WRITE_ACTIONS'),
  ]);
  isReadOnly = true;
  expect(await look({ ...shown, TEMPORAL_UI_INTERNAL_URL: `${screenUrl()}/` })).toEqual([]);
});

test.each([
  ['nowhere', {}, 'Aucun témoin'],
  ['in a folder beside the data', { EXIGIBLE_HEADS_FOLDER: tmpdir() }, 'même disque'],
  ['in a folder that is not there', { EXIGIBLE_HEADS_FOLDER: '/nowhere-at-all' }, 'Aucun témoin'],
])('heads that are left %s have no witness', async (_, where, words) => {
  const { EXIGIBLE_HEADS_TSA_URL: _none, ...unstamped } = quiet;
  expect(await look({ ...unstamped, ...where })).toEqual([expect.stringContaining(words)]);
  expect(await look({ ...unstamped, ...where }, { seals: false })).toEqual([]);
});

test.runIf(existsSync('/dev/shm'))('a folder of another disk is a witness', async () => {
  const { EXIGIBLE_HEADS_TSA_URL: _none, ...unstamped } = quiet;
  expect(await look({ ...unstamped, EXIGIBLE_HEADS_FOLDER: '/dev/shm' })).toEqual([]);
});

test('a key that a release carried in its files opens nothing where it lies in a database', async () => {
  const carried = '195267cc804473e373bd904177aa086d4a255884dbfb1d6e55f085b6e125e49c';
  const own = await ensureAdminKey(db);
  await db.insert(apiKeys).values({ keySha256: carried, creditorId: null, role: 'admin', name: 'release' });
  expect(await revokeShippedKeys(db)).toBe(1);
  const [row] = await db.select().from(apiKeys).where(eq(apiKeys.keySha256, carried));
  expect(row?.revokedAt).not.toBeNull();
  expect(await holderOf(db, own ?? '')).toMatchObject({ role: 'admin' });
});

test('no real work is done in the folder of a demonstration', () => {
  refuseDemoFolder(folder);
  writeFileSync(demoMark(folder), 'key');
  expect(() => refuseDemoFolder(folder)).toThrow('démonstration');
});
