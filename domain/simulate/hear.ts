import { dayAt, instantAt, msOf } from '../calendar/clock.ts';
import { refusalOf } from '../case/acts/index.ts';
import { balanceCents } from '../case/balance.ts';
import { accruedCents } from '../case/claim-of-case.ts';
import { divide } from '../case/debtor/payment.ts';
import type { OutsideFact } from '../case/facts/fact.ts';
import { holdsForBoth, isSaidInCommon } from '../case/next/common-step.ts';
import { questionIn } from '../case/view.ts';
import type { Actor, Desk } from './desk.ts';
import type { Play } from './play.ts';
import { rowOf, TOLD } from './rows.ts';
import type { Story, StoryFact } from './story.ts';

type Of<T extends StoryFact['type']> = Extract<StoryFact, { type: T }>;
type DebtorFact = Of<'pause' | 'resume' | 'contact-changed' | 'message-bounced' | 'opt-out' | 'insolvency'>;

type Hearer<T extends StoryFact['type']> = (play: Play, fact: Of<T>) => void;

const hearers: { readonly [T in StoryFact['type']]: Hearer<T> } = {
  'worker-down': hearWorker,
  'worker-up': hearWorker,
  'feed-stale': hearFeed,
  'feed-fresh': hearFeed,
  payment: hearPayment,
  'payment-reversed': hearReversal,
  'contact-changed': hearOfDebtor,
  'message-bounced': hearOfDebtor,
  'opt-out': hearOfDebtor,
  insolvency: hearOfDebtor,
  pause: hearOfEither,
  resume: hearOfEither,
  'credit-note': hearOfInvoice,
  'invoice-changed': hearOfInvoice,
  'invoice-cancelled': hearOfInvoice,
  approve: hearOfInvoice,
  waive: hearOfInvoice,
  'dispute-opened': hearOfInvoice,
  'dispute-resolved': hearOfInvoice,
  promise: hearOfInvoice,
  instalments: hearOfInvoice,
  'notice-event': hearOfInvoice,
  'choose-route': hearOfInvoice,
  signature: hearOfInvoice,
  'claim-late-charges': hearOfInvoice,
  'use-credit': hearOfInvoice,
  refunded: hearOfInvoice,
  'payment-withdrawn': hearOfInvoice,
  'amicable-attempt': hearOfInvoice,
  'external-step': hearOfInvoice,
  'done-before': hearOfInvoice,
};

/** What the world tells: one invoice, one debtor, or everybody. */
export function hear(play: Play, fact: StoryFact): void {
  (hearers[fact.type] as Hearer<StoryFact['type']>)(play, fact);
  play.flush();
}

function hearWorker(play: Play, { type }: Of<'worker-down' | 'worker-up'>): void {
  play.workerDown = type === 'worker-down';
}

function hearFeed(play: Play, { type }: Of<'feed-stale' | 'feed-fresh'>): void {
  play.feedStale = type === 'feed-stale';
  for (const actor of play.actors.values()) play.told(actor, { type });
}

/** A fact of one invoice: refused with a sentence, or heard. */
function hearOfInvoice(play: Play, { at: _at, ...told }: StoryFact): void {
  const { invoice, ...fact } = told as { invoice: string } & OutsideFact;
  const actor = play.actors.get(invoice);
  if (actor) hearOrRefuse(play, [actor, ...(play.saysInCommon ? inCommon(actor, fact) : [])], fact);
}

/** The post, and the choice of a route, speak for every invoice of one formal notice. */
function inCommon({ case: own, plan, desk }: Actor, { type }: OutsideFact): Actor[] {
  if (plan.together !== 'debtor' || !isSaidInCommon(type)) return [];
  return desk.actors.filter((other) => holdsForBoth(type, own, other.case));
}

function hearOfEither(play: Play, fact: Of<'pause' | 'resume'>): void {
  if (fact.debtor === undefined) hearOfInvoice(play, fact);
  else hearOfDebtor(play, { ...fact, debtor: fact.debtor });
}

/** A fact of a debtor, for all his open cases; what only reaches him counts for the others too, should they open again. */
function hearOfDebtor(play: Play, story: DebtorFact & { readonly debtor: string }): void {
  const desk = play.deskOf(story.debtor);
  const invoices = desk.open.map((actor) => actor.case.invoice.id);
  keepContact(desk, story);
  const reaches = story.type === 'contact-changed' || story.type === 'message-bounced' || story.type === 'opt-out';
  const heard = reaches || desk.open.length === 0 ? desk.actors : desk.open;
  if (story.type === 'insolvency') desk.insolvency = story;
  hearOrRefuse(play, heard, placed(play.story, debtorFact(story)));
  play.flush(invoices.length > 0 ? invoices : undefined);
}

