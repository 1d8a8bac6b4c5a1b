import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../run/ports.ts';
import { until } from '../support/runner/patience.ts';

const ROOT = join(import.meta.dirname, '..', '..');
let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-last-words-'));
});
afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

/** A start as a person types it, once it is ready. `seen`: what it wrote on its error output. */
async function started(nodeOptions = '') {
  const [port, enginePort, uiPort] = [await freePort(), await freePort(), await freePort()];
  const ports = ['--port', String(port), '--engine-port', String(enginePort), '--ui-port', String(uiPort)];
  const env = { ...process.env, NODE_OPTIONS: nodeOptions };
  const running = spawn(process.execPath, ['exigible.mjs', 'start', '--data', folder, ...ports], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = running;
  const said = { out: '', err: '' };
  running.stdout.on('data', (chunk) => {
    said.out += String(chunk);
  });
  running.stderr.on('data', (chunk) => {
    said.err += String(chunk);
  });
  await until(
    () => said.out.includes('Exigible est prêt') || running.exitCode !== null,
    () => said.err,
  );
  return { running, said, health: () => fetch(`http://127.0.0.1:${port}/healthz`).then(({ status }) => status) };
}

const log = () => readFileSync(join(folder, 'exigible.log'), 'utf8');

test.each(['SIGTERM', 'SIGHUP'] as const)(
  'a start that is ended by %s says so, at the terminal and in its log',
  async (signal) => {
    const { running, said } = await started();
    running.kill(signal);
    expect(await once(running, 'exit')).toEqual([0, null]);
    expect(said.err).toContain(`Exigible s’arrête, comme demandé (${signal}).`);
    expect(log()).toContain(`comme demandé (${signal})`);
  },
);

test('an error that nobody caught ends it with a line in French, and the log has the rest', async () => {
  const module = join(folder, 'careless.mjs');
  writeFileSync(
    module,
    `import { isMainThread } from 'node:worker_threads';
     if (isMainThread) process.on('SIGUSR2', () => { Promise.reject(new Error('personne n’y pensait')); });`,
  );
  const { running, said } = await started(`--import ${module}`);
  running.kill('SIGUSR2');
  expect(await once(running, 'exit')).toEqual([3, null]);
  expect(said.err).toContain('Exigible s’arrête sur une erreur que rien n’attendait (personne n’y pensait)');
  expect(log()).toContain('personne n’y pensait');
});

test('a terminal that is gone ends nothing: the engine dies, is started again, and the end is in the log', async () => {
  const { running, health } = await started();
  running.stdout.destroy();
  running.stderr.destroy();
  const engine = Number(/"pid":\s*(\d+)/.exec(readFileSync(join(folder, 'processes.json'), 'utf8'))?.[1]);
  process.kill(engine, 'SIGKILL');
  await until(
    () => log().includes('Le moteur Temporal s’est arrêté') || running.exitCode !== null,
    () => log(),
  );
  expect(running.exitCode).toBeNull();
  expect(await health()).toBe(200);
  running.kill('SIGTERM');
  expect(await once(running, 'exit')).toEqual([0, null]);
  expect(log()).toContain('comme demandé (SIGTERM)');
});

test('a start that fails ends, whatever still holds its process: who watches over it starts it again', async () => {
  const module = join(folder, 'holder.mjs');
  writeFileSync(module, `import { isMainThread } from 'node:worker_threads'; if (isMainThread) setInterval(() => {}, 1000);`);
  writeFileSync(join(folder, 'demo.key'), 'exk_');
  const { running, said } = await started(`--import ${module}`);
  expect([running.exitCode, said.err]).toEqual([1, expect.stringContaining('est celui d’une démonstration')]);
});
