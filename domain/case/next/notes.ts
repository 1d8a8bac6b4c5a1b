import type { CivilDate } from '../../calendar/civil-date.ts';
import { sumCents } from '../../money/cents.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Tagged } from '../../table.ts';
import type { ActOf } from '../act.ts';
import { balanceCents, contestedCents, paidCents, uncontestedCents } from '../balance.ts';
import { type Case, type Hold, holdOf, type Note, type NoteFact, type NoteName, type Payment } from '../case.ts';
import { moneyOf, noteNamed } from '../debtor/payment.ts';
import { because, type Reason } from '../reason.ts';
import { hasSmallRest, isSettledInPrincipal } from './tolerance.ts';

/** What becomes of a note at a moment: it leaves under a template, it is left out for good, or it waits. */
export type NoteVerdict = { readonly says: string } | { readonly leftOut: Reason } | { readonly waits: Reason };

type Fact<A extends NoteFact['about']> = Tagged<NoteFact, 'about', A>;
type Truth<A extends NoteFact['about']> = (theCase: Case, plan: Plan, fact: Fact<A>, note: Note, on: CivilDate) => Reason | null;

/** A note as a message: its name and template, and of a missed instalment its day and what is asked. */
export interface NoteRequest extends NoteName {
  readonly template: string;
  readonly askedCents?: number;
  readonly missedOn?: CivilDate;
}

/** The message that asks for a missed instalment: the schedule owes it, no fact of `notes`. */
export function missedNote({ on, missingCents }: Pick<ActOf<'ask-instalment'>, 'on' | 'missingCents'>): NoteRequest {
  return { key: missedKey(on), template: 'missed-instalment', missedOn: on, askedCents: missingCents };
}

const MISSED = 'missed-instalment:';

/** How the message for the instalment of a day is called, and the step that it is recorded as. */
export function missedKey(on: CivilDate): string {
  return `${MISSED}${on}`;
}

/** The day of the instalment that a note asks for; null when it asks for none. */
export function missedOn(key: string): CivilDate | null {
  return key.startsWith(MISSED) ? key.slice(MISSED.length) : null;
}

/** Templates that state a balance or an IBAN: they leave through the same gates as a demand (a fresh bank feed, no import under way). */
const stating: readonly string[] = [
  'partial-payment-thanks',
  'corrective',
  'promise-confirmation',
  'payment-announcement',
  'instalment-agreement',
];

/** True for a note that states what is owed or where to pay it. */
export function statesBalance(template: string): boolean {
  return stating.includes(template);
}

/**
 * Is a note still true on the day it would leave? A note speaks of one fact, as it was told; what the case has heard since decides
 * whether it can still be said, and under which template. What is no longer true is left out with its reason.
 */
export function noteStillTrue(theCase: Case, plan: Plan, note: Note, on: CivilDate): NoteVerdict {
  const { fact } = note;
  const untrue = fact === undefined ? null : untrueOf(theCase, plan, fact, note, on);
  if (untrue !== null) return { leftOut: untrue };
  const says = fact?.about === 'payment' ? thanksFor(theCase, plan) : note.template;
  return statesBalance(says) ? throughGates(theCase, says) : { says };
}

function untrueOf<A extends NoteFact['about']>(
  theCase: Case,
  plan: Plan,
  fact: Fact<A>,
  note: Note,
  on: CivilDate,
): Reason | null {
  return truths[fact.about](theCase, plan, fact, note, on);
}

/** The template under which the note of that name (`noteNamed`) leaves now; null when the case owes none, or not now. */
export function saysOfNote(theCase: Case, plan: Plan, name: NoteName, on: CivilDate): string | null {
  const note = noteNamed(theCase, name);
  const verdict = note && noteStillTrue(theCase, plan, note, on);
  return verdict && 'says' in verdict ? verdict.says : null;
}

/** One payment over several invoices is thanked for once: as long as one of them is not settled, as a part. */
export function thanksOf(templates: readonly string[]): string {
  return templates.find((template) => template !== 'payment-thanks') ?? templates[0] ?? 'payment-thanks';
}

