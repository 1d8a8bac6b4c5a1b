import { addDays, type CivilDate } from '../calendar/civil-date.ts';
import { dayAt, msOf } from '../calendar/clock.ts';
import type { Instant } from '../calendar/paris.ts';
import { uncontestedCents } from '../case/balance.ts';
import { reachingChannels } from '../case/next/outward.ts';
import { sumCents } from '../money/cents.ts';
import { type Channel, isOutward, type OutwardStep, type Plan, stepOf, type Tone } from '../plan/plan.ts';
import { approvalsOf, planOf, postedBy } from './posted.ts';
import { together } from './rows.ts';
import { timelineOf } from './simulate.ts';
import type { Row, RowAct, Story } from './story.ts';

/** Something that comes for a debtor: a message, a letter, an accord to give, a task. */
export interface AgendaLine {
  readonly at: Instant;
  readonly on: CivilDate;
  readonly act: Extract<RowAct, 'message' | 'letter' | 'approval' | 'task'>;
  readonly template: string | null;
  /** Of a message of the plan, how firmly it speaks; null of a letter and of anything else. */
  readonly tone: Tone | null;
  readonly channel: Channel | null;
  /** By what it reaches the debtor, or would once its accord is given; none of a task, unless it is a call. */
  readonly by: readonly Channel[];
  readonly invoices: readonly string[];
  /** Of those, the ones not due yet beside others that are: the message shows them and asks nothing for them. */
  readonly announced: readonly string[];
  readonly askedCents: number | null;
  /** Of an accord to give, what is left of its invoices: its letter asks that at least; null of anything else. */
  readonly principalCents: number | null;
  /** Of the invoices, and of what is asked for them. */
  readonly currency: string;
  /** The letters that it posts, or would once its accord is given. */
  readonly posted: readonly Channel[];
  /** Of accords to give, how many: one for each letter. */
  readonly approvals: number;
  /** Of what becomes a task, why nothing leaves by itself; null of a call, which the plan wants, and of anything else. */
  readonly why: string | null;
}

/** How much there is of each on some lines, wherever that is said: in « Ce qui part », in the dry month, in the preview of a taking over. */
export type AgendaCounts = Readonly<Record<'messages' | 'letters' | 'approvals' | 'tasks', number>>;

/** What leaves by post is a letter, also the copy of a formal notice by e-mail is none; an accord is given for each letter. */
export function countsOf(lines: readonly Pick<AgendaLine, 'act' | 'posted' | 'approvals'>[]): AgendaCounts {
  const leaving = lines.filter(({ act }) => act === 'message' || act === 'letter');
  const letters = leaving.filter(({ posted }) => posted.length > 0).length;
  return {
    messages: leaving.length - letters,
    letters,
    approvals: lines.reduce((sum, { approvals }) => sum + approvals, 0),
    tasks: lines.filter(({ act }) => act === 'task').length,
  };
}

/** So much of an instant tells its minute. */
const MINUTE = '2026-12-01T10:23'.length;

const shown: ReadonlySet<RowAct> = new Set<RowAct>(['message', 'letter', 'approval', 'task']);

/** What comes of a life in so many days, today among them, if nothing new happens. Pure. */
export function agendaOf(life: Story, days: number): AgendaLine[] {
  const story = { ...life, until: addDays(dayAt(msOf(life.from)), days - 1) };
  return agendaLines(story, timelineOf(story));
}

/** What comes among the rows of a life that was played. */
export function agendaLines(story: Story, timeline: readonly Row[]): AgendaLine[] {
  const numbers = new Map(story.invoices.map(({ id, number }) => [id, number]));
  const numbersOf = (ids: readonly string[]) => ids.map((id) => numbers.get(id) ?? id);
  const rows = timeline.filter((row) => shown.has(row.act));
  return calledOnce(story, rows).map((row) => {
    const step = stepSaid(planOf(story, row.invoices[0]), row);
    return {
      at: row.at,
      on: dayAt(msOf(row.at)),
      act: row.act as AgendaLine['act'],
      template: row.template ?? step?.template ?? null,
      tone: step?.act === 'message' ? step.tone : null,
      channel: row.channel,
      by: waysOf(story, row, step),
      invoices: numbersOf(row.invoices),
      announced: row.askedCents === null ? [] : numbersOf(announcedOf(story, row)),
      askedCents: row.askedCents,
      principalCents: row.act === 'approval' ? principalOf(story, row.invoices) : null,
      currency: currencyOf(story, row.invoices),
      posted: postedBy(story, row),
      approvals: approvalsOf(story, row),
      why: row.act === 'task' && row.channel !== 'call' ? row.reason : null,
    };
  });
}

/** Before its term a debt is not claimed; where all are to come the message is about each for its own day. */
function announcedOf({ invoices: known }: Story, { at, invoices }: Pick<Row, 'at' | 'invoices'>): readonly string[] {
  const on = dayAt(msOf(at));
  const coming = new Set(known.filter(({ dueOn }) => dueOn >= on).map(({ id }) => id));
  const announced = invoices.filter((id) => coming.has(id));
  return announced.length < invoices.length ? announced : [];
}

function principalOf({ before, invoices }: Story, ids: readonly string[]): number {
  const left = new Map(before?.cases.map((known) => [known.case.invoice.id, uncontestedCents(known.case)]));
  return sumCents(invoices.filter(({ id }) => ids.includes(id)).map(({ id, totalCents }) => left.get(id) ?? totalCents));
}

/** A client is called once at one minute for all his invoices of a currency; a second call about the same invoice is another. */
function calledOnce(story: Story, rows: readonly Row[]): readonly Row[] {
  const groups: { readonly call: string | null; readonly rows: Row[] }[] = [];
  for (const row of rows) {
    const call = row.channel === 'call' ? callOf(story, row) : null;
    const same = groups.find((group) => call !== null && group.call === call && !group.rows.some((each) => shares(each, row)));
    if (same) same.rows.push(row);
    else groups.push({ call, rows: [row] });
  }
  return groups.flatMap((group) => together(group.rows));
}

function shares({ invoices }: Row, other: Row): boolean {
  return invoices.some((id) => other.invoices.includes(id));
}

function callOf(story: Story, { at, template, invoices }: Row): string {
  const debtor = story.invoices.find(({ id }) => id === invoices[0])?.debtor;
  return JSON.stringify([debtor, at.slice(0, MINUTE), template, currencyOf(story, invoices)]);
}

function stepSaid(plan: Plan, { step: id }: Row): OutwardStep | null {
  const step = id === null ? undefined : stepOf(plan, id);
  return step && isOutward(step) ? step : null;
}

function waysOf({ before }: Story, { act, channel, invoices }: Row, step: OutwardStep | null): readonly Channel[] {
  if (act === 'task' && channel !== 'call') return [];
  if (act !== 'approval') return channel === null ? [] : [channel];
  if (step === null) return [];
  const live = before?.cases.find((known) => known.case.invoice.id === invoices[0]);
  return live === undefined ? step.channels : reachingChannels(live.case, step);
}

/** One message asks for invoices of one currency. */
function currencyOf({ invoices }: Story, [first]: readonly string[]): string {
  const known = invoices.find(({ id }) => id === first);
  if (known === undefined) throw new Error(`invoice ${first} is not in the story`);
  return known.currency;
}
