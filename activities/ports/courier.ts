import { ApplicationFailure } from '@temporalio/activity';
import type { Database } from '../../db/database.ts';
import type { Outward } from '../../domain/case/act.ts';
import type { OwnMedium } from '../../domain/plan/plan.ts';
import type { Composed, Composer } from '../../words/compose.ts';
import type { ToDo } from '../activities.ts';
import type { DocumentStore } from '../files/store.ts';
import type { Calling, SendOutcome } from './outcome.ts';

/** One of the three ways out, as the sending of an act sees them. */
export interface Courier {
  readonly provider: string;
  /** Waits for the provider's pace, before anything is decided; a long wait is answered as a retry. */
  readonly turn?: () => Promise<SendOutcome | null>;
  deliver(id: string, composed: Composed, calling?: Calling): Promise<SendOutcome>;
  /** Asks the provider by our reference, where it can be asked. */
  readonly find?: (id: string, channel: string) => Promise<SendOutcome | null>;
  /** What it does not find did not leave, and cannot leave any more. */
  readonly isConclusive?: true;
}

export interface SendDeps {
  readonly db: Database;
  readonly clock: () => number;
  readonly composer: Composer;
  readonly couriers: Readonly<Record<OwnMedium, Courier>>;
  readonly store: DocumentStore;
  /** How long an attempt may call its provider, in all: less than the activity's own time. */
  readonly deadlineMs?: number;
}

/** One act whose provider is called, and the moment. */
export interface Sent {
  readonly todo: ToDo;
  readonly act: Outward;
  readonly nowMs: number;
}

/** The provider certainly did not take it: tried again by the engine, when the provider says so. */
export function unavailable({ reason, afterMs }: Extract<SendOutcome, { outcome: 'retry' }>): ApplicationFailure {
  const when = afterMs === null ? {} : { nextRetryDelay: afterMs };
  return ApplicationFailure.create({ message: reason, type: 'ProviderUnavailable', ...when });
}
