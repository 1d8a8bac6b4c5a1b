import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../run/engine.ts';
import { freePort } from '../../run/ports.ts';
import { isRunning, reapLeftovers } from '../../run/processes.ts';
import { searchAttributes } from '../../run/temporal-attributes.ts';
import { logFile } from '../support/runner/logs.ts';
import { until } from '../support/runner/patience.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NINETY_DAYS_S = 90 * 86_400;

let dataDir: string;
let ports: { readonly port: number; readonly uiPort: number };
const running: Engine[] = [];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'exigible-engine-'));
  ports = { port: await freePort(), uiPort: await freePort() };
});
afterEach(async () => {
  for (const engine of running.splice(0)) await engine.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

function options() {
  return { dataDir, ...ports, namespace: 'default', logFile: join(dataDir, 'engine.log') };
}

async function start(): Promise<Engine> {
  const engine = await startEngine(options());
  running.push(engine);
  return engine;
}

async function withClient<Result>(engine: Engine, work: (client: Client) => Promise<Result>): Promise<Result> {
  const connection = await Connection.connect({ address: engine.address });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

test('a started engine serves its Web UI, the search attributes and ninety days of closed cases', async () => {
  const engine = await start();
  expect((await fetch(engine.uiUrl)).status).toBe(200);
  await withClient(engine, async ({ connection }) => {
    const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(NINETY_DAYS_S);
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining(Object.keys(searchAttributes)));
  });
});

test('what the engine was told before it stopped is there after the next start', async () => {
  const first = await start();
  await withClient(first, (client) =>
    client.workflow.start('recoverInvoice', { workflowId: 'invoice:c1:i1', taskQueue: 'recovery' }),
  );
  await first.stop();
  expect(isRunning(first.pid)).toBe(false);
  const second = await start();
  const { status } = await withClient(second, (client) => client.workflow.getHandle('invoice:c1:i1').describe());
  expect(status.name).toBe('RUNNING');
});

test('an engine that died is started again with one line, and knows what it knew', async () => {
  const lines: string[] = [];
  const engine = await startEngine({ ...options(), say: (line) => lines.push(line) });
  running.push(engine);
  const id = 'invoice:c1:i1';
  await withClient(engine, (client) => client.workflow.start('recoverInvoice', { workflowId: id, taskQueue: 'recovery' }));
  const dead = engine.pid;
  process.kill(dead, 'SIGKILL');
  const status = () => withClient(engine, async (client) => (await client.workflow.getHandle(id).describe()).status.name);
  await until(
    () =>
      status()
        .then((name) => engine.pid !== dead && name === 'RUNNING')
        .catch(() => false),
    async () => `engine ${dead} was killed, now ${engine.pid}: ${lines.join(' ')}`,
  );
  expect(lines).toEqual([expect.stringMatching(/^Le moteur Temporal s’est arrêté \(SIGKILL\)\u00a0: il est relancé/)]);
  const second = engine.pid;
  await engine.stop();
  expect([isRunning(dead), isRunning(second), engine.pid]).toEqual([false, false, second]);
});

test.each([
  ['port', '--engine-port'],
  ['uiPort', '--ui-port'],
] as const)('a %s that is taken is said with the option that changes it', async (which, option) => {
  const taker: Server = createServer();
  await new Promise<void>((taken) => taker.listen(ports[which], '127.0.0.1', taken));
  await expect(startEngine(options())).rejects.toThrow(
    `Le port ${ports[which]} est déjà pris : choisissez-en un autre avec ${option}.`,
  );
  await new Promise((closed) => taker.close(closed));
});

test('a stopped engine leaves no record and no process', async () => {
  const engine = await start();
  expect(readFileSync(join(dataDir, 'processes.json'), 'utf8')).toContain(String(engine.pid));
  await engine.stop();
  expect(existsSync(join(dataDir, 'processes.json'))).toBe(false);
  expect(isRunning(engine.pid)).toBe(false);
});

/** A start in a process of its own, which prints the engine's pid once it is ready. */
async function startElsewhere() {
  const script = `import('./run/engine.ts').then(async ({ startEngine }) => {
    const engine = await startEngine(${JSON.stringify(options())});
    process.stdout.write(String(engine.pid) + '\\n');
    setInterval(() => {}, 1000);
  });`;
  const owner = spawn(process.execPath, ['--import', 'tsx', '-e', script], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  owner.stderr.pipe(createWriteStream(logFile('elsewhere')));
  const enginePid = await new Promise<number>((ready) => owner.stdout.once('data', (line: Buffer) => ready(Number(line))));
  return { owner, enginePid };
}

test('the engine of a killed start is ended by the next one, the engine of a living start is left alone', async () => {
  const { owner, enginePid } = await startElsewhere();
  const refusal = `est déjà utilisé par le processus ${owner.pid}`;
  await expect(reapLeftovers(dataDir)).rejects.toThrow(refusal);
  expect(isRunning(enginePid)).toBe(true);

  const gone = new Promise((exited) => owner.once('exit', exited));
  owner.kill('SIGKILL');
  await gone;
  await reapLeftovers(dataDir);
  expect(isRunning(enginePid)).toBe(false);
  await start();
});
