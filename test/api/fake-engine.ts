import type { EnginePort, UpdateOutcome, UpdateRequest } from '../../api/engine-port.ts';
import type { CaseView } from '../../domain/case/view.ts';
import type { RecoverInvoiceInput } from '../../workflows/messages.ts';

type Payload = Readonly<Record<string, unknown>>;

/** One thing the engine was asked, in order. */
export type Call =
  | { readonly call: 'start' | 'reopen'; readonly caseId: string; readonly input: RecoverInvoiceInput }
  | { readonly call: 'signal'; readonly caseId: string; readonly name: string; readonly payload: Payload };

/** The engine port without an engine: it keeps what it was asked, and can be down. */
export interface FakeEngine extends EnginePort {
  readonly calls: Call[];
  readonly updates: UpdateRequest[];
  readonly imports: string[];
  readonly running: Set<string>;
  down: boolean;
  outcome: UpdateOutcome;
  /** Runs before a call is answered: to be slow, or to fail once. */
  before: (call: string, caseId: string) => Promise<void>;
}

export function fakeEngine(): FakeEngine {
  const engine: FakeEngine = {
    calls: [],
    updates: [],
    imports: [],
    running: new Set(),
    down: false,
    outcome: { kind: 'pending' },
    before: () => Promise.resolve(),
    async start(caseId, input) {
      await answerable('start', caseId);
      if (engine.running.has(caseId)) return;
      engine.running.add(caseId);
      engine.calls.push({ call: 'start', caseId, input });
    },
    async signal(caseId, name, payload) {
      await answerable('signal', caseId);
      if (!engine.running.has(caseId)) return false;
      engine.calls.push({ call: 'signal', caseId, name, payload });
      return true;
    },
    async reopen(caseId, input) {
      await answerable('reopen', caseId);
      if (engine.running.has(caseId)) throw new Error('already running');
      engine.running.add(caseId);
      engine.calls.push({ call: 'reopen', caseId, input });
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
      return engine.running.has(caseId) ? ({ caseId, phase: 'reminding' } as CaseView) : null;
    },
    reachable: () => Promise.resolve(!engine.down),
  };
  return engine;

  async function answerable(call: string, caseId: string): Promise<void> {
    await engine.before(call, caseId);
    if (engine.down) throw new Error('engine unreachable');
  }
}
