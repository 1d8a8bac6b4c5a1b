import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { outboxEntries } from '../../providers/outbox/outbox.ts';
import { outboxFolder } from '../../run/providers.ts';
import { processesNaming } from '../support/processes-naming.ts';

const EXIGIBLE = join(import.meta.dirname, '..', '..', 'exigible.mjs');
const cwd = mkdtempSync(join(tmpdir(), 'exigible-demo-'));
/** A kill in the middle of a send waits a minute for its fate (kills.test.ts): here it mostly comes between two. */
const BETWEEN_TWO_STEPS_MS = 1500;
/** An operator who is stopped between a note and the promise that he takes down on it comes too late: the next reminder has left. */
const AFTER_THE_FIRST_ACTS = 'Envoi par e-mail\u00a0: relance ferme';
/** Of all this a demonstration hears nothing: it would not start, or would write to people. */
const production = {
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/exigible',
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  EXIGIBLE_DATA: join(cwd, 'production'),
  EXIGIBLE_ADMIN_KEY: 'a-key-of-production-that-is-long',
  SENDGRID_API_KEY: 'SG.production',
  SENDGRID_FROM: 'a@b.example',
  SMTP_URL: 'smtp://127.0.0.1:1',
};
const started: Run[] = [];
afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  for (const { pid } of leftBehind()) process.kill(pid, 'SIGKILL');
  rmSync(cwd, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

/** One `exigible demo` while it runs. */
interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; said: string }>;
  /** Returns once its terminal shows that text; rejects when it ends before. */
  shows(text: string): Promise<void>;
}

function demo(...options: string[]): Run {
  const env = { ...process.env, ...production };
  const child = spawn(process.execPath, [EXIGIBLE, 'demo', '--exit', ...options], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, said }));
  });
  const run: Run = {
    child,
    ended,
    async shows(text) {
      while (!said.includes(text)) {
        if (child.exitCode !== null) throw new Error(`the demonstration ended before « ${text} »: ${said}`);
        await pause(50);
      }
    },
  };
  started.push(run);
  return run;
}

/** The folder of the run, which it made itself. */
function dataDir(): string {
  const [name = ''] = readdirSync(join(cwd, '.exigible'));
  return join(cwd, '.exigible', name);
}

/** Processes whose command line names the folder: the engine, a browser. */
const leftBehind = () => processesNaming(cwd);

test('Ctrl-C in the middle stops everything and leaves no process behind', async () => {
  const run = demo();
  await run.shows(AFTER_THE_FIRST_ACTS);
  run.child.kill('SIGINT');
  const { code, said } = await run.ended;
  expect(code, said).toBe(130);
  expect(leftBehind()).toEqual([]);
});

test('killed without a word, it leaves its engine behind, which the next start ends', async () => {
  const run = demo('--resume', dataDir());
  await run.shows('Envoi par e-mail\u00a0: relance, la dernière');
  await pause(BETWEEN_TWO_STEPS_MS);
  run.child.kill('SIGKILL');
  await run.ended;
  expect(leftBehind().map(({ command }) => command)).toEqual([expect.stringContaining('start-dev')]);
});

test('resumed, the eleven fates come out as announced, and it ends with exit 0', async () => {
  const { code, said } = await demo('--resume', dataDir()).ended;
  expect([code, said.match(/✔/g)?.length, said.match(/✘/g)], said).toEqual([0, 11, null]);
  expect(leftBehind()).toEqual([]);
});

test('over three starts no act left twice', async () => {
  const acts = (await outboxEntries(outboxFolder(dataDir()))).map(({ key }) => key.split('/').slice(0, 3).join('/'));
  expect(acts.length).toBeGreaterThan(20);
  expect(acts.filter((act, index) => acts.indexOf(act) !== index)).toEqual([]);
});

test('what it wrote is for its owner alone, and nothing of it lies where production does', () => {
  const written = readdirSync(cwd, { recursive: true, withFileTypes: true });
  const open = written.filter(
    (entry) => !entry.isSymbolicLink() && (statSync(join(entry.parentPath, entry.name)).mode & 0o077) !== 0,
  );
  expect(written.length).toBeGreaterThan(100);
  expect(open.map((entry) => join(entry.parentPath, entry.name))).toEqual([]);
  expect(existsSync(production.EXIGIBLE_DATA)).toBe(false);
});
