import type { Plan } from '../plan/plan.ts';
import type { Case } from './case.ts';

/** The version of stored cases that this code writes. */
const CASE_VERSION = 1;

/** How a case stored under an earlier version becomes one of the next: `1` makes a version 2 of it. */
const steps: Readonly<Record<number, (stored: Stored) => Stored>> = {};

interface Stored {
  readonly schemaVersion: number;
}

/** A stored case as the code of today reads it, whatever release wrote it. Throws for one of a later release. */
export function upcastCase(stored: unknown): Case {
  let document = stored as Stored;
  while (document.schemaVersion < CASE_VERSION) {
    const step = steps[document.schemaVersion];
    if (!step) break;
    document = step(document);
  }
  if (document.schemaVersion !== CASE_VERSION)
    throw new Error(`a case of version ${document.schemaVersion} is stored, this release reads ${CASE_VERSION}`);
  return document as unknown as Case;
}

/** A stored plan: its own document says what it needs, and what it lacks has a default. */
export function upcastPlan(stored: unknown): Plan {
  return stored as Plan;
}
