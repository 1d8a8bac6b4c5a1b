import {
  ApplicationFailure,
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { CaseView } from '../domain/case/view.ts';
import type { EnginePort, UpdateOutcome, UpdateRequest } from './engine-port.ts';
import { importOptions, startOptions } from './engine-start.ts';

/** Longer than any call to a healthy engine, shorter than the drainer's lease. */
const CALL_WITHIN_MS = 10_000;
const GLANCE_MS = 2_000;
const LIVING = 'WorkflowType = "recoverInvoice" AND ExecutionStatus = "Running"';
/** Once or twice a task may meet a worker that stops. */
const FAILS_OFTEN = 3;
/** What `workflows/listen.ts` throws. */
const REFUSALS: ReadonlySet<string> = new Set(['Refusal', 'BadInput']);
/** A person waits for the answer: no worker, no answer. */
const QUERY_WITHIN_MS = 4_000;

/** The engine behind a Temporal client. `publicUrl` is where the links in the Web UI lead. */
export function createEngine(client: Client, publicUrl: string): EnginePort {
  const soon = <T>(call: () => Promise<T>, withinMs = CALL_WITHIN_MS) => client.withDeadline(Date.now() + withinMs, call);
  const handleOf = (caseId: string) => client.workflow.getHandle(caseId);
  const signal: EnginePort['signal'] = (caseId, name, payload) =>
    orWhenNotFound(soon(() => handleOf(caseId).signal(name, payload)).then(isDelivered), false);
  const startAgain: EnginePort['startAgain'] = async (beginning) => {
    const options = { ...startOptions(beginning, publicUrl), workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const };
    await soon(() => client.workflow.start('recoverInvoice', { ...options, workflowIdConflictPolicy: 'TERMINATE_EXISTING' }));
  };
  return {
    async start(beginning) {
      const options = { ...startOptions(beginning, publicUrl), workflowIdReusePolicy: 'REJECT_DUPLICATE' as const };
      const isNew = await soon(() => client.workflow.start('recoverInvoice', options)).then(isDelivered, isKnownAlready);
      // One that runs may have found no row when it last looked (an older database restored): it looks again.
      if (!isNew && !(await signal(beginning.caseId, 'ring', {}))) await startAgain(beginning);
    },
    startAgain,
    signal,
    async startImport(importId, creditorId) {
      const options = { ...importOptions(importId, creditorId), workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const };
      await soon(() => client.workflow.start('importStatement', { ...options, workflowIdConflictPolicy: 'USE_EXISTING' }));
    },
    update: (request) => orWhenNotFound(update(client, request), { kind: 'not-found' }),
    view: (caseId) =>
      orWhenNotFound(
        soon(() => stateOf(client, caseId), QUERY_WITHIN_MS),
        null,
      ),
    living: () => livingOf(client),
    isFailing: (caseId) =>
      orWhenNotFound(
        soon(() => handleOf(caseId).describe()).then(({ raw }) => (raw.pendingWorkflowTask?.attempt ?? 0) > FAILS_OFTEN),
        false,
      ),
    unserved: () => soon(() => unservedBy(client)),
    reachable: () => soon(() => client.workflowService.getSystemInfo({}), GLANCE_MS).then(isDelivered, () => false),
  };
}

/** Types of a queue, as the engine counts them. */
const [TASKS, ACTIVITIES] = [1, 2];
/** Where workers ask for work: for the tasks of workflows, and for activities. */
const queues = [
  ['recovery', TASKS],
  ['recovery', ACTIVITIES],
  ['imports', ACTIVITIES],
  ['sends', ACTIVITIES],
  ['documents', ACTIVITIES],
] as const;
/** A worker asks again a minute after it was told that there is nothing; the engine remembers one that is gone for five. */
const ASKS_WITHIN_MS = 100_000;

async function unservedBy(client: Client): Promise<string[]> {
  const { namespace } = client.options;
  const served = await Promise.all(
    queues.map(async ([name, taskQueueType]) => {
      const { pollers } = await client.workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType });
      return (pollers ?? []).some(({ lastAccessTime }) => Number(lastAccessTime?.seconds) * 1000 > Date.now() - ASKS_WITHIN_MS);
    }),
  );
  return [...new Set(queues.filter((_, index) => !served[index]).map(([name]) => name))];
}

async function livingOf(client: Client): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query: LIVING })) ids.add(workflowId);
  return ids;
}

async function stateOf(client: Client, caseId: string): Promise<CaseView> {
  const { view } = await client.workflow.getHandle(caseId).query<{ view: CaseView }>('state');
  return view;
}

async function update(client: Client, request: UpdateRequest): Promise<UpdateOutcome> {
  const { caseId, name, payload, updateId, timeoutMs } = request;
  try {
    const view = await client.withDeadline(Date.now() + timeoutMs, () =>
      client.workflow.getHandle(caseId).executeUpdate<CaseView, [typeof payload]>(name, { args: [payload], updateId }),
    );
    return { kind: 'answer', view };
  } catch (error) {
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { kind: 'pending' };
    if (error instanceof WorkflowUpdateFailedError) return refusedOr(error);
    throw error;
  }
}

/** What a case refuses it says so. Whatever else ends an update, its workflow ended or replaced meanwhile, a case that cannot write for now: the act is kept. */
export function refusedOr({ cause }: WorkflowUpdateFailedError): UpdateOutcome {
  const isRefusal = cause instanceof ApplicationFailure && REFUSALS.has(cause.type ?? '');
  return isRefusal ? { kind: 'refused', sentence: cause.message } : { kind: 'pending' };
}

function isDelivered(): true {
  return true;
}

async function orWhenNotFound<T>(call: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return otherwise;
    throw error;
  }
}

function isKnownAlready(error: unknown): false {
  if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  return false;
}
