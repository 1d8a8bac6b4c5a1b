import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../run/ports.ts';
import { searchAttributes } from '../../run/temporal-attributes.ts';
import { findEngine } from '../../setup/discovery.mjs';
import { type Postgres, startPostgres } from './postgres.ts';
import { logFile } from './runner/logs.ts';
import { until } from './runner/patience.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const RESTART_AFTER_MS = 500;

/** Of this run alone: a start refuses what stands in a release. */
export const ADMIN_KEY = `exk_${randomBytes(24).toString('base64url')}`;

/** One process of a running product, which can be killed without a word and started again on the same data. */
export interface Part {
  readonly name: string;
  /** Takes it away; it stays away until `start`. */
  kill9(): Promise<void>;
  start(): Promise<void>;
}

/** The product as it runs in production: engine, PostgreSQL, API, worker and document worker are processes of their own. */
export interface Product {
  readonly apiUrl: string;
  readonly engineAddress: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly parts: { readonly engine: Part; readonly database: Part; readonly api: Part; readonly worker: Part };
  stop(): Promise<void>;
}

/** Starts all parts in a fresh folder on free loopback ports; `extra` is added to their environment. */
export async function startProduct(extra: NodeJS.ProcessEnv = {}): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'exigible-product-'));
  const [enginePort, apiPort] = [await freePort(), await freePort()];
  const postgres = await startPostgres();
  const engineAddress = `127.0.0.1:${enginePort}`;
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const env = {
    ...process.env,
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: engineAddress,
    EXIGIBLE_DATA: dataDir,
    EXIGIBLE_PORT: String(apiPort),
    EXIGIBLE_ADMIN_KEY: ADMIN_KEY,
    EXIGIBLE_LOG_LEVEL: 'warn',
    ...extra,
  };
  const part = (name: string, command: readonly string[], isReady: Settings['isReady']) =>
    processPart({ name, command, env, isReady });
  const role = (name: string) => [process.execPath, join(ROOT, 'exigible.mjs'), 'start', '--role', name, '--data', dataDir];
  const engine = part('engine', engineCommand(dataDir, enginePort), () => isListening(enginePort));
  const api = part('api', role('api'), () => answers(`${apiUrl}/readyz`));
  const [worker, documents] = ['worker', 'documents'].map((name) => part(name, role(name), saysReady)) as [Part, Part];
  await engine.start();
  await api.start();
  await Promise.all([worker.start(), documents.start()]);
  return {
    apiUrl,
    engineAddress,
    databaseUrl: postgres.url,
    dataDir,
    parts: { engine, database: databasePart(postgres), api, worker },
    async stop() {
      for (const running of [documents, worker, api, engine]) await running.kill9();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function engineCommand(dataDir: string, port: number): string[] {
  const binary = findEngine();
  if (binary === null) throw new Error('Le serveur Temporal est absent : lancez « node setup.mjs --for test ».');
  const attributes = Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]);
  const pragmas = ['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=1'];
  const where = ['--ip', '127.0.0.1', '--port', String(port), '--headless', '--db-filename', join(dataDir, 'engine.sqlite')];
  return [binary, 'server', 'start-dev', ...where, ...pragmas, ...attributes, '--log-level', 'error'];
}

function databasePart(postgres: Postgres): Part {
  return { name: 'database', kill9: () => postgres.kill9(), start: () => postgres.restart() };
}

interface Settings {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly isReady: (said: string) => Promise<boolean> | boolean;
}

/** A process under a supervisor, as Compose restarts what exits: one that cannot start yet is tried again. */
function processPart(settings: Settings): Part {
  const { name, isReady } = settings;
  let child: ChildProcess | null = null;
  let wanted = false;
  let starts = 0;
  let output = '';
  const run = (): void => {
    if (!wanted || (child && !hasEnded(child))) return;
    starts += 1;
    output = logFile(`${name}-${starts}`);
    child = launch(settings, output);
    child.once('exit', () => setTimeout(run, RESTART_AFTER_MS));
  };
  process.once('exit', () => child?.kill('SIGKILL'));
  return {
    name,
    async kill9() {
      wanted = false;
      if (!child || hasEnded(child)) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    async start() {
      wanted = true;
      run();
      const said = () => readFileSync(output, 'utf8');
      await until(
        () => isReady(said()),
        () => `${name} does not start: ${said()}`,
      );
    },
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function launch(settings: Settings, output: string): ChildProcess {
  const log = openSync(output, 'w');
  const [program = '', ...args] = settings.command;
  const child = spawn(program, args, { cwd: ROOT, env: settings.env, stdio: ['ignore', log, log] });
  closeSync(log);
  return child;
}

function saysReady(said: string): boolean {
  return said.includes('Exigible est prêt');
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (answer) => answer.ok,
    () => false,
  );
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
