import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { WorkflowBundle } from '@temporalio/worker';
import { folderStore } from '../../activities/files/store.ts';
import { caseActivities, documentActivities, sendActivities } from '../../activities/index.ts';
import { couriersOf, type Ways } from '../../activities/ports/couriers.ts';
import { createEngine } from '../../api/engine.ts';
import type { EnginePort } from '../../api/engine-port.ts';
import { createDrainer } from '../../api/inbox/drainer.ts';
import { tellAct } from '../../api/inbox/tell-act.ts';
import { moveFeed } from '../../db/bank.ts';
import { caseRowOf } from '../../db/cases.ts';
import { putCreditor } from '../../db/creditors.ts';
import type { Database } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { enqueue } from '../../db/inbox.ts';
import { enterRates } from '../../db/rates.ts';
import { addDays, dayOfWeek } from '../../domain/calendar/civil-date.ts';
import { parisDay, parisInstant, toInstant } from '../../domain/calendar/paris.ts';
import type { ActName } from '../../domain/case/acts/index.ts';
import { type CaseOpening, caseId } from '../../domain/case/case.ts';
import { type CaseView, questionIn } from '../../domain/case/view.ts';
import type { SemesterRates } from '../../domain/law/rates.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { createOutbox, type OutboxEntry, outboxEntries } from '../../providers/outbox/outbox.ts';
import { outboxWays } from '../../providers/outbox/ways.ts';
import { bundleWorkflows } from '../../run/bundle.ts';
import { searchAttributes } from '../../run/temporal-attributes.ts';
import { startWorkers, type Workers } from '../../run/worker.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { quiet } from '../api/world.ts';
import { openEmpty } from './databases.ts';
import { creditor, debtor } from './parties.ts';
import { quietRuntimeOfTests } from './runner/logs.ts';
import { comingTestRates } from './test-rates.ts';
import { createTimeSkipping, type TimeSkipping } from './time-skipping.ts';

const attributeTypes = { Keyword: 2, Double: 4, Bool: 5, Datetime: 6 } as const;
let bundle: Promise<WorkflowBundle> | undefined;

/** A world where months pass in milliseconds: time-skipping engine, embedded database, real activities, outbox, a printer that only counts. */
export interface World {
  readonly time: TimeSkipping;
  readonly db: Database;
  readonly engine: EnginePort;
  /** Today in Paris, as the engine's clock says. */
  today(): Promise<string>;
  /** Delivers everything that waits in the inbox. */
  drain(): Promise<void>;
  begin(opening: CaseOpening, plan?: Plan | string): Promise<Life>;
  end(): Promise<void>;
}

/** One case while it is lived. */
export interface Life {
  readonly id: string;
  readonly handle: WorkflowHandle;
  /** Lets time pass, `3 days`. */
  pass(duration: Duration): Promise<void>;
  act(name: string, payload?: object): Promise<CaseView>;
  signal(name: string, payload: object): Promise<void>;
  view(): Promise<CaseView>;
  /** What the debtor received: `2026-12-07 reminder-5 email`. */
  received(): Promise<string[]>;
  /** Types of the recorded facts, in order. */
  facts(): Promise<string[]>;
  history(): Promise<History>;
}

/** `rates`: the semesters that somebody entered; unless given, invented ones for years to come. */
export interface WorldSettings {
  /** Modules that go with the workflow code. */
  readonly interceptors?: readonly string[];
  readonly rates?: readonly SemesterRates[];
  /** Begins now, as the clock of the database does: for what goes by that. */
  readonly beginsNow?: true;
  /** In the place of the outbox. */
  readonly ways?: Partial<Pick<Ways, 'mail' | 'sms' | 'post'>>;
}

