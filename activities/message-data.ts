import { addDays, type CivilDate, daysBetween } from '../domain/calendar/civil-date.ts';
import { dayAt, msOf } from '../domain/calendar/clock.ts';
import { nextWorkingDay } from '../domain/calendar/working-days.ts';
import { isOverdue } from '../domain/case/asked.ts';
import { balanceCents, uncontestedCents } from '../domain/case/balance.ts';
import { holdOf, type NoteFact } from '../domain/case/case.ts';
import { moneyOfNote } from '../domain/case/debtor-payment.ts';
import { channelNames } from '../domain/case/french.ts';
import { lapseNotice } from '../domain/case/instalment-lapse.ts';
import { reservesLateCharges } from '../domain/case/late-charges.ts';
import { mayDemand } from '../domain/case/notes.ts';
import { payByOf } from '../domain/case/step-day.ts';
import { hasSmallRest } from '../domain/case/tolerance.ts';
import { structuredReference } from '../domain/matching/creditor-reference.ts';
import { formatCents, sumCents } from '../domain/money/cents.ts';
import { durationDays, isTimed } from '../domain/plan/duration.ts';
import type { OutwardStep, Plan } from '../domain/plan/plan.ts';
import type { DataByTemplate, FormalNoticeData, InvoiceData, MessageData, ReminderSentData } from '../templates/data.ts';
import { frenchDate } from '../templates/french.ts';
import type { Books, ReminderSent } from './books.ts';
import type { Reckoning } from './claim.ts';
import { claimData } from './claim-data.ts';
import type { LiveCase } from './gate.ts';
import { contactData, creditorData, debtorData, type Parties } from './parties.ts';

/** Days the post may need, added to the deadline that a letter prints to help its reader. */
const POSTAL_MARGIN_DAYS = 3;
/** What a demonstration plan, whose delays are seconds, prints in place of its compressed deadline. */
const USUAL_DEADLINE_DAYS = 8;

/** What a message is about to say: who, which sum, on which day. `others`: the cases that it speaks for besides. */
export interface Telling {
  readonly live: LiveCase;
  readonly others?: readonly LiveCase[];
  readonly parties: Parties;
  readonly on: CivilDate;
  readonly askedCents: number;
  readonly what: 'balance' | 'claim';
  readonly payBy: CivilDate | null;
}

/** What every message of a case knows. */
export function messageData({ live, others = [], parties, on, askedCents, what, payBy }: Telling): MessageData {
  const { invoice } = live.case;
  const told = oldestFirst([live, ...others]);
  const shown = (late: boolean) => told.filter((one) => isOverdue(one.case, on) === late).map((one) => invoiceData(one, on));
  const [overdue, toCome] = [shown(true), shown(false)];
  const reference = others.length === 0 ? structuredReference(invoice.number) : null;
  const demonstration = demonstrationOf(live.plan);
  return {
    writtenOn: frenchDate(on),
    reference: told.map((one) => one.case.invoice.number).join(', '),
    creditor: creditorData(parties.creditor),
    debtor: debtorData(parties.debtor),
    invoices: told.map((one) => invoiceData(one, on)),
    overdue,
    toCome,
    asked: {
      amountCents: askedCents,
      amount: formatCents(askedCents, invoice.currency),
      currency: invoice.currency,
      what,
      overdue: overdue.length > 0,
      coming: toCome.length > 0,
      demanded: told.some((one) => mayDemand(one.case, one.plan)),
    },
    contact: contactData(parties.creditor),
    enclosures: [],
    ...(payBy === null ? {} : { payBy: frenchDate(payBy) }),
    ...(reference === null ? {} : { structuredReference: reference }),
    ...(demonstration === null ? {} : { demonstration }),
  };
}

