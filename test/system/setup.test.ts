import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findChromium, findEngine, findTimeSkipping } from '../../setup/discovery.mjs';
import { findings, sentenceOf } from '../../setup/findings.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MACHINE_THINGS = [
  'serveur Temporal',
  'Chromium',
  'serveur de test Temporal (saut dans le temps)',
  'poppler-utils (pdftotext, pdftoppm)',
];

let folder: string;
let env: Record<string, string>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-setup-'));
  env = { HOME: folder, PATH: join(folder, 'bin'), EXIGIBLE_CACHE: join(folder, 'cache') };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that does nothing, at a place under the folder of this test. */
function program(...path: string[]): string {
  const file = join(folder, ...path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  return file;
}

function equipFully(): void {
  for (const name of ['temporal', 'chromium-headless-shell', 'pdftotext', 'pdftoppm']) program('bin', name);
  program('cache', 'test-server-1.38.0', 'test-server');
}

function runNode(file: string, args: readonly string[], more: Record<string, string> = {}) {
  return spawnSync(process.execPath, [file, ...args], { env: { ...env, ...more }, encoding: 'utf8' });
}

describe('findings', () => {
  test('on a bare machine each missing thing says where it was looked for and one command that fixes it', () => {
    const missing = findings({ env }).filter((finding) => !finding.found);
    expect(missing.map((finding) => finding.name)).toEqual(MACHINE_THINGS);
    for (const finding of missing) {
      expect(finding.tried.join()).toContain('cherché :');
      expect(sentenceOf(finding)).toContain(finding.forTestsOnly ? 'node setup.mjs --for test' : 'node setup.mjs');
    }
  });

  test('on an equipped machine all is found and nothing is asked', () => {
    equipFully();
    expect(findings({ env }).every((finding) => finding.found && finding.fix === null)).toBe(true);
  });

  test.each([
    ['demo', ['serveur Temporal', 'Chromium']],
    ['start', ['serveur Temporal', 'Chromium']],
    ['test', MACHINE_THINGS],
  ] as const)('%s asks for what it needs only', (purpose, names) => {
    const asked = findings({ env, purpose }).map((finding) => finding.name);
    expect(asked).toEqual(['paquets npm', ...names]);
  });

  test('an engine elsewhere is enough for the product and not for the tests', () => {
    const elsewhere = { ...env, TEMPORAL_ADDRESS: 'engine.test:7233' };
    const engineFor = (purpose: 'start' | 'test') =>
      findings({ env: elsewhere, purpose }).find(({ name }) => name === 'serveur Temporal');
    expect(engineFor('start')).toMatchObject({ found: true, where: 'TEMPORAL_ADDRESS=engine.test:7233' });
    expect(engineFor('test')).toMatchObject({ found: false });
  });
});

describe('the order of the places', () => {
  test('the engine of the PATH comes before the one of the cache', () => {
    const cached = program('cache', 'temporal-1.5.1', 'temporal');
    expect(findEngine(env)).toBe(cached);
    expect(findEngine({ ...env, PATH: dirname(program('bin', 'temporal')) })).toBe(join(folder, 'bin', 'temporal'));
  });

  test('without EXIGIBLE_CACHE the cache follows XDG_CACHE_HOME, then the home folder', () => {
    const { EXIGIBLE_CACHE: _, ...plain } = env;
    const home = program('.cache', 'exigible', 'test-server-1.38.0', 'test-server');
    const xdg = program('xdg', 'exigible', 'test-server-1.38.0', 'test-server');
    expect(findTimeSkipping(plain)).toBe(home);
    expect(findTimeSkipping({ ...plain, XDG_CACHE_HOME: join(folder, 'xdg') })).toBe(xdg);
  });

  test('Chromium: the variable, the headless shell, chromium, google-chrome, the cache', () => {
    const places = [
      program('cache', 'debian-chromium-headless-shell', 'bin', 'chromium-headless-shell'),
      program('cache', 'browser', 'chrome-headless-shell', 'linux-1', 'chrome-headless-shell-linux64', 'chrome-headless-shell'),
    ];
    expect(findChromium(env)).toBe(places[1]);
    for (const name of ['google-chrome', 'chromium', 'chromium-headless-shell']) {
      const path = program('bin', name);
      expect(findChromium(env)).toBe(path);
    }
    const named = program('elsewhere', 'chrome');
    expect(findChromium({ ...env, PUPPETEER_EXECUTABLE_PATH: named })).toBe(named);
  });

  test('a file that may not be run is not a program', () => {
    chmodSync(program('bin', 'temporal'), 0o644);
    expect(findEngine(env)).toBeNull();
  });
});

describe('node setup.mjs', () => {
  test.each(['demo', 'start', 'test'])('is silent for %s when all is there', (purpose) => {
    equipFully();
    expect(runNode(join(ROOT, 'setup.mjs'), ['--for', purpose])).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('says one sentence and exits 3 when a thing cannot be had', () => {
    equipFully();
    const result = runNode(join(ROOT, 'setup.mjs'), ['--for', 'demo'], { PUPPETEER_EXECUTABLE_PATH: '/nulle/part' });
    expect(result.status).toBe(3);
    expect(result.stderr).toContain(
      '✘ Chromium : absent (cherché : PUPPETEER_EXECUTABLE_PATH=/nulle/part). Pour y remédier : unset',
    );
  });

  test.each([[['--for', 'nonsense']], [['--unknown']]])('refuses %j with exit 2', (args) => {
    expect(runNode(join(ROOT, 'setup.mjs'), args).status).toBe(2);
  });
});

describe('exigible on a fresh clone without packages', () => {
  let clone: string;

  beforeEach(() => {
    clone = join(folder, 'clone');
    for (const name of ['setup', 'setup.mjs', 'exigible.mjs', 'package.json', 'package-lock.json']) {
      cpSync(join(ROOT, name), join(clone, name), { recursive: true });
    }
  });

  test('doctor prints the findings of the set-up, also as JSON, and exits 3', () => {
    const text = runNode(join(clone, 'exigible.mjs'), ['doctor']);
    expect(text).toMatchObject({ status: 3, stderr: '' });
    expect(text.stdout.match(/✘/g)).toHaveLength(MACHINE_THINGS.length + 1);
    const json = JSON.parse(runNode(join(clone, 'exigible.mjs'), ['doctor', '--json']).stdout) as { findings: unknown };
    expect(json.findings).toMatchObject([
      { name: 'paquets npm', found: false },
      ...MACHINE_THINGS.map((name) => ({ name, found: false })),
    ]);
  });

  test('doctor answers through a link too, as npx makes one', () => {
    symlinkSync(join(clone, 'exigible.mjs'), join(folder, 'exigible'));
    expect(runNode(join(folder, 'exigible'), ['doctor']).stdout).toContain('✘ paquets npm');
  });

  test('every other command asks for the packages and exits 3', () => {
    const result = runNode(join(clone, 'exigible.mjs'), ['cases']);
    expect(result).toMatchObject({ status: 3, stdout: '' });
    expect(result.stderr).toContain('npm install');
  });
});
