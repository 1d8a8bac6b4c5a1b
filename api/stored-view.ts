import { lateChargesOf } from '../cases/world.ts';
import type { CaseRow } from '../db/cases.ts';
import type { Queries } from '../db/database.ts';
import { heldBy } from '../db/sending-holds.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { isSent } from '../domain/case/act.ts';
import type { Case } from '../domain/case/case.ts';
import { shownNext } from '../domain/case/next/next.ts';
import { isSettledInPrincipal } from '../domain/case/next/tolerance.ts';
import { said } from '../domain/case/show/reasons.ts';
import { type CaseView, viewOf } from '../domain/case/view.ts';
import { aloneInTheWorld, type World } from '../domain/case/world.ts';
import type { Plan } from '../domain/plan/plan.ts';

/** A case as its row has it, and why what comes next does not leave when a person holds it. */
export async function storedView(db: Queries, { creditorId, state, plan, nextActAt }: CaseRow, nowMs: number): Promise<CaseView> {
  const world = { ...aloneInTheWorld, ...(await lateChargesIn(db, state, plan, nowMs)) };
  const next = shownNext(state, plan, nowMs, world);
  const view = viewOf(state, plan, next, nowMs);
  const at = nextActAt === null ? null : toInstant(Date.parse(nextActAt));
  const held = next.act !== null && isSent(next.act) ? await heldBy(db, creditorId) : null;
  return { ...view, next: { ...view.next, at, ...(held === null ? {} : { why: said({ code: 'sends-held', reason: held }) }) } };
}

/** Of a principal that is paid, what is still owed because of the delay: it decides whether the case closes or claims. */
async function lateChargesIn(db: Queries, theCase: Case, plan: Plan, nowMs: number): Promise<Partial<World>> {
  if (theCase.closed !== null || !isSettledInPrincipal(theCase, plan)) return {};
  return { lateChargesCents: await lateChargesOf(db, theCase, nowMs) };
}
