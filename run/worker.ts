import {
  DefaultLogger,
  type NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
  type WorkflowBundle,
} from '@temporalio/worker';
import type { CaseActivities, DocumentActivities, SendActivities } from '../activities/activities.ts';
import type { ImportActivities } from '../activities/import/import.ts';
import type { KeyRing } from '../db/key-ring.ts';
import { sealedConverter } from './codec.ts';

/** The four queues and who may serve them. */
export interface Queues {
  readonly recovery?: CaseActivities;
  /** Apart: however many files one creditor hands over, no case of anybody waits behind them. */
  readonly imports?: ImportActivities;
  readonly sends?: SendActivities;
  readonly documents?: DocumentActivities;
}

export interface WorkerSettings {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly sendsPerSecond: number;
  readonly bundle?: WorkflowBundle;
  readonly codec?: KeyRing | null;
}

/** Running workers. `stop` lets what is under way finish: what sends and prints asks the case, whose own worker ends last. */
export interface Workers {
  stop(): Promise<void>;
  /** Settles when a worker ends; rejects when one fails. */
  readonly ended: Promise<unknown>;
}

/** Said once per process, before any connection: the SDK's own log, that of its core too, goes where ours goes. */
export function quietRuntime(level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR', write: (line: string) => void): void {
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: { core: level, other: level } } },
    logger: new DefaultLogger(level, ({ level: severity, message, meta }) =>
      write(JSON.stringify({ severity, message, ...meta })),
    ),
  });
}

/** Starts a worker for each queue that has activities. */
export async function startWorkers(settings: WorkerSettings, queues: Queues): Promise<Workers> {
  const workers = await createWorkers(settings, queues);
  const runs = workers.map((worker) => worker.run());
  const ended = Promise.all(runs);
  ended.catch(() => undefined);
  return {
    ended,
    async stop() {
      for (const [index, worker] of [...workers.entries()].reverse()) {
        if (worker.getState() === 'RUNNING') worker.shutdown();
        await Promise.allSettled([runs[index]]);
      }
    },
  };
}

/** The workers of all queues that have activities, not running yet. */
export function createWorkers(settings: WorkerSettings, queues: Queues): Promise<Worker[]> {
  return Promise.all(optionsOf(settings, queues).map((options) => Worker.create({ ...common(settings), ...options })));
}

/**
 * How long one step of a workflow may hold the processor, in a machine that is busy, or frozen and thawed: Node dies of what the SDK does
 * then (nodejs/node#38503), and with it all that the process has under way. The SDK reads it, its types do not name it; by itself it gives
 * five seconds.
 */
const STEP_WITHIN = { isolateExecutionTimeout: '5 minutes' };

function common({ connection, namespace, codec = null }: WorkerSettings) {
  return {
    connection,
    namespace,
    ...sealedConverter(codec),
    shutdownGraceTime: '10 seconds',
    identity: `exigible-${process.pid}`,
    ...STEP_WITHIN,
  } as const;
}

/** Each reads in a thread of its own, with half a gigabyte at most. */
const IMPORTS_AT_ONCE = 4;

function optionsOf(
  settings: WorkerSettings,
  { recovery, imports, sends, documents }: Queues,
): (Omit<WorkerOptions, 'connection'> & { taskQueue: string })[] {
  return [
    ...(recovery && settings.bundle
      ? [
          {
            taskQueue: 'recovery',
            // Readings that an earlier release asked for wait here.
            activities: { ...recovery, ...imports },
            workflowBundle: settings.bundle,
            // A wave of payments wakes thousands of cases at once: with fewer, they evict each other and each is read again at every step.
            maxCachedWorkflows: 2000,
            maxConcurrentActivityTaskExecutions: 20,
          },
        ]
      : []),
    ...(sends
      ? [
          {
            taskQueue: 'sends',
            activities: sends,
            maxConcurrentActivityTaskExecutions: 10,
            maxTaskQueueActivitiesPerSecond: settings.sendsPerSecond,
          },
        ]
      : []),
    ...(imports ? [{ taskQueue: 'imports', activities: imports, maxConcurrentActivityTaskExecutions: IMPORTS_AT_ONCE }] : []),
    ...(documents ? [{ taskQueue: 'documents', activities: documents, maxConcurrentActivityTaskExecutions: 2 }] : []),
  ];
}
