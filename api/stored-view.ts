import type { CaseRow } from '../db/cases.ts';
import type { Queries } from '../db/database.ts';
import { heldBy } from '../db/sending-holds.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { isSent } from '../domain/case/act.ts';
import { shownNext } from '../domain/case/next/next.ts';
import { said } from '../domain/case/show/reasons.ts';
import { type CaseView, viewOf } from '../domain/case/view.ts';
import { aloneInTheWorld } from '../domain/case/world.ts';

/** A case as its row has it, and why what comes next does not leave when a person holds it. */
export async function storedView(db: Queries, { creditorId, state, plan, nextActAt }: CaseRow, nowMs: number): Promise<CaseView> {
  const next = shownNext(state, plan, nowMs, aloneInTheWorld);
  const view = viewOf(state, plan, next, nowMs);
  const at = nextActAt === null ? null : toInstant(Date.parse(nextActAt));
  const held = next.act !== null && isSent(next.act) ? await heldBy(db, creditorId) : null;
  return { ...view, next: { ...view.next, at, ...(held === null ? {} : { why: said({ code: 'sends-held', reason: held }) }) } };
}
