import { addDays, type CivilDate } from '../calendar/civil-date.ts';
import { dayAt, msOf } from '../calendar/clock.ts';
import type { Instant } from '../calendar/paris.ts';
import { playedUntil } from './simulate.ts';
import type { Row, Story } from './story.ts';

/** When something leaves that must wait, and why, in French. */
export interface Waits {
  readonly at: Instant;
  readonly on: CivilDate;
  readonly why: string;
}

/** How far one looks for what an accord lets leave, in days. */
const LOOKED_AT = 31;

/**
 * What the accord of an invoice lets leave, if all of its debtor that waits for one has it now: when, and why not today. Null where it leaves
 * today, or not within a month. Pure.
 */
export function onceApproved(life: Story, invoice: string): Waits | null {
  const asked = (life.before?.cases ?? []).filter(({ case: { steps } }) =>
    steps.some(({ state }) => state === 'awaiting-approval'),
  );
  const facts = asked.map((each) => ({ type: 'approve' as const, invoice: each.case.invoice.id, at: life.from }));
  const today = dayAt(msOf(life.from));
  const isIt = ({ act, step, invoices }: Row) =>
    (act === 'message' || act === 'letter') && step !== null && invoices.includes(invoice);
  const story = { ...life, until: addDays(today, LOOKED_AT), facts };
  const left = playedUntil(story, ({ timeline }) => timeline.some(isIt)).timeline.find(isIt);
  if (left === undefined) return null;
  const on = dayAt(msOf(left.at));
  return on === today ? null : { at: left.at, on, why: left.reason };
}