function oldestFirst(cases: readonly LiveCase[]): LiveCase[] {
  const keyOf = ({ case: { invoice } }: LiveCase) => `${invoice.dueOn} ${invoice.number}`;
  return cases.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function invoiceData({ case: theCase }: LiveCase, on: CivilDate): InvoiceData {
  const { number, currency, totalCents, dueOn, issuedOn } = theCase.invoice;
  const settled = totalCents - balanceCents(theCase);
  return {
    number,
    issuedOn: frenchDate(issuedOn ?? dueOn),
    dueOn: frenchDate(dueOn),
    total: formatCents(totalCents, currency),
    ...(settled === 0 ? {} : { paid: formatCents(settled, currency) }),
    balance: formatCents(balanceCents(theCase), currency),
    asked: formatCents(uncontestedCents(theCase), currency),
    daysLate: Math.max(0, daysBetween(dueOn, on)),
  };
}

/** A plan whose delays are seconds is a demonstration, and its letters say so. */
function demonstrationOf(plan: Plan): string | null {
  if (!plan.steps.some((step) => isTimed(step.delay))) return null;
  return 'DÉMONSTRATION\u00a0: document sans valeur. Les délais du plan, comptés en jours dans la vie réelle, sont ramenés ici à quelques secondes.';
}

/** The last day to pay that the message of a step prints; a letter grants a deadline from its receipt instead. */
export function printedPayBy(step: OutwardStep, live: LiveCase, on: CivilDate): CivilDate | null {
  return step.act === 'message' ? payByOf(step, on, live.case.debtor.department) : null;
}

/** The formal notice: the claim, what was sent before, and the deadline it grants. */
export async function formalNoticeData(
  books: Books,
  telling: Telling,
  reckoning: Reckoning,
  step: OutwardStep,
): Promise<FormalNoticeData> {
  const { live, parties, on } = telling;
  return {
    ...messageData(telling),
    claim: claimData(reckoning, parties, live, on),
    previousReminders: (await books.remindersSent(live.case.id)).map(reminderSentData),
    deadline: deadlineOf(live, step, on),
  };
}

function deadlineOf({ plan, case: theCase }: LiveCase, letter: OutwardStep, on: CivilDate): FormalNoticeData['deadline'] {
  const after = plan.steps.slice(plan.steps.indexOf(letter) + 1).find((step) => step.anchor === 'after-notice-receipt');
  const days = after && !isTimed(after.delay) ? durationDays(after.delay) : USUAL_DEADLINE_DAYS;
  const printed = nextWorkingDay(addDays(on, POSTAL_MARGIN_DAYS + days), theCase.debtor.department ?? undefined);
  return { days, on: frenchDate(printed) };
}

function reminderSentData({ on, channel, template }: ReminderSent): ReminderSentData {
  const title = template === 'courtesy-note' ? 'un rappel de courtoisie' : 'une relance';
  return { sentOn: frenchDate(on), channel: channelNames[channel], title };
}

type Extras = { readonly [T in keyof DataByTemplate]?: (telling: Telling, key: string) => object };

/** What the notes say besides: the payment thanked for, the promise confirmed, the dispute received, the schedule agreed. */
const extras: Extras = {
  'payment-thanks': thanksExtra,
  'partial-payment-thanks': paymentExtra,
  'dispute-receipt': (telling, key) => {
    const dispute = factOf(telling, key, 'dispute') ?? disputeInForce(telling);
    return {
      dispute: {
        receivedOn: frenchDate(dispute.on),
        answerBy: frenchDate(dispute.answerBy),
        ...(dispute.amountCents === null ? {} : { amount: formatCents(dispute.amountCents, currencyOf(telling)) }),
      },
    };
  },
  'promise-confirmation': (telling, key) => {
    const { amountCents, promisedOn, on } = factOf(telling, key, 'promise') ?? promiseInForce(telling);
    const amount = formatCents(amountCents, currencyOf(telling));
    return { promise: { amount, on: frenchDate(promisedOn), madeOn: frenchDate(on) } };
  },
  corrective: correctiveExtra,
  'instalment-agreement': instalmentsExtra,
  'missed-instalment': (telling, key) => {
    const shown = instalmentsExtra(telling);
    const missedOn = frenchDate(key.slice('missed-instalment:'.length));
    const { lapseAfterDays: _unsigned, ...agreement } = shown.agreement;
    const isSigned = holdOf(telling.live.case, 'instalments')?.signedOn !== undefined;
    const missed = shown.instalments.find((instalment) => instalment.dueOn === missedOn);
    return { ...shown, agreement: isSigned ? shown.agreement : agreement, missed };
  },
};

type AboutFact<A extends NoteFact['about']> = Extract<NoteFact, { about: A }>;

/** What the note of that key speaks of, with its own day and amounts. */
function factOf<A extends NoteFact['about']>({ live }: Telling, key: string, about: A): AboutFact<A> | undefined {
  const fact = live.case.notes.find((note) => note.key === key)?.fact;
  return fact?.about === about ? (fact as AboutFact<A>) : undefined;
}

function currencyOf({ live }: Telling): string {
  return live.case.invoice.currency;
}

/** Of notes older than their facts, and of previews: what is in force. */
function disputeInForce({ live, on }: Telling): Omit<AboutFact<'dispute'>, 'about'> {
  const { at, amountCents = null, answerBy = on } = holdOf(live.case, 'dispute') ?? {};
  return { on: at ? dayAt(msOf(at)) : on, amountCents, answerBy };
}

function promiseInForce({ live, on }: Telling): Omit<AboutFact<'promise'>, 'about'> {
  const { at, amountCents = 0, on: promisedOn = on } = holdOf(live.case, 'promise') ?? {};
  return { on: at ? dayAt(msOf(at)) : on, amountCents, promisedOn };
}

/** What came after the formal notice: a payment, a credit note, or the invoice was cancelled. */
function correctiveExtra(telling: Telling, key: string): object {
  const { notice } = telling.live.case;
  const sent = notice ? { notice: { sentOn: frenchDate(notice.postedOn) } } : {};
  const credit = factOf(telling, key, 'credit-note');
  if (credit) {
    const amount = formatCents(credit.amountCents, currencyOf(telling));
    return { ...sent, credit: { cancelled: false, number: credit.id, amount, on: frenchDate(credit.on) } };
  }
  const cancelled = factOf(telling, key, 'cancellation');
  if (!cancelled) return { ...sent, ...paymentExtra(telling, key) };
  const amount = formatCents(telling.live.case.invoice.totalCents, currencyOf(telling));
  return { ...sent, credit: { cancelled: true, amount, on: frenchDate(cancelled.on) } };
}

/** The whole data of a message that belongs to no step. */
export function noteData(template: string, telling: Telling, key: string): MessageData {
  const extra = extras[template as keyof Extras];
  return { ...messageData(telling), ...(extra ? extra(telling, key) : {}) };
}

/** The money that came, over all the invoices that it was divided over. */
function paymentExtra({ live, others = [], on }: Telling, key: string): object {
  const money = moneyOfNote(key);
  const paid = [live, ...others].flatMap((one) => one.case.payments.filter(({ id }) => moneyOfNote(`payment:${id}`) === money));
  return {
    payment: {
      amount: formatCents(sumCents(paid.map(({ amountCents }) => amountCents)), live.case.invoice.currency),
      receivedOn: frenchDate(paid[0]?.on ?? on),
    },
  };
}

/** What the thanks for everything keep or let go: late charges still claimed, a small rest, a credit. */
function thanksExtra(telling: Telling, key: string): object {
  const { live, others = [] } = telling;
  const told = [live, ...others];
  const sum = (centsOf: (one: LiveCase) => number) => sumCents(told.map(centsOf));
  const restCents = sum((one) => (hasSmallRest(one.case, one.plan) ? balanceCents(one.case) : 0));
  const creditCents = sum((one) => Math.max(0, -balanceCents(one.case)));
  const shown = (name: string, cents: number) => (cents === 0 ? {} : { [name]: formatCents(cents, currencyOf(telling)) });
  return {
    ...paymentExtra(telling, key),
    ...shown('smallRest', restCents),
    ...shown('overpaid', creditCents),
    lateChargesReserved: told.some((one) => reservesLateCharges(one.case, one.plan)),
  };
}

function instalmentsExtra({ live, on }: Telling) {
  const agreed = holdOf(live.case, 'instalments');
  const { currency } = live.case.invoice;
  const schedule = agreed?.schedule ?? [];
  const charges = agreed?.waivesLateCharges ? 'waived-if-kept' : 'due';
  const lateCharges = live.plan.lateCharges === 'waive' || live.case.waived ? {} : { lateCharges: charges };
  const { lapse: lapses, notice } = live.plan.instalments;
  const lapse = lapses ? { lapseAfterDays: durationDays(lapseNotice(live.case.debtor.kind, notice)) } : {};
  return {
    instalments: schedule.map((instalment, index) => ({
      rank: index + 1,
      dueOn: frenchDate(instalment.on),
      amount: formatCents(instalment.amountCents, currency),
    })),
    agreement: {
      madeOn: frenchDate(agreed?.at ? dayAt(msOf(agreed.at)) : on),
      total: formatCents(sumCents(schedule.map((instalment) => instalment.amountCents)), currency),
      ...lateCharges,
      ...lapse,
    },
  };
}
