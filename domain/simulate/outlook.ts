import { dayAt } from '../calendar/clock.ts';
import { type Case, recordOf, type StepRecord } from '../case/case.ts';
import { firstOpenStep } from '../case/records.ts';
import type { Ahead } from '../case/show/steps-shown.ts';
import type { Plan } from '../plan/plan.ts';
import { type AgendaLine, agendaLines } from './agenda.ts';
import type { Actor } from './desk.ts';
import { endMsOf, playedUntil } from './simulate.ts';
import type { Story } from './story.ts';

/** What lies before one case, if nothing new happens. */
export interface Outlook extends Ahead {
  /** The first that comes for it: a message, a letter, an accord to give, a task. */
  readonly first: AgendaLine | null;
}

/** Plays a life no further than until nothing more of the plan of one of its invoices comes by itself. Pure. */
export function outlookOf(life: Story, invoice: string): Outlook {
  const endMs = endMsOf(life);
  const play = playedUntil(life, ({ actors }) => isStill(actors.get(invoice), endMs));
  const actor = play.actors.get(invoice);
  if (actor === undefined) throw new Error(`invoice ${invoice} is not in the story`);
  const { number } = actor.case.invoice;
  const first = agendaLines(life, play.timeline).find(({ invoices }) => invoices.includes(number)) ?? null;
  const goesOn = !waitsForSomebody(actor.case, actor.plan) && actor.shown.atMs !== null;
  return { later: actor.case, reachedOn: dayAt(play.nowMs), goesOn, first };
}

/** Nothing of the plan comes before the end of what is looked at. */
function isStill(actor: Actor | undefined, endMs: number): boolean {
  return actor === undefined || waitsForSomebody(actor.case, actor.plan) || (actor.next.atMs ?? endMs) >= endMs;
}

const othersHands: ReadonlySet<StepRecord['state']> = new Set(['awaiting-approval', 'awaiting-external', 'unknown']);

/** True of a case whose plan goes on by no clock: it is closed, or its step is in the hands of a person. */
export function waitsForSomebody(theCase: Case, plan: Plan): boolean {
  const step = firstOpenStep(theCase, plan);
  const record = step && recordOf(theCase, step.id);
  return theCase.closed !== null || (record !== undefined && othersHands.has(record.state));
}