/** Whether a message may ask for what it says is owed: something is, and nothing holds it. */
export function mayDemand(theCase: Case, plan: Plan): boolean {
  const held = theCase.holds.some((hold) => hold.type !== 'rate-missing' && hold.type !== 'credit' && isInForce(hold));
  return !held && !theCase.closed && uncontestedCents(theCase) > 0 && !hasSmallRest(theCase, plan);
}

/** A dispute of an amount lets the rest be asked. */
function isInForce(hold: Hold): boolean {
  return hold.type !== 'dispute' || hold.amountCents === null;
}

/** Thanks for a payment, by what is true of the invoice now: nothing is left, something is, or a formal notice asked for more. */
function thanksFor(theCase: Case, plan: Plan): string {
  if (isSettledInPrincipal(theCase, plan)) return 'payment-thanks';
  return theCase.notice ? 'corrective' : 'partial-payment-thanks';
}

/** An insolvent debtor, a dispute of the whole and a closed case are written nothing that states what they owe; a bank feed is waited for. */
function throughGates(theCase: Case, says: string): NoteVerdict {
  const held = (type: Hold['type']) => theCase.holds.some((hold) => hold.type === type && isInForce(hold));
  if (held('insolvency')) return { leftOut: because('insolvency') };
  if (theCase.closed && says !== 'corrective') return { leftOut: because('closed') };
  if (held('feed-stale')) return { waits: { code: 'held', hold: 'feed-stale' } };
  if (says === 'partial-payment-thanks' || says === 'corrective') return { says };
  return held('dispute') ? { leftOut: { code: 'held', hold: 'dispute' } } : { says };
}

const truths: { readonly [A in NoteFact['about']]: Truth<A> } = {
  payment: (theCase, _plan, { id }, { money }) => {
    const isOfNote = (payment: Payment) => payment.id === id || moneyOf(payment) === money;
    if (!theCase.payments.some((payment) => isOfNote(payment) && !payment.reversed)) return because('payment-returned');
    return holdOf(theCase, 'insolvency') ? because('insolvency') : null;
  },
  promise: (theCase, _plan, { amountCents, promisedOn }, note, on) => {
    const promise = holdOf(theCase, 'promise');
    if (promise?.at !== note.at) return because('promise-over');
    if (paidCents(theCase) !== promise.paidBeforeCents) return because('paid-since');
    if (amountCents > uncontestedCents(theCase))
      return { code: 'less-is-owed', cents: uncontestedCents(theCase), currency: theCase.invoice.currency };
    return promisedOn < on ? { code: 'promised-day-passed', on: promisedOn } : null;
  },
  announcement: ({ holds }, _plan, { until }, _note, on) => {
    const isAwaited = holds.some((hold) => hold.type === 'pause' && hold.awaits === 'payment');
    return isAwaited && on <= until ? null : because('pause-over');
  },
  instalments: (theCase, plan, { schedule }, note, on) => {
    const agreed = holdOf(theCase, 'instalments');
    if (agreed?.at !== note.at || isSettledInPrincipal(theCase, plan)) return because('agreement-over');
    const askedCents = balanceCents(theCase) - contestedCents(theCase);
    const owedCents = askedCents + paidCents(theCase) - agreed.paidBeforeCents + (agreed.lateChargesCents ?? 0);
    if (sumCents(schedule.map(({ amountCents }) => amountCents)) !== owedCents) return because('balance-changed');
    return (schedule[0]?.on ?? on) < on ? because('first-instalment-passed') : null;
  },
  dispute: (theCase, _plan, _fact, note) => (holdOf(theCase, 'dispute')?.at === note.at ? null : because('dispute-over')),
  'credit-note': (theCase, _plan, { id }) =>
    theCase.creditNotes.some((credit) => credit.id === id) ? null : because('credit-note-gone'),
  cancellation: (theCase) => (theCase.cancelled ? null : because('not-cancelled')),
  return: (theCase, plan, { id }) => {
    const isBack = theCase.payments.some((payment) => payment.id === id && payment.reversed);
    return isBack && !isSettledInPrincipal(theCase, plan) ? null : because('paid-since');
  },
  answer: () => null,
};
