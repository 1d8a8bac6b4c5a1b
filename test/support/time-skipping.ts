import { Client, type Connection } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import { TimeSkippingWorkflowClient } from '@temporalio/testing';
import { NativeConnection } from '@temporalio/worker';
import { startTimeSkippingServer } from '../../rehearsal/time-server.ts';
import { quietRuntimeOfTests } from './runner/logs.ts';

const namespace = 'default';

/** A server on which months pass in milliseconds. Its `workflow` lets time pass while the result of a case is awaited. */
export interface TimeSkipping {
  readonly connection: Connection;
  readonly client: Client;
  readonly workflow: TimeSkippingWorkflowClient;
  /** What workers poll on. */
  readonly workers: NativeConnection;
  nowMs(): Promise<number>;
  /** Lets time pass, `3 days`. */
  sleep(duration: Duration): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it on a free port; the SDK's own start gives up after five seconds, which a busy machine may not have. */
export async function createTimeSkipping(): Promise<TimeSkipping> {
  quietRuntimeOfTests();
  const server = await startTimeSkippingServer();
  const { address, connection } = server;
  const { testService } = connection;
  const workers = await NativeConnection.connect({ address });
  return {
    connection,
    client: new Client({ connection, namespace }),
    workflow: new TimeSkippingWorkflowClient({ connection, namespace }),
    workers,
    nowMs: async () => tsToMs((await testService?.getCurrentTime({}))?.time),
    async sleep(duration) {
      await testService?.unlockTimeSkippingWithSleep({ duration: msToTs(duration) });
    },
    async stop() {
      await workers.close();
      await server.stop();
    },
  };
}
