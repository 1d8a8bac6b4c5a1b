import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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
/** A supervisor's patience with a part that was asked to end. */
const GRACE_MS = 30_000;

/** Of this run alone: a start refuses what stands in a release. */
export const ADMIN_KEY = `exk_${randomBytes(24).toString('base64url')}`;

/** One process of a running product, which can be killed without a word and started again on the same data. */
export interface Part {
  readonly name: string;
  /** Takes it away; it stays away until `start`. */
  kill9(): Promise<void>;
  start(): Promise<void>;
}

/** A part that is one process: it can be stopped in the middle of a step, and goes on there. */
export interface ProcessPart extends Part {
  freeze(): void;
  thaw(): void;
  /** Asks it to end, as a supervisor does, and starts the build at `root` (absent: this one) in its place. */
  replace(root?: string): Promise<void>;
}

/** The product as it runs in production: engine, PostgreSQL, API, worker and document worker are processes of their own. */
export interface Product {
  readonly apiUrl: string;
  readonly engineAddress: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly parts: {
    readonly engine: ProcessPart;
    readonly database: Part;
    readonly api: ProcessPart;
    readonly worker: ProcessPart;
  };
  /** The worker of `parts`, and those beside it. */
  readonly workers: readonly ProcessPart[];
  /** The engine starts again knowing nothing. */
  wipeEngine(): Promise<void>;
  /** Keeps the database as it is now; what it answers with restores it beside the engine of today. */
  keepDatabase(): Promise<() => Promise<void>>;
  /** Puts the build at `root`, or absent this one, in the place of API and workers, one after the other: meanwhile both live the cases. */
  release(root?: string): Promise<void>;
  stop(): Promise<void>;
}

/** How many workers live the cases; and what lies between the parts and what they connect to: the port to use in its place. */
export interface ProductShape {
  readonly workers?: number;
  readonly wired?: (port: number, to: 'engine' | 'database') => Promise<number>;
}

/** Starts all parts in a fresh folder on free loopback ports; `extra` is added to their environment. */
export async function startProduct(extra: NodeJS.ProcessEnv = {}, shape: ProductShape = {}): Promise<Product> {
  const { workers: howMany = 1, wired = (port: number) => Promise.resolve(port) } = shape;
  const dataDir = mkdtempSync(join(tmpdir(), 'exigible-product-'));
  const [enginePort, apiPort] = [await freePort(), await freePort()];
  const postgres = await startPostgres();
  const engineAddress = `127.0.0.1:${enginePort}`;
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const env = {
    ...process.env,
    DATABASE_URL: await wiredUrl(postgres.url, wired),
    TEMPORAL_ADDRESS: `127.0.0.1:${await wired(enginePort, 'engine')}`,
    EXIGIBLE_DATA: dataDir,
    EXIGIBLE_PORT: String(apiPort),
    EXIGIBLE_ADMIN_KEY: ADMIN_KEY,
    EXIGIBLE_LOG_LEVEL: 'warn',
    ...extra,
  };
  const part = (name: string, command: Settings['command'], isReady: Settings['isReady']) =>
    processPart({ name, command, env, isReady });
  const role = (name: string) => (root: string) => [
    process.execPath,
    join(root, 'exigible.mjs'),
    'start',
    '--role',
    name,
    '--data',
    dataDir,
  ];
  const engine = part(
    'engine',
    () => engineCommand(dataDir, enginePort),
    () => isListening(enginePort),
  );
  const api = part('api', role('api'), () => answers(`${apiUrl}/readyz`));
  const documents = part('documents', role('documents'), saysReady);
  const worker = part('worker', role('worker'), saysReady);
  const others = Array.from({ length: howMany - 1 }, (_, index) => part(`worker-${index + 2}`, role('worker'), saysReady));
  const workers = [worker, ...others];
  await engine.start();
  await api.start();
  await Promise.all([...workers, documents].map((one) => one.start()));
  return {
    apiUrl,
    engineAddress,
    databaseUrl: postgres.url,
    dataDir,
    parts: { engine, database: databasePart(postgres), api, worker },
    workers,
    async wipeEngine() {
      await engine.kill9();
      for (const file of readdirSync(dataDir)) if (file.startsWith('engine.sqlite')) rmSync(join(dataDir, file));
      await engine.start();
    },
    keepDatabase: () => postgres.keep(),
    async release(root) {
      for (const part of [...workers, documents, api]) await part.replace(root);
    },
    async stop() {
      for (const running of [documents, ...workers, api, engine]) await running.kill9();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function wiredUrl(url: string, wired: NonNullable<ProductShape['wired']>): Promise<string> {
  const to = new URL(url);
  to.port = String(await wired(Number(to.port), 'database'));
  return to.href;
}

function engineCommand(dataDir: string, port: number): string[] {
  const binary = findEngine();
  if (binary === null) throw new Error('Le serveur Temporal est absent : lancez « node setup.mjs --for test ».');
  const attributes = Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]);
  const pragmas = ['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=2'];
  const where = ['--ip', '127.0.0.1', '--port', String(port), '--headless', '--db-filename', join(dataDir, 'engine.sqlite')];
  return [binary, 'server', 'start-dev', ...where, ...pragmas, ...attributes, '--log-level', 'error'];
}

function databasePart(postgres: Postgres): Part {
  return { name: 'database', kill9: () => postgres.kill9(), start: () => postgres.restart() };
}

interface Settings {
  readonly name: string;
  readonly command: (root: string) => readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly isReady: (said: string) => Promise<boolean> | boolean;
}

/** A process under a supervisor, as Compose restarts what exits: one that cannot start yet is tried again. */
function processPart(settings: Settings): ProcessPart {
  const { name, isReady } = settings;
  let child: ChildProcess | null = null;
  let wanted = false;
  let starts = 0;
  let output = '';
  let root = ROOT;
  const run = (): void => {
    if (!wanted || (child && !hasEnded(child))) return;
    starts += 1;
    output = logFile(`${name}-${starts}`);
    child = launch(settings, root, output);
    child.once('exit', () => setTimeout(run, RESTART_AFTER_MS));
  };
  process.once('exit', () => child?.kill('SIGKILL'));
  return {
    name,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async kill9() {
      wanted = false;
      if (!child || hasEnded(child)) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    async replace(next = ROOT) {
      root = next;
      wanted = false;
      if (child) await ended(child);
      await start();
    },
    start,
  };
  async function start(): Promise<void> {
    wanted = true;
    run();
    const said = () => readFileSync(output, 'utf8');
    await until(
      () => isReady(said()),
      () => `${name} does not start: ${said()}`,
    );
  }
}

/** SIGTERM, and for one that does not hear it, in the end SIGKILL. */
async function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const lost = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await gone;
  clearTimeout(lost);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function launch(settings: Settings, root: string, output: string): ChildProcess {
  const log = openSync(output, 'w');
  const [program = '', ...args] = settings.command(root);
  const child = spawn(program, args, { cwd: root, env: settings.env, stdio: ['ignore', log, log] });
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
