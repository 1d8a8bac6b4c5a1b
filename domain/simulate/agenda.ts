import { addDays, type CivilDate } from '../calendar/civil-date.ts';
import { dayAt, msOf } from '../calendar/clock.ts';
import type { Instant } from '../calendar/paris.ts';
import { type Channel, isOutward, type Plan, stepOf } from '../plan/plan.ts';
import { planOf, postedBy } from './posted.ts';
import { timelineOf } from './simulate.ts';
import type { Row, RowAct, Story } from './story.ts';

/** Something that comes for a debtor: a message, a letter, an accord to give, a task. */
export interface AgendaLine {
  readonly at: Instant;
  readonly on: CivilDate;
  readonly act: Extract<RowAct, 'message' | 'letter' | 'approval' | 'task'>;
  readonly template: string | null;
  readonly channel: Channel | null;
  readonly invoices: readonly string[];
  readonly askedCents: number | null;
  /** Of the invoices, and of what is asked for them. */
  readonly currency: string;
  /** The letters that it posts, or would once its accord is given. */
  readonly posted: readonly Channel[];
}

const shown: ReadonlySet<RowAct> = new Set<RowAct>(['message', 'letter', 'approval', 'task']);

/** What comes of a life in so many days, today among them, if nothing new happens. Pure. */
export function agendaOf(life: Story, days: number): AgendaLine[] {
  const story = { ...life, until: addDays(dayAt(msOf(life.from)), days - 1) };
  return agendaLines(story, timelineOf(story));
}

/** What comes among the rows of a life that was played. */
export function agendaLines(story: Story, timeline: readonly Row[]): AgendaLine[] {
  const numbers = new Map(story.invoices.map(({ id, number }) => [id, number]));
  return timeline
    .filter((row) => shown.has(row.act))
    .map(({ act, template, step, ...row }) => ({
      at: row.at,
      on: dayAt(msOf(row.at)),
      act: act as AgendaLine['act'],
      template: template ?? templateOf(planOf(story, row.invoices[0]), step),
      channel: row.channel,
      invoices: row.invoices.map((id) => numbers.get(id) ?? id),
      askedCents: row.askedCents,
      currency: currencyOf(story, row.invoices),
      posted: postedBy(story, { act, template, step, ...row }),
    }));
}

function templateOf(plan: Plan, id: string | null): string | null {
  const step = id === null ? undefined : stepOf(plan, id);
  return step && isOutward(step) ? step.template : null;
}

/** One message asks for invoices of one currency. */
function currencyOf({ invoices }: Story, [first]: readonly string[]): string {
  const known = invoices.find(({ id }) => id === first);
  if (known === undefined) throw new Error(`invoice ${first} is not in the story`);
  return known.currency;
}
