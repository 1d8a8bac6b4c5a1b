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
import { type BenchOptions, type BenchResult, middleOf, peakMemoryMb, rounded } from './result.ts';
import { type Arm, serving, timed, URL_SHOWN, type Where } from './webhook-load.ts';

const ROUNDS = 5;

type Client = Awaited<ReturnType<typeof connectClient>>;

type Round = Readonly<Record<'raw' | 'postgres' | 'pglite', Arm>>;

/**
 * Webhooks per second through the whole path (signature, checks, durable, started in the engine) beside raw `client.start`
 * on the same engine, no worker in either arm; medians of rounds in turn. `size`: webhooks per arm.
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
    await round(client, postgres.url, folder, Math.ceil(size / 5));
    const rounds: Round[] = [];
    while (rounds.length < ROUNDS) rounds.push(await round(client, postgres.url, folder, Math.ceil(size / ROUNDS)));
    const [raw, onPostgres, onPglite] = [middle(rounds, 'raw'), middle(rounds, 'postgres'), middle(rounds, 'pglite')];
    const details = {
      size,
      rounds: ROUNDS,
      rawStartsPerSecond: rounds.map(({ raw: { started } }) => rounded(started)),
      postgres: figures(onPostgres),
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

/** The three arms, one after the other: what the machine does besides weighs on each alike. */
async function round(client: Client, url: string, folder: string, size: number): Promise<Round> {
  const raw = await rawStarts(client, size);
  return {
    raw: { accepted: raw, started: raw },
    postgres: await webhooks(client, { url }, size),
    pglite: await webhooks(client, { dataDir: join(folder, 'pglite') }, size),
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

/** The same case started by the client alone: same input, same search attributes, same summary. */
async function rawStarts(client: Client, size: number): Promise<number> {
  const beginning = await oneBeginning();
  return perSecond(size, () =>
    client.workflow.start('recoverInvoice', startOptions({ ...beginning, caseId: `raw:${randomUUID()}` }, URL_SHOWN)),
  );
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
