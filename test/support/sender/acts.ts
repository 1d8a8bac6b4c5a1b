import type { ToDo } from '../../../activities/activities.ts';
import type { Opening } from '../../../cases/open.ts';
import { toInstant } from '../../../domain/calendar/paris.ts';
import type { Act } from '../../../domain/case/act.ts';
import { caseId } from '../../../domain/case/case.ts';
import type { Fact } from '../../../domain/case/facts/fact.ts';
import { shippedPlans } from '../../../domain/plan/shipped.ts';
import type { Paper } from '../../../words/message.ts';
import { openingOf } from '../parties.ts';

/** A Monday morning in Paris, and a moment at which the first note of the demo plan is due. */
export const ENTERED_MS = Date.parse('2026-11-16T10:00:00+01:00');
export const TODAY = '2026-11-16';
export const NOW_MS = ENTERED_MS + 60_000;

/** One act of one case, and how the case comes to it. */
export interface Errand {
  readonly opening: Opening;
  readonly facts: readonly Fact[];
  readonly todo: ToDo;
}

const todoOf = (id: string, act: Act, paper?: Paper): ToDo => ({
  caseId: caseId('c1', id),
  run: 1,
  nowMs: NOW_MS,
  isLong: false,
  act,
  ...(paper ? { paper } : {}),
});

/** The first note of a case, by e-mail: the provider cannot be asked afterwards. */
export function mailErrand(id: string): Errand {
  const opening = { opening: openingOf(TODAY, -40, { id }), plan: plan('demo'), actor: 'billing' };
  return { opening, facts: [], todo: todoOf(id, { do: 'send', step: 'courtesy', channel: 'email' }) };
}

/** An approved formal notice of a case, printed already: the post can be asked afterwards. */
export function letterErrand(id: string, sha256: string): Errand {
  const demo = plan('demo');
  const notice = { ...demo, steps: demo.steps.filter(({ act }) => act !== 'message') };
  const told = { at: toInstant(ENTERED_MS), actor: 'test' };
  const facts: Fact[] = [
    { type: 'approval-asked', step: 'formal-notice', ...told },
    { type: 'approve', ...told },
  ];
  const paper = { document: `d-${id}`, sha256, pages: 2, askedCents: 125_000 };
  const { opening } = mailErrand(id);
  return {
    opening: { ...opening, plan: notice },
    facts,
    todo: todoOf(id, { do: 'send', step: 'formal-notice', channel: 'registered-letter' }, paper),
  };
}

function plan(id: string) {
  const shipped = shippedPlans.find((one) => one.id === id);
  if (!shipped) throw new Error(`${id} is not shipped`);
  return shipped;
}
