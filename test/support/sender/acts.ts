import type { SendRequest } from '../../../activities/activities.ts';
import type { LiveCase } from '../../../activities/gate.ts';
import { toInstant } from '../../../domain/calendar/paris.ts';
import { apply } from '../../../domain/case/apply.ts';
import { openCase } from '../../../domain/case/case.ts';
import { next } from '../../../domain/case/next.ts';
import { aloneInTheWorld } from '../../../domain/case/world.ts';
import { shippedPlans } from '../../../domain/plan/shipped.ts';
import { openingOf } from '../parties.ts';

/** A Monday morning in Paris, and a moment at which the first note of the demo plan is due. */
const ENTERED_MS = Date.parse('2026-11-16T10:00:00+01:00');
export const TODAY = '2026-11-16';
export const NOW_MS = ENTERED_MS + 60_000;

/** One act of one case: what the activity is asked, and what the running case would answer it. */
export interface Errand {
  readonly live: LiveCase;
  readonly request: SendRequest;
}

/** The first note of a case, by e-mail: the provider cannot be asked afterwards. */
export function mailErrand(id: string): Errand {
  const live = { case: openCase(openingOf(TODAY, -40, { id }), toInstant(ENTERED_MS)), plan: plan('demo') };
  return { live, request: { caseId: live.case.id, step: 'courtesy', channel: 'email', sequence: 1, nowMs: NOW_MS } };
}

/** An approved formal notice of a case, printed already: the post can be asked afterwards. */
export function letterErrand(id: string, sha256: string): Errand {
  const { live } = mailErrand(id);
  const notice = { ...live.plan, steps: live.plan.steps.filter(({ act }) => act !== 'message') };
  const told = { at: toInstant(ENTERED_MS), actor: 'test' };
  const asked = apply(live.case, { type: 'approval-asked', step: 'formal-notice', ...told }, notice);
  const approved = apply(asked, { type: 'approve', ...told }, notice);
  const { act } = next(approved, notice, NOW_MS, aloneInTheWorld);
  if (act?.do !== 'send') throw new Error(`the plan says ${JSON.stringify(act)}`);
  const document = { document: `d-${id}`, sha256, pages: 2, askedCents: 125_000 };
  const request = { caseId: approved.id, step: act.step, channel: act.channel, sequence: 1, document, nowMs: NOW_MS };
  return { live: { case: approved, plan: notice }, request };
}

function plan(id: string) {
  const shipped = shippedPlans.find((one) => one.id === id);
  if (!shipped) throw new Error(`${id} is not shipped`);
  return shipped;
}
