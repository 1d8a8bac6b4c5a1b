import { addDays } from '../calendar/civil-date.ts';
import { instantAt, midnightOf, msOf } from '../calendar/clock.ts';
import { endOf } from './end.ts';
import { hear, placed } from './hear.ts';
import { perform } from './perform.ts';
import { entersAtMs, type Onlookers, Play } from './play.ts';
import type { Row, Simulation, Story, StoryFact, StoryInvoice } from './story.ts';

/** More acts than this in one moment is a planner that turns in a circle. */
const MOST_ACTS_PER_MOMENT = 100;

/**
 * Plays a story to its last day, on the planner and the rules of the live cases. Pure: same story, same timeline.
 * Of one instant: invoices enter, then the facts in their order, then the acts. Onlookers see each case between two facts, and what leaves.
 */
export function simulate(story: Story, onlookers?: Onlookers): Simulation {
  const play = played(story, onlookers);
  play.nowMs = endMsOf(story) - 1;
  return { timeline: play.timeline, end: story.invoices.map((invoice) => endOf(play, invoice)) };
}

/** What happens in a story, without where each invoice stands at its end. */
export function timelineOf(story: Story): readonly Row[] {
  return played(story).timeline;
}

/** A story played until somebody who looks at it after each moment has seen enough, or to its last day. */
export function playedUntil(story: Story, isEnough: (play: Play) => boolean): Play {
  return played(story, undefined, isEnough);
}

function played(story: Story, onlookers?: Onlookers, isEnough: (play: Play) => boolean = () => false): Play {
  const startMs = msOf(story.from);
  const play = new Play(story, startMs, onlookers);
  const script = scriptOf(story);
  const endMs = endMsOf(story);
  for (;;) {
    const atMs = Math.min(script.firstMs(), play.workerDown ? Number.POSITIVE_INFINITY : play.queue.firstMs);
    if (atMs >= endMs) break;
    play.nowMs = Math.max(play.nowMs, atMs);
    script.playUntil(play);
    if (!play.workerDown) act(play);
    play.flush();
    if (isEnough(play)) break;
  }
  return play;
}

/** The end of the last day of a story, in milliseconds. */
export function endMsOf({ until }: Story): number {
  return midnightOf(addDays(until, 1));
}

/** What comes from outside: invoices that enter, facts that are told. */
export interface Script {
  /** The moment of the next of them, `Infinity` when there is none. */
  firstMs(): number;
  /** Everything that has come by the time of the play: of one instant, invoices first, then facts in their order. */
  playUntil(play: Play): void;
}

export function scriptOf(story: Story): Script {
  const startMs = msOf(story.from);
  const running = new Set(story.before?.cases.map((known) => known.case.invoice.id));
  const entering = story.invoices.filter(({ id }) => !running.has(id));
  const entries = inTime(entering, (invoice) => entersAtMs(invoice, startMs));
  const facts = inTime(story.facts, (fact) => Math.max(startMs, msOf(fact.at)));
  const early = new Map<string, StoryFact[]>();
  return {
    firstMs: () => Math.min(entries.firstMs(), facts.firstMs()),
    playUntil(play) {
      for (const invoice of entries.until(play.nowMs)) enter(play, invoice, early);
      for (const fact of facts.until(play.nowMs)) tell(play, fact, early);
    },
  };
}

/** An invoice enters with what was told of it before, and of its debtor and the bank since. */
function enter(play: Play, invoice: StoryInvoice, early: Map<string, StoryFact[]>): void {
  const actor = play.enter(invoice);
  if (play.feedStale) play.told(actor, { type: 'feed-stale' });
  const insolvency = actor.desk.insolvency;
  if (insolvency && (invoice.issuedOn ?? invoice.dueOn) < insolvency.openedOn) {
    const { at: _at, debtor: _debtor, ...fact } = insolvency;
    play.told(actor, placed(play.story, fact));
  }
  play.flush();
  for (const fact of early.get(invoice.id) ?? []) hear(play, fact);
}

/** What is told of an invoice before it enters is kept until then. */
function tell(play: Play, fact: StoryFact, early: Map<string, StoryFact[]>): void {
  const invoice = 'invoice' in fact ? fact.invoice : undefined;
  if (invoice === undefined || play.actors.has(invoice)) {
    hear(play, fact);
    return;
  }
  early.set(invoice, [...(early.get(invoice) ?? []), fact]);
}

/** Every case whose moment has come acts, the earliest first. */
function act(play: Play): void {
  let acts = 0;
  while (play.queue.firstMs <= play.nowMs) {
    const called = play.queue.pop();
    if (!called || called.ticket !== called.actor.ticket) continue;
    perform(play, called.actor);
    acts += 1;
    if (acts > MOST_ACTS_PER_MOMENT * (play.actors.size + 1))
      throw new Error(`the planner turns in a circle at ${instantAt(play.nowMs)} (${called.actor.case.id})`);
  }
}

interface Line<T> {
  firstMs(): number;
  until(nowMs: number): T[];
}

/** Things in the order of their moments, those of one moment in the order given. */
function inTime<T>(items: readonly T[], atMsOf: (item: T) => number): Line<T> {
  const sorted = items.map((item) => ({ item, atMs: atMsOf(item) })).toSorted((a, b) => a.atMs - b.atMs);
  let index = 0;
  const firstMs = () => sorted[index]?.atMs ?? Number.POSITIVE_INFINITY;
  const until = (nowMs: number) => {
    const from = index;
    while (firstMs() <= nowMs) index += 1;
    return sorted.slice(from, index).map(({ item }) => item);
  };
  return { firstMs, until };
}
