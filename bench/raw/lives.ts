import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, type NativeConnection, Worker, type WorkflowBundle } from '@temporalio/worker';
import { connectClient, connectWorker } from '../../run/temporal.ts';
import { quietRuntimeOfTests } from '../../test/support/runner/logs.ts';
import { until } from '../../test/support/runner/patience.ts';
import { atOnce } from '../at-once.ts';
import type { RawActivities } from './workflow.ts';

const GLANCE_MS = 50;

/** The engine with nothing of ours: as many workflows as are wanted, each of which hears a signal, does one activity and ends. */
export interface RawLives {
  /** Seconds from the first signal to the last completion. */
  wave(size: number): Promise<number>;
  /** The same when their worker goes before they are told, from the start of another to the last completion. */
  takenOver(size: number): Promise<number>;
  stop(): Promise<void>;
}

/** The baseline on an engine that runs, with a worker in this process that is set as ours is. */
export async function rawLives(address: string): Promise<RawLives> {
  quietRuntimeOfTests();
  const engine = { address, namespace: 'default' };
  const [client, connection] = [await connectClient(engine), await connectWorker(engine)];
  const workflowsPath = fileURLToPath(new URL('./workflow.ts', import.meta.url));
  const bundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  return {
    async wave(size) {
      const lives = await begin(client, size, (queue) => startWorker(connection, bundle, queue));
      const began = performance.now();
      await lives.tell();
      await lives.over();
      await lives.worker.stop();
      return secondsSince(began);
    },
    async takenOver(size) {
      const lives = await begin(client, size, (queue) => startWorker(connection, bundle, queue));
      await lives.worker.stop();
      await lives.tell();
      const second = await startWorker(connection, bundle, lives.taskQueue);
      const began = performance.now();
      await lives.over();
      await second.stop();
      return secondsSince(began);
    },
    async stop() {
      await client.connection.close();
      await connection.close();
    },
  };
}

/** Seconds since a moment of `performance`. */
function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}

/** Workflows that have opened and sleep, with the worker that lives them. */
async function begin(client: Client, size: number, workerOn: (taskQueue: string) => ReturnType<typeof startWorker>) {
  const taskQueue = `raw-${randomUUID()}`;
  const idOf = (index: number) => `${taskQueue}:${index}`;
  const worker = await workerOn(taskQueue);
  const running = async () => (await client.workflow.count(`TaskQueue = "${taskQueue}" AND ExecutionStatus = "Running"`)).count;
  await atOnce(size, (index) => client.workflow.start('rawLife', { taskQueue, workflowId: idOf(index) }));
  await until(
    () => worker.opened() === size,
    () => `${worker.opened()} raw workflows opened`,
    GLANCE_MS,
  );
  return {
    taskQueue,
    worker,
    tell: () => atOnce(size, (index) => client.workflow.getHandle(idOf(index)).signal('told')),
    over: () =>
      until(
        async () => (await running()) === 0,
        async () => `${await running()} raw workflows do not end`,
        GLANCE_MS,
      ),
  };
}

async function startWorker(connection: NativeConnection, workflowBundle: WorkflowBundle, taskQueue: string) {
  let opened = 0;
  const activities: RawActivities = {
    open: async () => {
      opened += 1;
    },
    write: () => Promise.resolve(),
  };
  const limits = { maxCachedWorkflows: 2000, maxConcurrentActivityTaskExecutions: 20 };
  const worker = await Worker.create({
    connection,
    namespace: 'default',
    taskQueue,
    workflowBundle,
    activities: { ...activities },
    ...limits,
  });
  const running = worker.run();
  return {
    opened: () => opened,
    async stop() {
      worker.shutdown();
      await running;
    },
  };
}
