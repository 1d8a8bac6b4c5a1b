import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { useProfile } from '../../cli/profiles.ts';
import { catchTerminal } from '../support/terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'exigible-profiles-'));
const terminal = catchTerminal();
const KEY = 'exk_0123456789abcdefgh';

beforeAll(() => {
  vi.stubEnv('XDG_CONFIG_HOME', folder);
});
beforeEach(() => {
  vi.stubEnv('EXIGIBLE_URL', 'http://127.0.0.1:1');
  vi.stubEnv('EXIGIBLE_API_KEY', 'exk_of-the-environment');
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** What a person types, or a pipe brings, on standard input. */
function typed(text: string) {
  const real = process.stdin;
  const pipe = new PassThrough();
  Object.defineProperty(process, 'stdin', { value: pipe, configurable: true });
  pipe.end(text);
  return () => Object.defineProperty(process, 'stdin', { value: real, configurable: true });
}

test('an address and a key are kept under a name, for this user alone, and no list shows the key', async () => {
  const back = typed(`${KEY}\n`);
  expect(await main(['profile', 'set', 'cabinet', '--url', 'http://127.0.0.1:9'])).toBe(0);
  back();
  const file = join(folder, 'exigible', 'cabinet.env');
  expect([readFileSync(file, 'utf8').includes(KEY), statSync(file).mode & 0o777]).toEqual([true, 0o600]);
  terminal.output = '';
  expect(await main(['profile', 'list'])).toBe(0);
  expect(terminal.output).toBe('cabinet  http://127.0.0.1:9\n');
});

test('any command asks under the profile that it names, before what the environment says', async () => {
  expect(await main(['tasks', '--profile', 'cabinet'])).toBe(3);
  expect(terminal.errors).toContain('http://127.0.0.1:9');
  useProfile('cabinet');
  expect([process.env.EXIGIBLE_URL, process.env.EXIGIBLE_API_KEY]).toEqual(['http://127.0.0.1:9', KEY]);
});

test.each([
  [['tasks', '--profile', 'autre'], 'cabinet'],
  [['tasks', '--profile', '../autre'], 'des lettres'],
  [['profile', 'set', 'a', '--url', 'ici'], '--url'],
])('%j is bad input: %s', async (words, says) => {
  expect(await main(words)).toBe(2);
  expect(terminal.errors).toContain(says);
});

test('no key, no profile', async () => {
  const back = typed('\n');
  expect(await main(['profile', 'set', 'vide'])).toBe(2);
  back();
  expect(terminal.errors).toContain('la clé de l’API');
});
