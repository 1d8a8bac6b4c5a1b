import { contentOf } from '../cases/content.ts';
import type { Queries } from '../db/database.ts';
import type { LiveCase } from '../domain/case/case.ts';
import { isOutward, stepOf } from '../domain/plan/plan.ts';
import { spokenFor } from '../words/spoken-for.ts';

/** The digest of what is approved with a step of a case: its own part, and that of every other invoice of the debtor that it would speak for now. */
export async function approvedContent(tx: Queries, live: LiveCase, id: string, nowMs: number): Promise<string> {
  const step = stepOf(live.plan, id);
  const besides = step && isOutward(step) ? await spokenFor(tx, live, step, nowMs) : [];
  return contentOf(
    tx,
    live,
    id,
    besides.map((other) => other.case),
  );
}
