import { eq } from 'drizzle-orm';
import type { EnginePort, UpdateOutcome, UpdateRequest } from '../../api/engine-port.ts';
import type { Beginning } from '../../cases/open.ts';
import type { Database } from '../../db/database.ts';
import { inbox } from '../../db/schema.ts';
import type { CaseView } from '../../domain/case/view.ts';

type Payload = Readonly<Record<string, unknown>>;

/** One thing the engine was asked, in order. */
export type Call =
  | { readonly call: 'start' | 'start-again'; readonly caseId: string; readonly beginning: Beginning }
  | { readonly call: 'signal'; readonly caseId: string; readonly name: string; readonly payload: Payload };

/** The engine port without an engine: it keeps what it was asked, and can be down. Its cases take the letter that a signal announces, and read nothing. */
export interface FakeEngine extends EnginePort {
  readonly calls: Call[];
  readonly updates: UpdateRequest[];
  readonly imports: string[];
  readonly running: Set<string>;
  readonly failing: Set<string>;
  unservedQueues: readonly string[];
  down: boolean;
  /** Bells ring, and no case hears them. */
  deaf: boolean;
  outcome: UpdateOutcome;
  /** Runs before a call is answered: to be slow, or to fail once. */
  before: (call: string, caseId: string) => Promise<void>;
}

/** A case as a workflow would show it, told by its id. */
export function seenCase(caseId: string): CaseView {
  return {
    caseId,
    creditorId: 'c1',
    debtorId: 'cus_31',
    invoice: { id: 'a', number: 'F-1', dueOn: '2026-11-06', totalCents: 120000, currency: 'EUR' },
    plan: { id: 'default-b2b', version: 1 },
    phase: 'reminding',
    hold: 'none',
    holds: [],
    balanceCents: 120000,
    creditCents: 0,
    next: { at: null, act: null, why: 'rien de prévu' },
    needsHuman: false,
    tasks: [],
    route: null,
    closed: null,
  };
}

export function fakeEngine(db: Database): FakeEngine {
  const engine: FakeEngine = {
    calls: [],
    updates: [],
    imports: [],
    running: new Set(),
    failing: new Set(),
    unservedQueues: [],
    down: false,
    deaf: false,
    outcome: { kind: 'pending' },
    before: () => Promise.resolve(),
    async start(beginning) {
      const { caseId } = beginning;
      await answerable('start', caseId);
      if (engine.running.has(caseId)) return;
      engine.running.add(caseId);
      engine.calls.push({ call: 'start', caseId, beginning });
    },
    async signal(caseId, name, { event, ...payload }) {
      await answerable('signal', caseId);
      if (!engine.running.has(caseId)) return false;
      engine.calls.push({ call: 'signal', caseId, name, payload });
      if (!engine.deaf) await db.delete(inbox).where(eq(inbox.eventId, String(event)));
      return true;
    },
    async startAgain(beginning) {
      const { caseId } = beginning;
      await answerable('start-again', caseId);
      engine.running.add(caseId);
      engine.calls.push({ call: 'start-again', caseId, beginning });
    },
    async startImport(importId) {
      await answerable('import', importId);
      engine.imports.push(importId);
    },
    async update(request) {
      await answerable('update', request.caseId);
      engine.updates.push(request);
      return engine.outcome;
    },
    async view(caseId) {
      await answerable('view', caseId);
      return engine.running.has(caseId) ? seenCase(caseId) : null;
    },
    reachable: () => Promise.resolve(!engine.down),
    async living() {
      await answerable('living', '');
      return engine.running;
    },
    isFailing: (caseId) => Promise.resolve(engine.failing.has(caseId)),
    unserved: () => Promise.resolve(engine.unservedQueues),
  };
  return engine;

  async function answerable(call: string, caseId: string): Promise<void> {
    await engine.before(call, caseId);
    if (engine.down) throw new Error('engine unreachable');
  }
}
