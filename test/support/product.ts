import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findEngine } from '../../setup/discovery.mjs';
import { searchAttributes } from '../../temporal-attributes.ts';
import { freePort } from './ports.ts';
import { type Postgres, startPostgres } from './postgres.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_WITHIN_MS = 60_000;
export const ADMIN_KEY = 'exk_test_administration';

/** One process of a running product, which can be killed without a word and started again on the same data. */
export interface Part {
  readonly name: string;
  kill9(): Promise<void>;
  start(): Promise<void>;
}

/** The product as it runs in production: engine, PostgreSQL, API and worker are processes of their own. */
export interface Product {
  readonly apiUrl: string;
  readonly engineAddress: string;
  readonly dataDir: string;
  readonly parts: { readonly engine: Part; readonly database: Part; readonly api: Part; readonly worker: Part };
  stop(): Promise<void>;
}

/** Starts all parts in a fresh folder on free loopback ports. */
export async function startProduct(extra: NodeJS.ProcessEnv = {}): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'exigible-product-'));
  const [enginePort, uiPort, apiPort] = [await freePort(), await freePort(), await freePort()];
  const postgres = await startPostgres();
  const engineAddress = `127.0.0.1:${enginePort}`;
  const env = {
    ...process.env,
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: engineAddress,
    EXIGIBLE_DATA: dataDir,
    EXIGIBLE_PORT: String(apiPort),
    EXIGIBLE_ADMIN_KEY: ADMIN_KEY,
    ...extra,
  };
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const engine = processPart('engine', dataDir, engineCommand(dataDir, enginePort, uiPort), env, () => isListening(enginePort));
  const role = (name: string) => [process.execPath, join(ROOT, 'exigible.mjs'), 'start', '--role', name];
  const api = processPart('api', dataDir, role('api'), env, () => answers(`${apiUrl}/readyz`));
  const worker = processPart('worker', dataDir, role('worker'), env, () => saysReady(dataDir, 'worker'));
  const documents = processPart('documents', dataDir, role('documents'), env, () => saysReady(dataDir, 'documents'));
  await engine.start();
  await api.start();
  await Promise.all([worker.start(), documents.start()]);
  return {
    apiUrl,
    engineAddress,
    dataDir,
    parts: { engine, database: databasePart(postgres), api, worker },
    async stop() {
      for (const part of [documents, worker, api, engine]) await part.kill9();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function engineCommand(dataDir: string, port: number, uiPort: number): string[] {
  const binary = findEngine();
  if (binary === null) throw new Error('Le serveur Temporal est absent : lancez « node setup.mjs --for test ».');
  const attributes = Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]);
  const pragmas = ['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=1'];
  const where = [
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--ui-port',
    String(uiPort),
    '--db-filename',
    join(dataDir, 'engine.sqlite'),
  ];
  return [binary, 'server', 'start-dev', ...where, ...pragmas, ...attributes, '--log-level', 'error'];
}

function databasePart(postgres: Postgres): Part {
  return { name: 'database', kill9: () => postgres.kill9(), start: () => postgres.restart() };
}

function processPart(
  name: string,
  dataDir: string,
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  isReady: () => Promise<boolean> | boolean,
): Part {
  let child: ChildProcess | null = null;
  return {
    name,
    async kill9() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child?.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    },
    async start() {
      const log = openSync(join(dataDir, `${name}.out`), 'w');
      const [program = '', ...args] = command;
      child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', log, log] });
      closeSync(log);
      const until = Date.now() + READY_WITHIN_MS;
      while (!(await isReady())) {
        if (Date.now() > until || child.exitCode !== null)
          throw new Error(`${name} does not start: ${readFileSync(join(dataDir, `${name}.out`), 'utf8')}`);
        await pause(100);
      }
    },
  };
}

function saysReady(dataDir: string, name: string): boolean {
  return readFileSync(join(dataDir, `${name}.out`), 'utf8').includes('Exigible est prêt');
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (answer) => answer.ok,
    () => false,
  );
}

async function isListening(port: number): Promise<boolean> {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
