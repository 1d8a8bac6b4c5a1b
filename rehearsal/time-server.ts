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
const READY_WITHIN_MS = 30_000;
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

/** Starts the server that `node setup.mjs --for test` installs. Throws a French sentence when it is absent. */
export async function startTimeServer(story: StoryTime): Promise<TimeServer> {
  const path = findTimeSkipping();
  if (path === null)
    throw new Error('Le serveur de test Temporal est absent\u00a0: lancez « node setup.mjs --for test », puis recommencez.');
  const port = await freePort();
  const child = spawn(path, [String(port)], { stdio: 'ignore' });
  try {
    const connection = await connected(child, `127.0.0.1:${port}`);
    return await served(child, connection, `127.0.0.1:${port}`, story);
  } catch (error) {
    await end(child);
    throw error;
  }
}

async function served(child: ChildProcess, connection: Connection, address: string, story: StoryTime): Promise<TimeServer> {
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
      await connection.close();
      await end(child);
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

async function connected(child: ChildProcess, address: string): Promise<Connection> {
  const until = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      return await Connection.connect({ address, connectTimeout: '2 seconds', ...withTimeTravel });
    } catch (error) {
      if (child.exitCode !== null || Date.now() > until)
        throw new Error(`Le serveur de test Temporal ne démarre pas\u00a0: ${String(error)}`);
      await pause(TRY_EVERY_MS);
    }
  }
}

async function end({ pid, exitCode }: ChildProcess): Promise<void> {
  if (pid !== undefined && exitCode === null) await endProcess(pid);
}
