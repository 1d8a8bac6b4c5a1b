import { condition, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { toInstant } from '../domain/calendar/paris.ts';
import type { Next } from '../domain/case/act.ts';
import { apply } from '../domain/case/apply.ts';
import { type Case, openCase } from '../domain/case/case.ts';
import type { Fact, InsideFact, OutsideFact, Told } from '../domain/case/fact.ts';
import { frenchInstant } from '../domain/case/french.ts';
import { next, shownNext } from '../domain/case/next.ts';
import { sentenceOf } from '../domain/case/sentences.ts';
import { type CaseView, detailsOf, nextSentence, viewOf } from '../domain/case/view.ts';
import { aloneInTheWorld, type World } from '../domain/case/world.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { attributesOf, type CaseAttributes, changedAttributes } from './attributes.ts';
import type { Carried, RecoverInvoiceInput } from './messages.ts';

const LATELY = 5;
const SUMMARY_LENGTH = 160;
/** The longest a case sleeps without looking at the world again, in milliseconds. */
const LONGEST_SLEEP_MS = 365 * 86_400_000;

/** One case while its workflow runs: what is known, what is not written down yet, and what operators see. */
export class Story {
  case: Case;
  plan: Plan;
  world: World;
  revision: number;
  unrecorded: Fact[];
  /** The plan an operator asked for and the main loop has not fetched yet. */
  wantedPlan: { readonly plan: string; readonly version?: number } | null = null;
  /** Asleep until then (milliseconds; null: until a fact comes); null while it is at work. */
  rest: { readonly untilMs: number | null } | null = null;
  /** Another invoice of the debtor goes first: what the case says meanwhile. */
  private yielding: Next | null = null;
  private lately: string[] = [];
  private published: CaseAttributes | null = null;
  private details = '';

  constructor(input: RecoverInvoiceInput) {
    const carried = input.carried;
    this.plan = input.plan;
    this.case = carried?.case ?? openCase(input.opening, now());
    this.world = carried?.world ?? aloneInTheWorld;
    this.revision = carried?.revision ?? 0;
    this.unrecorded = [];
    for (const fact of carried?.unrecorded ?? []) this.hear(fact);
    if (carried) return;
    const cause = input.cause === undefined ? {} : { cause: input.cause };
    const { paid, quietUntil } = input.opening;
    const known = { ...(paid ? { paid } : {}), ...(quietUntil ? { quietUntil } : {}) };
    const { id: plan, version } = input.plan;
    this.hear({ type: 'opened', plan, version, ...known, at: now(), actor: input.actor, ...cause });
  }

  /** Applies a fact at once and keeps it to be recorded. */
  hear(fact: Fact): void {
    this.case = apply(this.case, fact, this.plan);
    this.unrecorded.push(fact);
    this.lately = [`${frenchInstant(fact.at)} · ${sentenceOf(fact, this.case.invoice.currency)}`, ...this.lately].slice(
      0,
      LATELY,
    );
  }

  /** A fact told from outside, dated now unless its sender dated it. */
  told(fact: OutsideFact, told: Partial<Told>): void {
    const cause = told.cause === undefined ? {} : { cause: told.cause };
    this.hear({ ...fact, at: told.at ?? now(), actor: told.actor ?? 'operator', ...cause });
  }

  /** Something the case did or found out, now. */
  did(fact: InsideFact): void {
    this.hear({ ...fact, at: now(), actor: 'case' });
  }

  next(): Next {
    return next(this.case, this.plan, Date.now(), this.world);
  }

  /** What facts say, short enough for a label in the Web UI. */
  summaryOf(facts: readonly Fact[]): string {
    return facts
      .map((fact) => sentenceOf(fact, this.case.invoice.currency))
      .join(' · ')
      .slice(0, SUMMARY_LENGTH);
  }

  /** What comes next, as people should read it. */
  shown(): Next {
    return this.yielding ?? shownNext(this.case, this.plan, Date.now(), this.world);
  }

  view(): CaseView {
    return viewOf(this.case, this.plan, this.shown(), Date.now());
  }

  /** Sleeps until that moment or until a fact comes, whichever is first. */
  async waitFor(coming: Next): Promise<void> {
    const heard = () => this.unrecorded.length > 0 || this.wantedPlan !== null;
    if (heard()) return;
    this.rest = { untilMs: coming.atMs };
    await this.sleep(coming, heard);
    this.rest = null;
  }

  private async sleep(coming: Next, heard: () => boolean): Promise<void> {
    if (coming.atMs === null) return await condition(heard);
    const ms = Math.min(Math.max(1, coming.atMs - Date.now()), LONGEST_SLEEP_MS);
    await condition(heard, ms, { summary: nextSentence(coming).slice(0, SUMMARY_LENGTH) });
  }

  /** Lets another invoice of the debtor go first, and says so, until then or until a fact comes. */
  async yieldUntil(coming: Next): Promise<void> {
    this.yielding = coming;
    this.publish();
    await this.waitFor(coming);
    this.yielding = null;
  }

  /** Shows operators where the case stands: details, and the search attributes that changed. */
  publish(): void {
    const coming = this.shown();
    const view = viewOf(this.case, this.plan, coming, Date.now());
    const details = detailsOf(view, coming, this.lately);
    if (details !== this.details) setCurrentDetails(details);
    this.details = details;
    const attributes = attributesOf(this.case, view);
    const changed = changedAttributes(this.published, attributes);
    if (changed.length > 0) upsertSearchAttributes(changed);
    this.published = attributes;
  }

  carried(): Carried {
    return { case: this.case, world: this.world, revision: this.revision, unrecorded: this.unrecorded };
  }
}

/** The workflow's time as an instant. */
function now(): string {
  return toInstant(Date.now());
}
