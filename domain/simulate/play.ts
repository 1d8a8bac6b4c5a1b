import { instantAt, midnightOf } from '../calendar/clock.ts';
import type { Instant } from '../calendar/paris.ts';
import { apply } from '../case/apply/apply.ts';
import { type Case, type LiveCase, openCase, reachedBy } from '../case/case.ts';
import type { Fact, InsideFact, OutsideFact } from '../case/facts/fact.ts';
import { isNews, reopening } from '../case/facts/hearing.ts';
import { next, shownNext } from '../case/next/next.ts';
import type { NoteRequest } from '../case/next/notes.ts';
import { because } from '../case/reason.ts';
import type { Channel, OutwardStep, Plan } from '../plan/plan.ts';
import { type Actor, Desk } from './desk.ts';
import { Queue } from './queue.ts';
import { merged, type Printed, rowsOf, TOLD } from './rows.ts';
import type { Before, Row, Story, StoryDebtor, StoryInvoice } from './story.ts';

/** A case as it is between two facts; a test may carry it through JSON, as the engine does. */
export type Carry = (theCase: Case) => Case;

/** Who looks on while a story is played. */
export interface Onlookers {
  readonly carry?: Carry;
  readonly watch?: (leaving: Leaving) => void;
}

/** A message or a letter on the point of leaving: the cases it speaks for, and the step or the note whose words it takes. */
export interface Leaving {
  readonly at: Instant;
  readonly channel: Channel;
  readonly members: readonly LiveCase[];
  readonly words: OutwardStep | NoteRequest;
}

/** The stage: the cases of a story, the clock, what was printed so far. Who acts and who speaks is told elsewhere. */
export class Play {
  nowMs: number;
  readonly story: Story;
  readonly timeline: Row[] = [];
  readonly actors = new Map<string, Actor>();
  readonly desks = new Map<string, Desk>();
  /** Ids of payments ever told: an id counts once. */
  readonly payments = new Map<string, number>();
  /** What is said of one formal notice is said here to every invoice that it spoke for; running cases say it to each other. */
  readonly saysInCommon: boolean = true;
  feedStale = false;
  workerDown = false;
  readonly queue = new Queue<{ readonly actor: Actor; readonly ticket: number }>();
  private readonly carry: Carry;
  private readonly watch: (leaving: Leaving) => void;
  private batch: Printed[] = [];
  private messages = 0;

  constructor(story: Story, startMs: number, { carry = asItIs, watch = () => undefined }: Onlookers = {}) {
    this.story = story;
    this.nowMs = startMs;
    this.carry = carry;
    this.watch = watch;
    for (const debtor of story.debtors) this.desks.set(debtor.id, deskOf(story, debtor));
    if (story.before) this.goOnFrom(story.before);
  }

  /** The invoice becomes a case. */
  enter(invoice: StoryInvoice): Actor {
    const desk = this.deskOf(invoice.debtor);
    const actor = this.cast(this.openingOf(invoice, desk), this.story.plan, desk);
    this.did(actor, { type: 'opened', plan: actor.plan.id, version: actor.plan.version });
    return actor;
  }

  /** Cases that run already go on where they are. */
  private goOnFrom({ cases, contacts }: Before): void {
    for (const { case: theCase, plan } of cases) {
      const desk = this.deskOf(theCase.debtor.id);
      desk.contact = theCase.contact;
      this.call(this.cast(theCase, plan, desk), this.nowMs);
    }
    for (const desk of this.desks.values()) desk.remember(contacts);
  }

  private cast(theCase: Case, plan: Plan, desk: Desk): Actor {
    const next = { act: null, atMs: this.nowMs, why: because('mail-to-read') };
    const actor = { case: theCase, plan, next, shown: next, desk, rank: this.actors.size, ticket: 0, seen: '' };
    this.actors.set(theCase.invoice.id, actor);
    desk.actors.push(actor);
    this.keep(actor, null);
    return actor;
  }

  /** Shows what is about to leave to whoever looks on. */
  leaves(members: readonly Actor[], channel: Channel, words: Leaving['words']): void {
    const parts = members.map((member) => ({ case: member.case, plan: member.plan }));
    this.watch({ at: instantAt(this.nowMs), channel, members: parts, words });
  }

  deskOf(debtor: string): Desk {
    const desk = this.desks.get(debtor);
    if (!desk) throw new Error(`debtor ${debtor} is not in the story`);
    return desk;
  }

