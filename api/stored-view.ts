import type { CaseRow } from '../db/cases.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { shownNext } from '../domain/case/next/next.ts';
import { type CaseView, viewOf } from '../domain/case/view.ts';
import { aloneInTheWorld } from '../domain/case/world.ts';

/** A case as its row has it. */
export function storedView({ state, plan, nextActAt }: CaseRow, nowMs: number): CaseView {
  const view = viewOf(state, plan, shownNext(state, plan, nowMs, aloneInTheWorld), nowMs);
  return { ...view, next: { ...view.next, at: nextActAt === null ? null : toInstant(Date.parse(nextActAt)) } };
}