/** An insolvency, with where the creditor of the story is. */
export function placed({ creditor: { department } }: Story, fact: OutsideFact): OutsideFact {
  return fact.type === 'insolvency' && department !== undefined ? { ...fact, creditorDepartment: department } : fact;
}

function keepContact(desk: Desk, fact: DebtorFact): void {
  const { contact } = desk;
  if (fact.type === 'contact-changed')
    desk.contact = {
      ...contact,
      email: (contact.email || fact.email !== undefined) && !contact.emailStopped,
      mobile: contact.mobile || fact.mobile !== undefined,
    };
  if (fact.type === 'message-bounced') desk.contact = { ...contact, [fact.channel === 'email' ? 'email' : 'mobile']: false };
  if (fact.type === 'opt-out')
    desk.contact = { ...contact, ...(fact.channel === 'sms' ? { smsStopped: true } : { email: false, emailStopped: true }) };
}

function debtorFact({ at: _at, ...story }: DebtorFact): OutsideFact {
  if (story.type !== 'contact-changed') {
    const { debtor: _debtor, ...fact } = story;
    return fact;
  }
  const email = story.email === undefined ? {} : { email: true };
  return { type: 'contact-changed', ...email, ...(story.mobile === undefined ? {} : { mobile: true }) };
}

/** Every case that accepts the fact hears it; when none does, the refusal is printed. */
function hearOrRefuse(play: Play, actors: readonly Actor[], fact: OutsideFact): void {
  const today = dayAt(play.nowMs);
  const answers = actors.map((actor) => {
    const owed = fact.type === 'instalments' ? accruedCents(actor.case, play.story.creditor, today) : undefined;
    const heard = asRead(actor, fact);
    return { actor, heard, refusal: refusalOf(actor.case, heard, actor.plan, today, owed) };
  });
  const accepted = answers.filter(({ refusal }) => refusal === null);
  for (const { actor, heard } of accepted) play.told(actor, heard);
  if (accepted.length > 0) return;
  for (const { actor, refusal } of answers)
    play.print(TOLD, rowOf(actor.case, instantAt(play.nowMs), { act: 'refused', reason: refusal ?? '' }));
}

/** Whoever approves in a story has read what waits. */
function asRead({ case: { tasks } }: Actor, fact: OutsideFact): OutsideFact {
  return fact.type === 'approve' ? { ...fact, ...questionIn(tasks) } : fact;
}

/** A payment counts once. Of an invoice: on it; of a debtor: divided under C. civ. 1342-10. */
function hearPayment(play: Play, { at, id, amountCents, invoice, debtor }: Of<'payment'>): void {
  if (play.payments.has(id)) return;
  play.payments.set(id, amountCents);
  const on = dayAt(msOf(at));
  const actor = invoice === undefined ? undefined : play.actors.get(invoice);
  if (actor) play.told(actor, { type: 'payment', id, amountCents, on });
  if (debtor !== undefined) hearDebtorPayment(play, play.deskOf(debtor), { id, amountCents, on });
}

/** What no invoice owes is a credit of the debtor, on the last one that it pays, or else on his last one. */
function hearDebtorPayment(play: Play, desk: Desk, payment: { id: string; amountCents: number; on: string }): void {
  const open = desk.open;
  const chargesOf = (theCase: Actor['case']) => {
    if (play.story.plan.lateCharges === 'waive' || theCase.waived) return 0;
    return Math.max(0, (desk.chargesOf(theCase, play.nowMs) ?? 0) - Math.max(0, balanceCents(theCase)));
  };
  const { shares, restCents } = divide(
    payment.amountCents,
    payment.on,
    open.map((actor) => actor.case),
    chargesOf,
  );
  const paid = new Map(shares.map(({ of, amountCents }) => [of.id, amountCents]));
  const last = shares.at(-1)?.of.id ?? desk.actors.at(-1)?.case.id;
  if (restCents > 0 && last !== undefined) paid.set(last, (paid.get(last) ?? 0) + restCents);
  for (const actor of desk.actors) {
    const cents = paid.get(actor.case.id);
    if (cents !== undefined) play.told(actor, { type: 'payment', ...payment, amountCents: cents });
  }
}

function hearReversal(play: Play, { payment }: Of<'payment-reversed'>): void {
  for (const actor of play.actors.values()) {
    if (actor.case.payments.some((known) => known.id === payment && !known.reversed))
      play.told(actor, { type: 'payment-reversed', payment });
  }
}
