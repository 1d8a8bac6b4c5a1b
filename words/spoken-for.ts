import type { Queries } from '../db/database.ts';
import { openBeside } from '../db/debtor-world.ts';
import { type StoredCase, storedCases } from '../db/stored-cases.ts';
import type { LiveCase } from '../domain/case/case.ts';
import { isSpokenForBy } from '../domain/case/debtor/morning.ts';
import { isCommon } from '../domain/case/next/common-step.ts';
import type { OutwardStep } from '../domain/plan/plan.ts';

/** So many other invoices of one debtor are looked at; what is beyond leaves another day. */
export const MOST_BESIDE = 200;

/** The debtor's other invoices that a step of this one would speak for now: what people are shown, and approve, before it leaves. */
export async function spokenFor(db: Queries, live: LiveCase, step: OutwardStep, nowMs: number): Promise<StoredCase[]> {
  if (!isCommon(live.plan, step)) return [];
  const others = await storedCases(db, await openBeside(db, live.case, MOST_BESIDE));
  return others.filter((other) => isSpokenForBy(other, live, step, nowMs));
}
