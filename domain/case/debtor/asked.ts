import { addDays, type CivilDate } from '../../calendar/civil-date.ts';
import { isTimed } from '../../plan/duration.ts';
import type { OutwardStep } from '../../plan/plan.ts';
import { uncontestedCents } from '../balance.ts';
import type { Case } from '../case.ts';

const ALWAYS: CivilDate = '0001-01-01';

/** True once the due date has passed: before its term a debt cannot be claimed (C. civ. 1305-2). */
export function isOverdue({ invoice }: Case, on: CivilDate): boolean {
  return on > invoice.dueOn;
}

/**
 * The first day on which a step may leave for an invoice: what demands waits for the day after the due date. A courtesy may come
 * before, and so may a step of seconds: a demonstration, whose messages say so.
 */
export function askableFrom({ invoice }: Case, { anchor, template, delay }: OutwardStep): CivilDate {
  const mayPrecede = anchor === 'before-due' || template === 'courtesy-note' || isTimed(delay);
  return mayPrecede ? ALWAYS : addDays(invoice.dueOn, 1);
}

/** The invoices of a message that it asks for on a day: of those with something left, the overdue ones; where none is, all, each for its own day. */
export function askedOn<C extends { readonly case: Case }>(members: readonly C[], on: CivilDate): readonly C[] {
  const owing = members.filter((member) => uncontestedCents(member.case) > 0);
  const overdue = owing.filter((member) => isOverdue(member.case, on));
  const coming = owing.length > 0 ? owing : members;
  return overdue.length > 0 ? overdue : coming;
}

/** What a message asks for one of its invoices, in cents: nothing while the invoice is only shown as to come. */
export function shareOf<C extends { readonly case: Case }>(
  members: readonly C[],
  member: C,
  on: CivilDate,
  owed: (theCase: Case) => number = uncontestedCents,
): number {
  return askedOn(members, on).includes(member) ? owed(member.case) : 0;
}