  /** A fact from outside, now; what it changes is printed. A closed case opens again for what moves its money. */
  told(actor: Actor, fact: OutsideFact): void {
    if (!isNews(actor.case, fact)) return;
    const reason = reopening(actor.case, fact);
    if (reason !== null) this.hear(actor, { type: 'reopened', reason, at: instantAt(this.nowMs), actor: 'story' }, TOLD);
    this.hear(actor, { ...fact, at: instantAt(this.nowMs), actor: 'story' }, TOLD);
  }

  /** Something the case did or found out, now. */
  did(actor: Actor, fact: InsideFact): void {
    this.hear(actor, { ...fact, at: instantAt(this.nowMs), actor: 'case' }, actor.desk.debtor.id);
  }

  /** Prints rows; those of one moment and one origin (a message, a debtor, something told) that say the same become one. */
  print(origin: string, ...rows: readonly Row[]): void {
    for (const row of rows) this.batch.push({ origin, row });
  }

  /** The origin of the rows of one message. */
  newMessage(): string {
    this.messages += 1;
    return `message ${this.messages}`;
  }

  /** Ends a moment or a fact: what was printed goes to the timeline. */
  flush(invoices?: readonly string[]): void {
    for (const row of merged(this.batch)) this.timeline.push({ ...row, invoices: this.inOrder(invoices ?? row.invoices) });
    this.batch = [];
  }

  /** Asks the planner again, with the time and the debtor as they are. */
  refresh(actor: Actor): void {
    const seen = `${this.nowMs}:${actor.desk.version}`;
    if (actor.seen === seen) return;
    actor.seen = seen;
    const world = actor.desk.worldOf(actor.case, actor.plan, this.nowMs);
    actor.next = next(actor.case, actor.plan, this.nowMs, world);
    actor.shown = shownNext(actor.case, actor.plan, this.nowMs, world, actor.next);
  }

  /** Calls the case at a moment; an earlier call is void. */
  call(actor: Actor, atMs: number): void {
    actor.ticket += 1;
    this.queue.push(atMs, actor.rank, { actor, ticket: actor.ticket });
  }

  /** Invoices in the order in which they entered. */
  private inOrder(invoices: readonly string[]): readonly string[] {
    const rankOf = (invoice: string) => this.actors.get(invoice)?.rank ?? 0;
    return invoices.length < 2 ? invoices : invoices.toSorted((a, b) => rankOf(a) - rankOf(b));
  }

  private hear(actor: Actor, fact: Fact, origin: string): void {
    const before = actor.case;
    actor.case = this.carry(apply(before, fact, actor.plan));
    this.print(origin, ...rowsOf(before, actor.case, fact, actor.plan));
    this.call(actor, this.nowMs);
    this.keep(actor, before);
  }

  /** When an amount lets the debtor's other invoices reach the threshold earlier, they are called too. */
  private keep(actor: Actor, before: Case | null): void {
    if (!actor.desk.keep(before, actor.case, actor.plan)) return;
    for (const other of actor.desk.open) this.call(other, this.nowMs);
  }

  private openingOf(invoice: StoryInvoice, desk: Desk): Case {
    const { creditor } = this.story;
    const { kind, segment, department } = desk.debtor;
    const { id, number, currency, totalCents, vatCents, issuedOn, dueOn, nature = null } = invoice;
    const dates = { issuedOn: issuedOn ?? null, dueOn, serviceCompletedOn: null };
    const known = { id, number, currency, totalCents, vatCents: vatCents ?? null, nature, ...dates };
    const profile = { id: invoice.debtor, kind, segment: segment ?? null, department: department ?? null };
    const opening = { creditorId: creditor.id, debtor: profile, invoice: known, contact: desk.contact };
    return { ...openCase(opening, instantAt(this.nowMs)), contact: desk.contact };
  }
}

function deskOf({ creditor }: Story, debtor: StoryDebtor): Desk {
  const contact = {
    ...reachedBy(debtor),
    smsStopped: false,
    emailStopped: false,
  };
  return new Desk(debtor, contact, creditor);
}

function asItIs(theCase: Case): Case {
  return theCase;
}

/** When an invoice enters: the start of the story, or the day it is issued when that is later. */
export function entersAtMs({ issuedOn }: StoryInvoice, startMs: number): number {
  return issuedOn === undefined ? startMs : Math.max(startMs, midnightOf(issuedOn));
}
