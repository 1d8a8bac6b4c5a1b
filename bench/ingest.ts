import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../api/engine.ts';
import { startOptions } from '../api/engine-start.ts';
import { type Beginning, openDossier } from '../cases/open.ts';
import { putCreditor } from '../db/creditors.ts';
import { openDatabase } from '../db/database.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { creditorSchema } from '../domain/party/party-schema.ts';
import { shippedPlans } from '../domain/plan/shipped.ts';
import { startEngine } from '../run/engine.ts';
import { freePort } from '../run/ports.ts';
import { connectClient, ensureSearchAttributes } from '../run/temporal.ts';
import { creditor, openingOf } from '../test/support/parties.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { perSecond } from './at-once.ts';
import { historyCosts } from './history-cost.ts';
import { processorOf } from './processor.ts';
import { type BenchOptions, type BenchResult, middleOf, peakMemoryMb, rounded } from './result.ts';
import { type Arm, serving, timed, URL_SHOWN, type Where } from './webhook-load.ts';

const ROUNDS = 5;

type Client = Awaited<ReturnType<typeof connectClient>>;

type Round = Readonly<Record<'raw' | 'postgres' | 'pglite', Arm & { readonly processorMs: Costs }>>;

/** Processor time of an invoice, in milliseconds: of this process, which is API, inbox and sender of the webhooks, of the engine and of PostgreSQL. */
type Costs = Readonly<Record<'here' | 'engine' | 'database', number>>;

/**
 * Webhooks per second through the whole path (signature, checks, durable, started in the engine) beside raw `client.start`
 * on the same engine, no worker in either arm; medians of rounds in turn, and what processor time each costs whom. `size`: webhooks per arm.
 */
export async function bench({ size = 2500 }: BenchOptions): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-bench-'));
  const engine = await startEngine({
    dataDir: folder,
    port: await freePort(),
    uiPort: await freePort(),
    namespace: 'default',
    logFile: join(folder, 'engine.log'),
  });
  const client = await connectClient({ address: engine.address, namespace: 'default' });
  const postgres = await startPostgres();
  try {
    await ensureSearchAttributes(client);
    const each = Math.ceil(size / ROUNDS);
    const costing = counter({ engine: engine.pid, database: postgres.pid }, each);
    const beginning = await oneBeginning();
    const next = () => round({ client, beginning, url: postgres.url, folder, size: each, costing });
    await next();
    const rounds: Round[] = [];
    while (rounds.length < ROUNDS) rounds.push(await next());
    const [raw, onPostgres, onPglite] = [middle(rounds, 'raw'), middle(rounds, 'postgres'), middle(rounds, 'pglite')];
    const details = {
      size,
      rounds: ROUNDS,
      rawStartsPerSecond: rounds.map(({ raw: { started } }) => rounded(started)),
      rawProcessorMs: costsOf(rounds, 'raw'),
      postgres: { ...figures(onPostgres), processorMs: costsOf(rounds, 'postgres') },
      pglite: { ...figures(onPglite), ratio: rounded(onPglite.started / raw.started) },
      histories: historyCosts(),
    };
    return {
      name: 'ingest',
      ours: rounded(onPostgres.started),
      baseline: rounded(raw.started),
      ratio: rounded(onPostgres.started / raw.started),
      unit: 'invoices/s',
      peakMemoryMb: peakMemoryMb(),
      details,
    };
  } finally {
    await client.connection.close();
    await postgres.stop();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Does the work of an arm and says besides what processor time an invoice of it cost. */
type Costing = (work: () => Promise<Arm>) => Promise<Arm & { readonly processorMs: Costs }>;

function counter(pids: Readonly<Record<'engine' | 'database', number>>, size: number): Costing {
  const costing = processorOf(pids);
  return async (work) => {
    const { result, processorMs } = await costing(size, work);
    return { ...result, processorMs };
  };
}

interface Turn {
  readonly client: Client;
  /** Of the case that the raw client starts. */
  readonly beginning: Beginning;
  readonly url: string;
  readonly folder: string;
  readonly size: number;
  readonly costing: Costing;
}

/** The three arms, one after the other: what the machine does besides weighs on each alike. */
async function round({ client, beginning, url, folder, size, costing }: Turn): Promise<Round> {
  return {
    raw: await costing(() => rawStarts(client, beginning, size)),
    postgres: await costing(() => webhooks(client, { url }, size)),
    pglite: await costing(() => webhooks(client, { dataDir: join(folder, 'pglite') }, size)),
  };
}

/** The median of an arm, figure by figure. */
function middle(rounds: readonly Round[], arm: keyof Round): Arm {
  const of = (figure: keyof Arm) => middleOf(rounds.map((each) => each[arm][figure]));
  return { accepted: of('accepted'), started: of('started') };
}

function figures({ accepted, started }: Arm) {
  return { acceptedPerSecond: rounded(accepted), startedPerSecond: rounded(started) };
}

function costsOf(rounds: readonly Round[], arm: keyof Round): Costs {
  const of = (part: keyof Costs) => rounded(middleOf(rounds.map((each) => each[arm].processorMs[part])));
  return { here: of('here'), engine: of('engine'), database: of('database') };
}

/** The same case started by the client alone: same input, same search attributes, same summary. */
async function rawStarts(client: Client, beginning: Beginning, size: number): Promise<Arm> {
  const started = await perSecond(size, () =>
    client.workflow.start('recoverInvoice', startOptions({ ...beginning, caseId: `raw:${randomUUID()}` }, URL_SHOWN)),
  );
  return { accepted: started, started };
}

async function oneBeginning(): Promise<Beginning> {
  const [plan] = shippedPlans;
  if (!plan) throw new Error('no plan is shipped');
  const db = await openDatabase({});
  await putCreditor(db, creditorSchema.parse(creditor));
  const opening = openingOf(parisDay(Date.now()), 30, { id: randomUUID() });
  const beginning = await openDossier(db, { opening, plan, actor: 'billing' }, Date.now());
  await db.close();
  return beginning;
}

async function webhooks(client: Client, where: Where, size: number): Promise<Arm> {
  const served = await serving(createEngine(client, URL_SHOWN), where);
  try {
    return await timed(served, size);
  } finally {
    await served.close();
  }
}
