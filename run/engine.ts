import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common';
import { Refusal } from '../domain/fault.ts';
import { findEngine } from '../setup/discovery.mjs';
import { keepRunning, type Running } from './keep-running.ts';
import { freePort, hiddenPlace } from './ports.ts';
import { forgetChild, recordChild } from './processes.ts';
import { searchAttributes } from './temporal-attributes.ts';
import { openUiDoor, type UiDoor } from './ui-door.ts';

/** Where the embedded engine keeps its data, on which loopback ports it answers, and where its words go. */
export interface EngineOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly uiPort: number;
  readonly namespace: string;
  readonly logFile: string;
  /** Opens sealed payloads for the screen; null where they are not sealed. */
  readonly decode?: UiDoor['decode'];
  /** Told in French when the engine ended by itself and is started again. */
  readonly say?: (line: string) => void;
}

/** A running engine. `stop` returns once its process is gone. */
export interface Engine {
  readonly address: string;
  readonly uiUrl: string;
  /** Of the process that runs now. */
  readonly pid: number;
  /** Rejects when it ended again and again and is no longer started. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

const RETENTION = '90 days';
/** A server that ended says so at once; one that starts slowly is waited for. */
const READY_WITHIN_MS = 300_000;
const TRY_EVERY_MS = 200;

/** Starts Temporal's dev server on a SQLite file of `dataDir`; ready when it returns. Throws a French `Refusal` when it cannot. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const binary = findEngine();
  if (binary === null) throw new Refusal('Le serveur Temporal est introuvable : lancez « node setup.mjs ».');
  await checkPortFree(options.port, '--engine-port');
  await checkPortFree(options.uiPort, '--ui-port');
  const behind = await hiddenPlace();
  const args = await engineArguments(options, behind);
  const begin = async (): Promise<Running> => {
    const child = launch(binary, args, options);
    const pid = await pidOf(child, binary);
    recordChild(options.dataDir, pid, databaseFile(options));
    return { child, pid, gone: () => forgetChild(options.dataDir, pid) };
  };
  const first = await begin();
  const kept = keepRunning(first, begin, options);
  let closeDoor = async (): Promise<void> => undefined;
  const stop = async (): Promise<void> => {
    await closeDoor();
    await kept.stop();
  };
  const address = `127.0.0.1:${options.port}`;
  try {
    await untilReady(first.child, address, options);
    closeDoor = await openUiDoor({ port: options.uiPort, behind, decode: options.decode ?? null });
  } catch (error) {
    await stop();
    throw error;
  }
  kept.watch();
  const uiUrl = `http://127.0.0.1:${options.uiPort}`;
  return {
    address,
    uiUrl,
    failed: kept.failed,
    stop,
    get pid() {
      return kept.pid();
    },
  };
}

function databaseFile({ dataDir }: EngineOptions): string {
  return join(resolve(dataDir), 'engine.sqlite');
}

/** A process group of its own: Ctrl-C in the terminal reaches us alone, and we stop the engine last. */
function launch(binary: string, args: readonly string[], options: EngineOptions): ChildProcess {
  mkdirSync(options.dataDir, { recursive: true });
  const log = openSync(options.logFile, 'a');
  const child = spawn(binary, [...args], { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  return child;
}

/** The Web UI hides behind our door, and the HTTP API of the engine, which we do not use, answers to a name that nobody knows. */
async function engineArguments(options: EngineOptions, behind: UiDoor['behind']): Promise<string[]> {
  const flags = {
    '--ip': '127.0.0.1',
    '--port': options.port,
    '--ui-ip': behind.host,
    '--ui-port': behind.port,
    '--http-port': await freePort(),
    '--dynamic-config-value': `frontend.httpAllowedHosts=["${randomUUID()}.invalid"]`,
    '--db-filename': databaseFile(options),
    '--namespace': options.namespace,
    '--log-level': 'warn',
  };
  const attributes = Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]);
  const pragmas = ['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=2'];
  return [
    'server',
    'start-dev',
    ...Object.entries(flags).flatMap(([flag, value]) => [flag, String(value)]),
    ...pragmas,
    ...attributes,
  ];
}

function pidOf(child: ChildProcess, binary: string): Promise<number> {
  return new Promise((resolvePid, reject) => {
    child.once('spawn', () => resolvePid(child.pid ?? 0));
    child.once('error', (error) => reject(new Refusal(`Le serveur Temporal ${binary} ne démarre pas : ${error.message}`)));
  });
}

async function untilReady(child: ChildProcess, address: string, options: EngineOptions): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  let last: unknown = 'aucune réponse';
  while (Date.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Refusal(`Le serveur Temporal s’est arrêté au démarrage ; la raison est dans ${options.logFile}`);
    }
    try {
      return await raiseRetention(address, options.namespace);
    } catch (error) {
      last = error;
      await pause(TRY_EVERY_MS);
    }
  }
  throw new Refusal(
    `Le serveur Temporal ne répond pas en ${READY_WITHIN_MS / 1000} s (${String(last)}) ; voir ${options.logFile}`,
  );
}

/** Closed cases stay visible for ninety days; succeeds only once the engine serves the namespace. */
async function raiseRetention(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '10 seconds' });
  try {
    await connection.workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl: msToTs(RETENTION) } });
  } finally {
    await connection.close();
  }
}

async function checkPortFree(port: number, option: string): Promise<void> {
  const probe = createServer();
  await new Promise<void>((free, reject) => {
    probe.once('error', () => reject(new Refusal(`Le port ${port} est déjà pris : choisissez-en un autre avec ${option}.`)));
    probe.listen(port, '127.0.0.1', () => probe.close(() => free()));
  });
}
