import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { greeting } from '../../cli/start.ts';
import { openWorld, type World } from '../api/world.ts';
import { catchTerminal } from '../support/terminal.ts';

let world: World;
const stdin = process.stdin;
const answers = [
  'neuve',
  'Maison Neuve',
  'SARL',
  '552100554',
  '1 rue Neuve',
  '69001',
  'Lyon',
  'a@neuve.example',
  '+33472000000',
  'FR7630006000011234567890189',
  'AGRIFRPP',
  'Anne',
];

beforeAll(async () => {
  world = await openWorld();
  vi.stubEnv('EXIGIBLE_URL', world.url);
  vi.stubEnv('EXIGIBLE_API_KEY', world.adminKey);
});
afterEach(() => Object.defineProperty(process, 'stdin', { value: stdin, configurable: true }));
afterAll(async () => {
  vi.unstubAllEnvs();
  await world.close();
});
const terminal = catchTerminal();

const typing = (lines: readonly string[]) =>
  Object.defineProperty(process, 'stdin', { value: Readable.from(lines.map((line) => `${line}\n`)), configurable: true });

test('twelve answers make a creditor, whose first webhook works as it is pasted', async () => {
  typing(answers);
  expect(await main(['creditor', 'init'])).toBe(0);
  const pasted = /^body=[\s\S]*?--data-binary "\$body"$/m.exec(terminal.output)?.[0] ?? '';
  const { stdout } = await promisify(execFile)('bash', ['-c', pasted]);
  expect(JSON.parse(stdout)).toMatchObject({ caseId: 'invoice:neuve:essai-1' });
  const key = /EXIGIBLE_API_KEY=(\S+)/.exec(terminal.output)?.[1] ?? '';
  expect((await world.call('GET', '/session', key)).body).toMatchObject({ creditorId: 'neuve', role: 'approver' });
  const { body } = await world.call('GET', '/creditors/neuve', key);
  expect(body).toMatchObject({ planChoices: [{ plan: 'consumer' }, { plan: 'public-body' }] });
});

test('an answer that is wrong is said with its field; answers that end too soon too', async () => {
  typing(answers.with(9, 'FR76 1234'));
  expect(await main(['creditor', 'init'])).toBe(2);
  expect(terminal.errors).toContain('$.iban');
  typing(answers.slice(0, 3));
  expect(await main(['creditor', 'init'])).toBe(2);
  expect(terminal.errors).toContain('siren: sans réponse');
});

test('the first start says what to do next; the others do not repeat a key that nobody can know', () => {
  const place = {
    entryUrl: 'http://x/entry/1',
    apiUrl: 'http://x',
    uiUrl: 'http://y',
    outboxDir: '/o',
    dataDir: '/d',
    holes: [],
  };
  expect(greeting({ ...place, adminKey: 'exk_1' })).toContain('export EXIGIBLE_API_KEY=exk_1\n  npx exigible creditor init');
  expect(greeting({ ...place, adminKey: null })).not.toContain('EXIGIBLE_API_KEY');
});