export async function createWorld({
  rates = comingTestRates(),
  interceptors,
  beginsNow,
  ...settings
}: WorldSettings = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-life-'));
  const [time, db, bundled] = await Promise.all([
    createTimeSkipping(),
    openEmpty(),
    interceptors ? bundleWorkflows(interceptors) : bundledOnce(),
  ]);
  const nowAtFirst = await time.nowMs();
  if (!beginsNow) await time.sleep(beginningAfter(nowAtFirst) - nowAtFirst);
  const attributes = Object.fromEntries(Object.entries(searchAttributes).map(([name, type]) => [name, attributeTypes[type]]));
  await time.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes: attributes });
  await putCreditor(db, creditorSchema.parse(creditor));
  for (const semester of rates) await enterRates(db, semester, { actor: 'test', at: '2026-11-22T08:00:00Z' });
  const outboxDir = join(folder, 'outbox');
  const workers = await startAll(time, db, folder, bundled, settings);
  let nowMs = 0;
  const engine = createEngine(time.client, 'http://127.0.0.1');
  const drainer = createDrainer({ db, engine, log: quiet, clock: () => nowMs });
  const drain = async () => {
    nowMs = await time.nowMs();
    while ((await drainer.drainOnce()) > 0);
  };
  const today = async () => parisDay(await time.nowMs());
  await freshFeed(db, await today());
  return {
    time,
    db,
    engine,
    today,
    drain,
    async begin(opening, plan = 'default-b2b') {
      const document = typeof plan === 'string' ? shippedPlans.find((shipped) => shipped.id === plan) : plan;
      await putDebtor(db, creditor.id, debtorSchema.parse({ ...debtor, id: opening.debtor.id }));
      const id = caseId(opening.creditorId, opening.invoice.id);
      const body = { opening, plan: document, actor: 'billing' };
      await enqueue(db, [{ eventId: `start:${id}`, creditorId: opening.creditorId, caseId: id, lane: id, kind: 'start', body }]);
      await drain();
      return lifeOf({ time, db, engine, drain }, outboxDir, id);
    },
    async end() {
      await workers.stop();
      await db.close();
      await time.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const NINE = 9 * 3600;

/** Nine o'clock on the first Monday of a March: a life whose days are counted meets the same weekends on whatever day it is tested. */
function beginningAfter(nowMs: number): number {
  const year = Number(parisDay(nowMs).slice(0, 4));
  const firstMondays = [year, year + 1].map((each) => addDays(`${each}-03-01`, (8 - dayOfWeek(`${each}-03-01`)) % 7));
  const [next = nowMs] = firstMondays.map((on) => parisInstant(on, NINE)).filter((ms) => ms > nowMs);
  return next;
}

/** The code of the cases, made once for all tests of a file. */
export function bundledOnce(): Promise<WorkflowBundle> {
  quietRuntimeOfTests();
  bundle ??= bundleWorkflows();
  return bundle;
}

/** The bank is heard of every day, far beyond what any story lasts. */
async function freshFeed(db: Database, today: string): Promise<void> {
  await moveFeed(db, creditor.id, creditor.iban, `${Number(today.slice(0, 4)) + 5}${today.slice(4)}`);
}

function startAll(
  time: TimeSkipping,
  db: Database,
  folder: string,
  bundled: WorkflowBundle,
  { ways: given, ...settings }: Omit<WorldSettings, 'rates'>,
): Promise<Workers> {
  let nowMs = 0;
  const clock = () => nowMs;
  const onTime = <A extends object>(activities: A): A =>
    atEngineTime(activities, async () => {
      nowMs = await time.nowMs();
    });
  const store = folderStore(join(folder, 'documents'));
  const outbox = createOutbox(join(folder, 'outbox'), clock);
  const world = { db, clock, typed: 'harmless' as const, templates: loadTemplates(), store };
  const ways = { ...outboxWays(outbox, store), ...given };
  const printer = {
    print: async (html: string) => ({ pdf: Buffer.from(`%PDF-${html}`), pages: 2 }),
    close: async () => undefined,
  };
  return startWorkers(
    { connection: time.workers, namespace: 'default', sendsPerSecond: 1000, bundle: bundled, ...settings },
    {
      recovery: onTime(caseActivities(world)),
      sends: onTime(sendActivities({ ...world, couriers: couriersOf(ways) })),
      documents: onTime(documentActivities({ ...world, printer })),
    },
  );
}

/** Activities whose clock is the engine's. */
function atEngineTime<A extends object>(activities: A, setClock: () => Promise<void>): A {
  const entries = Object.entries(activities) as [string, (input: unknown) => Promise<unknown>][];
  return Object.fromEntries(
    entries.map(([name, activity]) => [
      name,
      async (input: unknown) => {
        await setClock();
        return activity(input);
      },
    ]),
  ) as A;
}

/** Where a life is lived. */
interface Stage {
  readonly time: TimeSkipping;
  readonly db: Database;
  readonly engine: EnginePort;
  readonly drain: () => Promise<void>;
}

function lifeOf({ time, db, engine, drain }: Stage, outboxDir: string, id: string): Life {
  const handle = time.client.workflow.getHandle(id);
  return {
    id,
    handle,
    pass: (duration) => time.sleep(duration),
    async act(name, given = {}) {
      const payload = { ...(name === 'approve' ? questionIn((await caseRowOf(db, id))?.state.tasks ?? []) : {}), ...given };
      const at = toInstant(await time.nowMs());
      const outcome = await tellAct(
        { db, engine },
        { caseId: id, act: name as ActName, payload, requestId: randomUUID(), at },
        30_000,
      );
      if (outcome.kind === 'answer') return outcome.view;
      throw new Error(`${name}: ${outcome.kind}`, {
        cause: new Error(outcome.kind === 'refused' ? outcome.sentence : outcome.kind),
      });
    },
    async signal(signal, payload) {
      const body = { signal, payload: { at: toInstant(await time.nowMs()), ...payload } };
      await enqueue(db, [{ eventId: randomUUID(), creditorId: creditor.id, caseId: id, lane: id, kind: 'signal', body }]);
      await drain();
    },
    view: async () => (await handle.query<{ view: CaseView }>('state')).view,
    received: async () => (await outboxEntries(outboxDir)).filter((entry) => entry.key.startsWith(`${id}/`)).map(lineOf),
    facts: async () => (await evidenceOf(db, id)).map((row) => row.type),
    history: async () => JSON.parse(historyToJSON(await handle.fetchHistory())) as History,
  };
}

function lineOf({ key, at }: OutboxEntry): string {
  const [, step, channel] = key.split('/');
  return `${toInstant(Date.parse(at)).slice(0, 10)} ${step} ${channel}`;
}
