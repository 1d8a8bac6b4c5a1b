import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { ToDo, Answer as Told } from '../../activities/activities.ts';
import { folderStore } from '../../activities/files/store.ts';
import { sendActivities } from '../../activities/index.ts';
import type { Courier, SendDeps } from '../../activities/ports/courier.ts';
import type { SendOutcome } from '../../activities/ports/outcome.ts';
import { putBack, takeInHand } from '../../cases/hand.ts';
import { openDossier } from '../../cases/open.ts';
import { moveFeed } from '../../db/bank.ts';
import { putCreditor } from '../../db/creditors.ts';
import type { Database } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { factOfRow } from '../../db/evidence-chain.ts';
import { type MessageRow, messageOf } from '../../db/messages.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import type { Act } from '../../domain/case/act.ts';
import { caseId as caseIdOf } from '../../domain/case/case.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { type Came, came } from './came.ts';
import { openEmpty } from './databases.ts';
import { creditor, debtor, openingOf } from './parties.ts';
import { logFile } from './runner/logs.ts';

/** A Monday morning in Paris, and the moment a minute later at which the first note of the demo plan is due. */
const ENTERED_MS = Date.parse('2026-11-16T10:00:00+01:00');
const NOW_MS = ENTERED_MS + 60_000;
const TODAY = '2026-11-16';

/** What a provider does with the next message: answers, or dies under it after it took it (`taken`) or before. */
export type Answer = SendOutcome | { readonly crash: 'taken' | 'never-asked' };

/** A provider that does as it was told, and remembers what it was given. `asked` in order; `knows` is what `find` answers. */
export interface FakeCourier extends Courier {
  readonly asked: string[];
  readonly answers: Answer[];
}

export function fakeCourier(findable: boolean): FakeCourier {
  const taken = new Map<string, SendOutcome>();
  const asked: string[] = [];
  const answers: Answer[] = [];
  return {
    provider: 'fake',
    asked,
    answers,
    async deliver(id) {
      const answer = answers.shift() ?? accepted(id);
      if ('crash' in answer && answer.crash === 'never-asked') throw new Error('the process died');
      asked.push(id);
      if (!('crash' in answer)) return answer;
      taken.set(id, accepted(id));
      throw new Error('the process died');
    },
    ...(findable ? { find: async (id: string) => taken.get(id) ?? null, isConclusive: true } : {}),
  };
}

export function accepted(id: string): SendOutcome {
  return { outcome: 'accepted', provider: 'fake', providerId: `p-${id}`, at: '2026-11-16T09:01:00.000Z' };
}

/** One case about to write to its debtor, its provider, and what is known of the act. */
export interface SendingTrial {
  readonly db: Database;
  readonly caseId: string;
  readonly creditorId: string;
  readonly courier: FakeCourier;
  /** The act that the next attempt is asked for. */
  act: Act;
  /** Tells the case a fact, written down before the next attempt. */
  hear(fact: Partial<Fact> & { readonly type: Fact['type'] }): void;
  /** One attempt of the activity; answers what the case was told by it. */
  send(): Promise<Came>;
  /** The same, and what the activity answered. */
  ask(): Promise<Told>;
  row(): Promise<MessageRow | undefined>;
}

/** One database and store for many cases; each has a creditor, a debtor and a provider of its own. */
export interface SendingWorld {
  readonly db: Database;
  begin(name: string, options?: SendingOptions): Promise<SendingTrial>;
  end(): Promise<void>;
}

export interface SendingOptions {
  readonly findable?: boolean;
  readonly feedThroughOn?: string | null;
  /** In the place of the fake one. */
  readonly courier?: Courier;
  /** Runs while the message is composed. */
  readonly meanwhile?: () => Promise<unknown>;
  readonly deadlineMs?: number;
  /** Another case of that one's debtor. */
  readonly beside?: string;
}

export async function createSendingWorld(given?: Database): Promise<SendingWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-send-'));
  const db = given ?? (await openEmpty());
  const templates = loadTemplates();
  const store = folderStore(folder);
  return {
    db,
    async begin(name, options = {}) {
      const { findable = true, feedThroughOn = TODAY, meanwhile, deadlineMs, beside = name } = options;
      const courier = fakeCourier(findable);
      const way = options.courier ?? courier;
      const slow = { ...store, put: (bytes: Uint8Array) => Promise.resolve(meanwhile?.()).then(() => store.put(bytes)) };
      const limits = deadlineMs === undefined ? {} : { deadlineMs };
      const deps = { db, clock: () => NOW_MS, templates, store: slow, couriers: byAllWays(way), ...limits };
      return openStage(db, { name, beside }, feedThroughOn, courier, (request) => sendActivities(deps).send(request));
    },
    async end() {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One courier for every way out. */
export function byAllWays(way: Courier): SendDeps['couriers'] {
  return { email: way, sms: way, post: way };
}

/** Failed attempts are what these tests are about: the SDK need not report them. */
export function quietly(): MockActivityEnvironment {
  return new MockActivityEnvironment(
    {},
    { logger: new DefaultLogger('ERROR', ({ message }) => appendFileSync(logFile('activities'), `${message}\n`)) },
  );
}

async function openStage(
  db: Database,
  { name, beside }: { readonly name: string; readonly beside: string },
  feedThroughOn: string | null,
  courier: FakeCourier,
  attempt: (todo: ToDo) => Promise<Told>,
): Promise<SendingTrial> {
  const creditorId = `cr-${beside}`;
  const { debtor: who } = openingOf(TODAY, -40, { id: beside });
  const opening = { ...openingOf(TODAY, -40, { id: name }), debtor: who, creditorId };
  await putCreditor(db, creditorSchema.parse({ ...creditor, id: creditorId }));
  await putDebtor(db, creditorId, debtorSchema.parse({ ...debtor, id: opening.debtor.id }));
  if (feedThroughOn !== null) await moveFeed(db, creditorId, creditor.iban, feedThroughOn);
  const plan = shippedPlans.find((shipped) => shipped.id === 'demo');
  if (!plan) throw new Error('the demo plan is not shipped');
  await openDossier(db, { opening, plan, actor: 'billing' }, ENTERED_MS);
  const caseId = caseIdOf(creditorId, name);
  const heard: Fact[] = [];
  const stage: SendingTrial = {
    db,
    caseId,
    creditorId,
    courier,
    act: { do: 'send', step: 'courtesy', channel: 'email' },
    hear: (fact) => void heard.push({ at: toInstant(NOW_MS), actor: 'test', ...fact } as Fact),
    async ask() {
      await writeDown(db, caseId, heard.splice(0));
      const todo: ToDo = { caseId, run: 1, nowMs: NOW_MS, isLong: false, act: stage.act };
      return quietly().run<[ToDo], Told, typeof attempt>(attempt, todo);
    },
    async send() {
      await writeDown(db, caseId, heard.splice(0));
      const before = (await evidenceOf(db, caseId)).length;
      await stage.ask();
      const told = (await evidenceOf(db, caseId)).slice(before).map(factOfRow);
      return came(told);
    },
    row: () => messageOf(db, { caseId, step: 'courtesy', channel: 'email', sequence: 1 }),
  };
  return stage;
}

async function writeDown(db: Database, caseId: string, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return;
  await db.transaction(async (tx) => {
    const dossier = (await takeInHand(tx, [caseId], NOW_MS)).get(caseId);
    for (const fact of facts) dossier?.tell(fact);
    if (dossier) await putBack(tx, dossier, NOW_MS);
  });
}
