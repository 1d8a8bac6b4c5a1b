import { addDays, type CivilDate, epochDay, later } from '../../calendar/civil-date.ts';
import { dayAt, msOf } from '../../calendar/clock.ts';
import { addDuration, durationDays, durationMs, isTimed } from '../../plan/duration.ts';
import type { Duration, Plan, Step } from '../../plan/plan.ts';
import type { Case } from '../case.ts';
import type { DebtorContact, World } from '../world.ts';

/** From when the debtor may be written to again: a day, and a millisecond when the gap counts real time. */
export interface Free {
  readonly on: CivilDate;
  readonly ms: number;
  readonly why: 'gap' | 'cap' | null;
}

const FREE: Free = { on: '0001-01-01', ms: 0, why: null };

/** The first day, and the first millisecond, that gap and cap leave free for another contact, all cases and channels (docs/plans.md 3). */
export function freeOfContacts(theCase: Case, plan: Plan, step: Step | null, world: World): Free {
  const contacts = contactsOf(theCase, world).filter((contact) => !(contact.caseId === theCase.id && contact.step === step?.id));
  const last = latestOf(contacts);
  if (!last) return FREE;
  const gap = step?.gap ?? plan.gap;
  const cap = plan.contactCap ? capFree(contacts, plan.contactCap) : FREE.on;
  if (isTimed(gap)) return { on: cap, ms: last.atMs + durationMs(gap), why: cap === FREE.on ? 'gap' : 'cap' };
  const on = addDuration(last.on, gap);
  return { on: later(on, cap), ms: 0, why: cap > on ? 'cap' : 'gap' };
}

/** Own contacts and the debtor's others, each day of a step once. */
function contactsOf(theCase: Case, world: World): DebtorContact[] {
  const written = theCase.steps
    .filter((record) => record.contact)
    .flatMap(({ step, at, further = [] }) =>
      [at, ...further.filter(({ channel }) => channel !== 'call').map((later) => later.at)].map((moment) => ({
        step,
        at: moment,
      })),
    );
  const own = [...written, ...(theCase.talks ?? [])].map(({ step, at }) => {
    const atMs = msOf(at);
    return { on: dayAt(atMs), atMs, caseId: theCase.id, step };
  });
  return [...own, ...world.contacts.filter((contact) => contact.caseId !== theCase.id)];
}

function latestOf(contacts: readonly DebtorContact[]): DebtorContact | undefined {
  return contacts.reduce<DebtorContact | undefined>(
    (latest, one) => (latest && latest.atMs >= one.atMs ? latest : one),
    undefined,
  );
}

/** With n contacts per p days: the day on which the n-th last day of contact is p days old. */
function capFree(contacts: readonly DebtorContact[], cap: { contacts: number; per: Duration }): CivilDate {
  const days = [...new Set(contacts.map((contact) => contact.on))].sort((a, b) => epochDay(b) - epochDay(a));
  const nthLast = days[cap.contacts - 1];
  return nthLast ? addDays(nthLast, durationDays(cap.per)) : FREE.on;
}
