import type { CivilDate } from '../../calendar/civil-date.ts';
import { midnightOf, msOf } from '../../calendar/clock.ts';
import type { Plan, Step } from '../../plan/plan.ts';
import type { Case } from '../case.ts';
import type { Fact } from '../facts/fact.ts';
import { after, type Planned, payByOf, plannedFor, plannedMs } from '../next/step-day.ts';
import { leaveOut } from '../records.ts';

/**
 * A case that enters late under `step-of-age` starts at the last message whose day has come; the ones before are left out,
 * with the reason. Never at a letter or later: it needs the messages that precede it (docs/plans.md 3).
 */
export function leaveOutPast(theCase: Case, fact: Fact, plan: Plan): Case {
  if (plan.lateStart === 'walk') return theCase;
  const past = pastMessages(theCase, plan, msOf(fact.at));
  const reason = 'entrée tardive\u00a0: le dossier commence à l’étape de son âge';
  return past.slice(0, -1).reduce((left, step) => leaveOut(left, fact, step.id, reason), theCase);
}

/** The messages at the top of the plan whose day has come by then, had each left on its day. */
export function pastMessages(theCase: Case, plan: Plan, nowMs: number): Step[] {
  const past: Step[] = [];
  let previous: Planned | null = null;
  for (const step of plan.steps) {
    if (step.act !== 'message') break;
    previous =
      step.anchor === 'after-previous' && previous
        ? afterPlanned(theCase, past.at(-1), previous, step)
        : plannedFor(theCase, plan, step);
    if (!previous || plannedMs(previous) > nowMs) break;
    past.push(step);
  }
  return past;
}

function afterPlanned(theCase: Case, above: Step | undefined, planned: Planned, step: Step): Planned {
  if (planned.kind === 'second') return after({ on: '', ms: planned.ms }, step.delay);
  const payBy: CivilDate | null = above?.act === 'message' ? payByOf(above, planned.on, theCase.debtor.department) : null;
  const on = payBy ?? planned.on;
  return after({ on, ms: midnightOf(on) }, step.delay);
}
