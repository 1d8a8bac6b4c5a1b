import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { InternalConnectionOptionsSymbol } from '@temporalio/client/lib/connection.js';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import { NativeConnection } from '@temporalio/worker';
import { freePort } from '../run/ports.ts';
import { endProcess } from '../run/processes.ts';
import { findTimeSkipping } from '../setup/discovery.mjs';
import { type Span, STORY_MEMO, type StoryMemo } from './story-clock.ts';

const NAMESPACE = 'default';
const TRY_EVERY_MS = 50;

/** Temporal's test server on which months pass in milliseconds, with a clock that starts when the story does. */
export interface TimeServer {
  readonly client: Client;
  readonly workers: NativeConnection;
  /** The time of the story, in milliseconds. */
  nowMs(): Promise<number>;
  /** Lets time pass until that moment of the story; at once when it has come. */
  goTo(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** When the first story starts, and when a case has no worker. */
export interface StoryTime {
  readonly startsMs: number;
  downsOf(caseId: string): readonly Span[];
}

/** The bare server: a process of its own on a free port, and a connection that can move its clock. */
export interface TimeSkippingServer {
  readonly address: string;
  readonly connection: Connection;
  stop(): Promise<void>;
}

/** Starts the server that `node setup.mjs --for test` installs. Throws a French sentence when it is absent or ends before it answers. */
export async function startTimeSkippingServer(): Promise<TimeSkippingServer> {
  const path = findTimeSkipping();
  if (path === null)
    throw new Error('Le serveur de test Temporal est absent\u00a0: lancez « node setup.mjs --for test », puis recommencez.');
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(path, [address.split(':')[1] ?? ''], { stdio: 'ignore' });
  try {
    const connection = await connected(child, address);
    const stop = async () => {
      await connection.close();
      await end(child);
    };
    return { address, connection, stop };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** Starts the server at the moment the first story starts. */
export async function startTimeServer(story: StoryTime): Promise<TimeServer> {
  const server = await startTimeSkippingServer();
  try {
    return await served(server, story);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function served(server: TimeSkippingServer, story: StoryTime): Promise<TimeServer> {
  const { address, connection } = server;
  const { testService } = connection;
  const engineMs = async () => tsToMs((await testService?.getCurrentTime({}))?.time);
  const offsetMs = story.startsMs - (await engineMs());
  const nowMs = async () => (await engineMs()) + offsetMs;
  const workers = await NativeConnection.connect({ address });
  return {
    client: new Client({ connection, namespace: NAMESPACE, interceptors: { workflow: [inStoryTime(offsetMs, story)] } }),
    workers,
    nowMs,
    async goTo(ms) {
      const left = ms - (await nowMs());
      if (left > 0) await testService?.unlockTimeSkippingWithSleep({ duration: msToTs(left) });
    },
    async stop() {
      await workers.close();
      await server.stop();
    },
  };
}

/** Every case that is started learns how far its clock is from the engine's, and when it has no worker. */
function inStoryTime(offsetMs: number, story: StoryTime) {
  type Start = { readonly options: { readonly workflowId: string; readonly memo?: Record<string, unknown> } };
  return {
    startWithDetails<I extends Start, O>(input: I, next: (input: I) => O): O {
      const memo: StoryMemo = { offsetMs, downs: story.downsOf(input.options.workflowId) };
      return next({ ...input, options: { ...input.options, memo: { ...input.options.memo, [STORY_MEMO]: memo } } });
    },
  };
}

/** The service of the test server that moves its clock, as the SDK's own testing package asks for it. */
const withTimeTravel = { [InternalConnectionOptionsSymbol]: { supportsTestService: true } };

/** A busy machine starts it slowly: only a server that ended is given up. */
async function connected(child: ChildProcess, address: string): Promise<Connection> {
  for (;;) {
    try {
      return await Connection.connect({ address, connectTimeout: '10 seconds', ...withTimeTravel });
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`Le serveur de test Temporal s’est arrêté au démarrage\u00a0: ${String(error)}`);
      await pause(TRY_EVERY_MS);
    }
  }
}

async function end({ pid, exitCode }: ChildProcess): Promise<void> {
  if (pid !== undefined && exitCode === null) await endProcess(pid);
}
