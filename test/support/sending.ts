import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { SendRequest, SendResult } from '../../activities/activities.ts';
import type { LiveCase } from '../../activities/gate.ts';
import { sendActivities } from '../../activities/index.ts';
import type { SendOutcome } from '../../activities/outcome.ts';
import type { Courier } from '../../activities/send.ts';
import { folderStore } from '../../activities/store.ts';
import { moveFeed } from '../../db/bank.ts';
import { putCreditor } from '../../db/creditors.ts';
import type { Database } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { type MessageRow, messageOf } from '../../db/messages.ts';
import { creditorSchema, debtorSchema } from '../../db/party-schema.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import { apply } from '../../domain/case/apply.ts';
import { openCase } from '../../domain/case/case.ts';
import type { Fact } from '../../domain/case/fact.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { openMemory } from './memory.ts';
import { creditor, debtor, openingOf } from './parties.ts';

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
    ...(findable ? { find: async (id: string) => taken.get(id) ?? null } : {}),
  };
}

export function accepted(id: string): SendOutcome {
  return { outcome: 'accepted', provider: 'fake', providerId: `p-${id}`, at: '2026-11-16T09:01:00.000Z' };
}

/** One case about to write to its debtor, its provider, and what is known of the act. */
export interface Sending {
  readonly db: Database;
  readonly live: LiveCase;
  readonly courier: FakeCourier;
  readonly request: SendRequest;
  /** Tells the case a fact, as its workflow would have heard it. */
  hear(fact: Partial<Fact> & { readonly type: Fact['type'] }): void;
  /** One attempt of the activity. */
  send(): Promise<SendResult>;
  row(): Promise<MessageRow | undefined>;
}

/** One database and store for many cases; each has a creditor, a debtor and a provider of its own. */
export interface SendingWorld {
  readonly db: Database;
  begin(name: string, options?: { findable?: boolean; feedThroughOn?: string | null }): Promise<Sending>;
  end(): Promise<void>;
}

export async function createSendingWorld(): Promise<SendingWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-send-'));
  const db = await openMemory();
  const templates = loadTemplates();
  const store = folderStore(folder);
  return {
    db,
    async begin(name, { findable = true, feedThroughOn = TODAY } = {}) {
      const courier = fakeCourier(findable);
      const stage = await openStage(db, name, feedThroughOn);
      const couriers = { email: courier, sms: courier, post: courier };
      const readCase = async () => stage.live;
      const activities = sendActivities({ db, clock: () => NOW_MS, readCase, templates, store, couriers });
      const attempt = (request: SendRequest) => activities.send(request);
      return Object.assign(stage, {
        db,
        courier,
        send: () => quietly().run<[SendRequest], SendResult, typeof attempt>(attempt, stage.request),
      });
    },
    async end() {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Failed attempts are what these tests are about: the SDK need not report them. */
export function quietly(): MockActivityEnvironment {
  return new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
}

async function openStage(db: Database, name: string, feedThroughOn: string | null) {
  const creditorId = `cr-${name}`;
  const opening = { ...openingOf(TODAY, -40, { id: name }), creditorId };
  await putCreditor(db, creditorSchema.parse({ ...creditor, id: creditorId }));
  await putDebtor(db, creditorId, debtorSchema.parse({ ...debtor, id: opening.debtor.id }));
  if (feedThroughOn !== null) await moveFeed(db, creditorId, creditor.iban, feedThroughOn);
  const plan = shippedPlans.find((shipped) => shipped.id === 'demo');
  if (!plan) throw new Error('the demo plan is not shipped');
  const theCase = openCase(opening, toInstant(ENTERED_MS));
  const act = { caseId: theCase.id, step: 'courtesy', channel: 'email', sequence: 1 } as const;
  const stage = {
    live: { case: theCase, plan } as LiveCase,
    request: { ...act, nowMs: NOW_MS },
    hear(fact: Partial<Fact> & { readonly type: Fact['type'] }) {
      const told = { at: toInstant(NOW_MS), actor: 'test', ...fact } as Fact;
      stage.live = { ...stage.live, case: apply(stage.live.case, told, plan) };
    },
    row: () => messageOf(db, act),
  };
  return stage;
}
