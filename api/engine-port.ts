import type { Beginning } from '../cases/open.ts';
import type { CaseView } from '../domain/case/view.ts';

/** What came of an operator's act. `pending`: no worker wrote it down in time; it is kept. */
export type UpdateOutcome =
  | { readonly kind: 'answer'; readonly view: CaseView }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'pending' }
  | { readonly kind: 'not-found' };

/** An operator's act on a case. `updateId` makes it happen once. */
export interface UpdateRequest {
  readonly caseId: string;
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly updateId: string;
  readonly timeoutMs: number;
}

/** The engine as the API needs it. A call that cannot reach it throws, and may be made again: each is harmless twice. */
export interface EnginePort {
  /** Starts a case once. One that runs already is rung; one that ended begins anew from its row. */
  start(beginning: Beginning): Promise<void>;
  /** Starts another run of a case, in the place of the one that may still be there. */
  startAgain(beginning: Beginning): Promise<void>;
  /** False when no case of that id is running. */
  signal(caseId: string, name: string, payload: Readonly<Record<string, unknown>>): Promise<boolean>;
  /** Starts the import of a bank file, or finds it running; one that ended is looked at again. */
  startImport(importId: string, creditorId: string): Promise<void>;
  update(request: UpdateRequest): Promise<UpdateOutcome>;
  /** The case as its workflow sees it now; null when there is none. */
  view(caseId: string): Promise<CaseView | null>;
  reachable(): Promise<boolean>;
  /** The cases that have a running workflow. */
  living(): Promise<ReadonlySet<string>>;
  /** True when the workflow of a case fails again and again at its own code. */
  isFailing(caseId: string): Promise<boolean>;
  /** The queues that no worker asks for work. */
  unserved(): Promise<readonly string[]>;
}
