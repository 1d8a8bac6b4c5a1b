import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { openWorld, type World } from '../api/world.ts';
import { catchTerminal } from '../support/terminal.ts';

let world: World;
const folder = mkdtempSync(join(tmpdir(), 'exigible-plan-'));
const plan = {
  id: 'mine',
  version: 1,
  name: 'Le mien',
  steps: [{ id: 'r5', act: 'message', anchor: 'after-due', delay: 'P5D', channels: ['email'], template: 'reminder' }],
};

function file(document: object): string {
  const path = join(folder, 'plan.json');
  writeFileSync(path, JSON.stringify(document));
  return path;
}

beforeAll(async () => {
  world = await openWorld();
  await world.creditor('c1');
  vi.stubEnv('EXIGIBLE_URL', world.url);
  vi.stubEnv('EXIGIBLE_API_KEY', await world.key('c1', 'approver'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});
const terminal = catchTerminal();

test('a plan is checked without a server, with what a careful creditor would not do', async () => {
  expect(await main(['plan', 'check', file(plan)])).toBe(0);
  expect(terminal.output).toContain('Le plan mine (version 1) est sans faute.');
  expect(terminal.output).toContain('Attention\u00a0: Ce plan peut écrire à un particulier');
  expect(await main(['plan', 'check', file({ ...plan, gap: 'trois jours' })])).toBe(2);
  expect(terminal.errors).toContain('$.gap: reçu "trois jours"\u00a0; attendu\u00a0: une durée ISO 8601');
});

test('loaded, it can be read back; another content under its version is refused by a sentence', async () => {
  expect(await main(['plan', 'load', file(plan), '--json'])).toBe(0);
  expect(JSON.parse(terminal.output)).toMatchObject({ id: 'mine', version: 1 });
  expect((await world.call('GET', '/plans/mine?creditor=c1', world.adminKey)).body).toMatchObject({ id: 'mine' });
  expect(await main(['plan', 'load', file(plan)])).toBe(0);
  expect(await main(['plan', 'load', file({ ...plan, gap: 'P5D' })])).toBe(1);
  expect(terminal.errors).toContain('Augmentez « version »');
  expect(await main(['plan', 'load', file({ ...plan, gap: 'P5D', version: 2 })])).toBe(0);
});
