import { lapseNoticeDays } from '../domain/agreement/lapse.ts';
import { type CivilDate, daysBetween } from '../domain/calendar/civil-date.ts';
import { dayAt, msOf } from '../domain/calendar/clock.ts';
import { balanceCents, type KeptOut, keptOut, paidCents, uncontestedCents } from '../domain/case/balance.ts';
import { type AgreedHold, type Case, holdOf, type LiveCase, type NoteFact } from '../domain/case/case.ts';
import { isOverdue } from '../domain/case/debtor/asked.ts';
import { moneyOf } from '../domain/case/debtor/payment.ts';
import { unmetCondition } from '../domain/case/next/conditions.ts';
import { creditCents } from '../domain/case/next/credit.ts';
import { lapseOfCase, missingCents, warnsOfLapse } from '../domain/case/next/instalments.ts';
import { chargesAskedOn, chargesToCome, reservesLateCharges, waivesLateCharges } from '../domain/case/next/late-charges.ts';
import { mayDemand, type NoteRequest } from '../domain/case/next/notes.ts';
import { payByOf } from '../domain/case/next/step-day.ts';
import { hasSmallRest } from '../domain/case/next/tolerance.ts';
import { reached } from '../domain/case/reached.ts';
import { runsByItself } from '../domain/claim/regimes.ts';
import { structuredReference } from '../domain/matching/creditor-reference.ts';
import { sumCents } from '../domain/money/cents.ts';
import { linesOf } from '../domain/plain-text.ts';
import { durationDays, isTimed } from '../domain/plan/duration.ts';
import { isNoticeChannel, type OutwardStep, type Plan } from '../domain/plan/plan.ts';
import type {
  CorrectiveData,
  DataByTemplate,
  EndedData,
  FormalNoticeData,
  InvoiceData,
  MessageData,
  ReminderSentData,
} from '../templates/data.ts';
import { type Speech, speechOf } from '../templates/speech.ts';
import type { Books, ReminderSent } from './books.ts';
import { claimsData, keptOutShown, type Reckoned } from './claim-data.ts';
import { collectorData, contactData, creditorData, debtorData, type Parties, signatoryData } from './parties.ts';

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
  const say = speechOf(parties.debtor.language);
  const told = oldestFirst([live, ...others]);
  const shown = (late: boolean) => told.filter((one) => isOverdue(one.case, on) === late).map((one) => invoiceData(one, on, say));
  const [overdue, toCome] = [shown(true), shown(false)];
  const asksFor = oldestFirst(askedFor({ live, others, on }));
  const reference = asksFor.length === 1 ? structuredReference(asksFor[0]?.case.invoice.number ?? invoice.number) : null;
  const collector = collectorData(parties.creditor, parties.debtor.language);
  return {
    writtenOn: say.day(on),
    reference: told.map((one) => one.case.invoice.number).join(', '),
    creditor: creditorData(parties.creditor, parties.debtor),
    debtor: debtorData(parties, on),
    invoices: told.map((one) => invoiceData(one, on, say)),
    overdue,
    toCome,
    asked: {
      amountCents: askedCents,
      amount: say.amount(askedCents, invoice.currency),
      currency: invoice.currency,
      what,
      overdue: overdue.length > 0,
      coming: toCome.length > 0,
      demanded: told.some((one) => mayDemand(one.case, one.plan)),
      partlyPaid: asksFor.some(({ case: one }) => paidCents(one) > 0),
      waived: asksFor.every(({ case: one }) => one.waived),
    },
    totals: totalsOf(told, say),
    contact: contactData(parties.creditor),
    signatory: signatoryData(parties.creditor),
    ...(collector === null ? {} : { collector }),
    previousReminders: [],
    enclosures: [],
    ...creditShown(told, say),
    ...(payBy === null ? {} : { payBy: say.day(payBy) }),
    ...(reference === null ? {} : { structuredReference: reference }),
    ...(isDemonstration(live.plan) ? { demonstration: say.demonstration } : {}),
  };
}

/** The overdue invoices of a message; where none is, all of them. */
function askedFor({ live, others = [], on }: Pick<Telling, 'live' | 'others' | 'on'>): readonly LiveCase[] {
  const told = [live, ...others];
  const overdue = told.filter((one) => isOverdue(one.case, on));
  return overdue.length > 0 ? overdue : told;
}

function totalsOf(told: readonly LiveCase[], say: Speech): MessageData['totals'] {
  const currency = told[0]?.case.invoice.currency ?? 'EUR';
  const totalCents = sumCents(told.map((one) => one.case.invoice.totalCents));
  const owedCents = sumCents(told.map((one) => balanceCents(one.case)));
  return {
    total: say.amount(totalCents, currency),
    ...(totalCents === owedCents ? {} : { paid: say.amount(totalCents - owedCents, currency) }),
    balance: say.amount(owedCents, currency),
    ...keptOutShown(
      told.map((one) => notAsked(one.case)),
      currency,
      say,
    ),
  };
}

/** What of a balance no message asks: a dispute of the whole keeps out all of it, which a statement of claim does not. */
function notAsked(theCase: Case): KeptOut {
  if (holdOf(theCase, 'dispute')?.amountCents !== null) return keptOut(theCase);
  return { disputedCents: Math.max(0, balanceCents(theCase)), concededCents: 0, coveredCents: 0 };
}

/** What the debtor has to his credit and these invoices do not ask for. */
function creditShown(told: readonly LiveCase[], say: Speech): { creditHeld?: string } {
  const cents = sumCents(told.map((one) => holdOf(one.case, 'credit')?.amountCents ?? 0));
  return cents === 0 ? {} : { creditHeld: say.amount(cents, told[0]?.case.invoice.currency ?? 'EUR') };
}

/** Cases in the order in which a message names their invoices. */
export function oldestFirst(cases: readonly LiveCase[]): LiveCase[] {
  const keyOf = ({ case: { invoice } }: LiveCase) => `${invoice.dueOn} ${invoice.number}`;
  return cases.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function invoiceData({ case: theCase }: LiveCase, on: CivilDate, say: Speech): InvoiceData {
  const { number, currency, totalCents, dueOn, issuedOn } = theCase.invoice;
  const owed = balanceCents(theCase);
  return {
    number,
    issuedOn: say.day(issuedOn ?? dueOn),
    dueOn: say.day(dueOn),
    total: say.amount(totalCents, currency),
    ...(totalCents === owed ? {} : { paid: say.amount(totalCents - owed, currency) }),
    balance: say.amount(owed, currency),
    asked: say.amount(uncontestedCents(theCase), currency),
    ...keptOutShown([notAsked(theCase)], currency, say),
    daysLate: Math.max(0, daysBetween(dueOn, on)),
  };
}

/** A plan whose delays are seconds is a demonstration, and its letters say so. */
function isDemonstration(plan: Plan): boolean {
  return plan.steps.some((step) => isTimed(step.delay));
}

/** The last day to pay that the message of a step prints; a letter grants a deadline from its receipt instead. */
export function printedPayBy(step: OutwardStep, live: LiveCase, on: CivilDate): CivilDate | null {
  return step.act === 'message' ? payByOf(step, on, live.case.debtor.department) : null;
}

/** A demand: what was sent before about its invoices, and whether a formal notice comes next. */
export async function demandData(books: Books, telling: Telling, step: OutwardStep): Promise<MessageData> {
  return {
    ...messageData(telling),
    ...(await recalled(books, telling)),
    ...takenBack(telling),
    ...noticeFollowing(telling, step),
  };
}

/** Payments that a receipt may have confirmed and that count no more: the bank took them back, they were for another invoice, or were typed by mistake. */
function takenBack(telling: Telling): Required<Pick<MessageData, 'takenBack'>> {
  const { day, amount } = printedFor(telling);
  const shown = oldestFirst(askedFor(telling)).flatMap(({ case: { payments, invoice } }) =>
    payments
      .filter(({ reversed, creditOf, unsaid }) => reversed && creditOf === undefined && !unsaid)
      .map((payment) => ({ amount: amount(payment.amountCents), receivedOn: day(payment.on), number: invoice.number })),
  );
  return { takenBack: shown };
}

/** A demand of the claim, the formal notice or the late charges: the statement besides, and the deadline that a notice grants. */
export async function claimingData(
  books: Books,
  telling: Telling,
  reckoned: readonly Reckoned[],
  step: OutwardStep,
): Promise<FormalNoticeData> {
  const { live, parties, on } = telling;
  return {
    ...(await demandData(books, telling, step)),
    claim: claimsData(reckoned, parties, live.case.invoice.currency, on),
    deadline: { days: deadlineDays(live.plan, step) },
  };
}

/** What reached the debtor before about the invoices that are asked for: one that joined them today was never written about. */
async function recalled(
  books: Books,
  telling: Telling,
): Promise<Required<Pick<MessageData, 'previousReminders' | 'writtenBefore'>>> {
  const say = speechOf(telling.parties.debtor.language);
  const asked = oldestFirst(askedFor(telling));
  const told = await Promise.all(asked.map(async (one) => reached(one.case, await books.remindersSent(one.case.id))));
  const numbersOf = (message: string) =>
    asked.filter((_, index) => told[index]?.some((sent) => sent.message === message)).map((one) => one.case.invoice.number);
  const once = [...new Map(told.flat().map((sent) => [sent.message, sent])).values()].toSorted((a, b) =>
    a.on < b.on ? -1 : Number(a.on > b.on),
  );
  const previousReminders = once.map((sent): ReminderSentData => {
    const numbers = numbersOf(sent.message);
    return { ...reminderSentData(say, sent), ...(numbers.length === asked.length ? {} : { about: say.invoices(numbers) }) };
  });
  return { previousReminders, writtenBefore: told.every((sent) => sent.length > 0) };
}

/** How the formal notice comes that the plan goes on with; nothing where its conditions leave it out for every invoice asked for. */
function noticeFollowing(telling: Telling, { id }: OutwardStep): Pick<MessageData, 'noticeFollows'> {
  const { plan } = telling.live;
  const place = plan.steps.findIndex((step) => step.id === id);
  const notice = plan.steps
    .slice(place + 1)
    .find((step) => step.act === 'letter' && askedFor(telling).some((one) => unmetCondition(one.case, step) === null));
  const channel = notice?.act === 'letter' ? notice.channels.find(isNoticeChannel) : undefined;
  return channel === undefined ? {} : { noticeFollows: speechOf(telling.parties.debtor.language).notices[channel] };
}

function deadlineDays(plan: Plan, letter: OutwardStep): number {
  const after = plan.steps.slice(plan.steps.indexOf(letter) + 1).find((step) => step.anchor === 'after-notice-receipt');
  return after && !isTimed(after.delay) ? durationDays(after.delay) : USUAL_DEADLINE_DAYS;
}

function reminderSentData(say: Speech, { on, channel, template }: ReminderSent): ReminderSentData {
  return { sentOn: say.day(on), channel: say.channels[channel], title: say.sent(template) };
}

/** Which note is told: by what its fact or its money is found, and of a missed instalment its day. */
export type NoteAsked = Omit<NoteRequest, 'template'>;

type Extras = { readonly [T in keyof DataByTemplate]?: (telling: Telling, note: NoteAsked) => object };

/** What the notes say besides: the payment thanked for, the promise confirmed, the dispute received, the schedule agreed. */
const extras: Extras = {
  'payment-thanks': thanksExtra,
  'partial-payment-thanks': (telling, note) => ({
    ...paymentExtra(telling, note),
    ended: endedBy([], telling.parties, printedFor(telling).day),
  }),
  corrective: correctiveExtra,
  'dispute-receipt': (telling, note) => {
    const { on, answerBy, amountCents } = factOf(telling, note, 'dispute') ?? disputeInForce(telling);
    const { day, amount } = printedFor(telling);
    return {
      dispute: {
        receivedOn: day(on),
        answerBy: day(answerBy),
        ...(amountCents === null ? {} : { amount: amount(amountCents) }),
      },
    };
  },
  'promise-confirmation': (telling, note) => {
    const { amountCents, promisedOn, on } = factOf(telling, note, 'promise') ?? promiseInForce(telling);
    const { day, amount } = printedFor(telling);
    return { promise: { amount: amount(amountCents), on: day(promisedOn), madeOn: day(on) } };
  },
  'payment-announcement': (telling, note) => {
    const { amountCents, paidOn, on, until } = factOf(telling, note, 'announcement') ?? announcementAwaited(telling);
    const { day, amount } = printedFor(telling);
    return { announced: { amount: amount(amountCents), paidOn: day(paidOn), toldOn: day(on), until: day(until) } };
  },
  answer: (telling, note) => {
    const { text = '' } = factOf(telling, note, 'answer') ?? {};
    return { answer: { text, paragraphs: linesOf(text) } };
  },
  'instalment-agreement': instalmentsExtra,
  'missed-instalment': missedExtra,
};

/** What is missing of the schedule up to that day, and, of a signed agreement, until when it can be paid before the rest falls due. */
function missedExtra(telling: Telling, note: NoteAsked): object {
  const shown = instalmentsExtra(telling);
  const { live, on } = telling;
  const agreed = holdOf(live.case, 'instalments');
  const { missedOn = on } = note;
  const { day, amount } = printedFor(telling);
  const missed = shown.instalments.find(({ dueOn }) => dueOn === day(missedOn));
  const left = agreed ? amount(missingCents(live.case, agreed, missedOn)) : missed?.amount;
  const short = left === missed?.amount ? {} : { left };
  return { ...shown, missed: { ...missed, ...short, ...(agreed ? lapseShown(telling, agreed, missedOn, on) : {}) } };
}

function lapseShown({ live, parties }: Telling, agreed: AgreedHold, missedOn: CivilDate, on: CivilDate): object {
  if (!warnsOfLapse(live.plan, agreed) || agreed.signedOn === undefined) return {};
  const lapse = lapseOfCase(live.case, live.plan, agreed, { missedOn, noticeOn: on }, on);
  const { day } = speechOf(parties.debtor.language);
  return lapse.state === 'running' ? { lapseOn: day(lapse.endsOn), signedOn: day(agreed.signedOn) } : {};
}

type AboutFact<A extends NoteFact['about']> = Extract<NoteFact, { about: A }>;

/** What the note of that key speaks of, with its own day and amounts. */
function factOf<A extends NoteFact['about']>({ live }: Telling, { key }: NoteAsked, about: A): AboutFact<A> | undefined {
  const fact = live.case.notes.find((one) => one.key === key)?.fact;
  return fact?.about === about ? (fact as AboutFact<A>) : undefined;
}

/** Days and amounts of a case as its debtor reads them. */
function printedFor({ live, parties }: Telling) {
  const say = speechOf(parties.debtor.language);
  return { day: say.day, amount: (cents: number) => say.amount(cents, live.case.invoice.currency) };
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

/** Of a preview: what the case owes, as if it had been announced on that day. */
function announcementAwaited({ on, askedCents }: Telling): Omit<AboutFact<'announcement'>, 'about'> {
  return { on, paidOn: on, until: on, amountCents: askedCents };
}

/** What came after the formal notice: a payment, a credit note, or the invoice was cancelled. */
function correctiveExtra(telling: Telling, note: NoteAsked): object {
  const { invoice } = telling.live.case;
  const { day, amount } = printedFor(telling);
  const told = [telling.live, ...(telling.others ?? [])];
  const sent = { ...askedBefore(telling), reserved: told.some((one) => reserves(one, telling.parties)) };
  const credit = factOf(telling, note, 'credit-note');
  if (credit)
    return { ...sent, credit: { cancelled: false, number: credit.id, amount: amount(credit.amountCents), on: day(credit.on) } };
  const back = factOf(telling, note, 'return');
  if (back) return { ...sent, returned: { amount: amount(back.amountCents), receivedOn: day(back.receivedOn) } };
  const cancelled = factOf(telling, note, 'cancellation');
  if (!cancelled) return { ...sent, ...paymentExtra(telling, note) };
  return { ...sent, credit: { cancelled: true, amount: amount(invoice.totalCents), on: day(cancelled.on) } };
}

/** What asked for more before: the formal notice, or else the claim of late charges. */
function askedBefore(telling: Telling): Pick<CorrectiveData, 'notice' | 'charges'> {
  const { case: theCase, plan } = telling.live;
  const { day } = printedFor(telling);
  const askedOn = chargesAskedOn(theCase, plan);
  if (theCase.notice) return { notice: { sentOn: day(theCase.notice.postedOn) } };
  return askedOn === null ? {} : { charges: { askedOn: day(askedOn) } };
}

/** The whole data of a message that belongs to no step. */
export function noteData(template: string, telling: Telling, note: NoteAsked): MessageData {
  const extra = extras[template as keyof Extras];
  return { ...messageData(telling), ...(extra ? extra(telling, note) : {}) };
}

/** The money that came, over all the invoices that it was divided over. */
function paymentExtra(telling: Telling, note: NoteAsked) {
  const { live, others = [], parties, on } = telling;
  const { day, amount } = printedFor(telling);
  const paid = [live, ...others].flatMap((one) =>
    one.case.payments.filter((payment) => !payment.reversed && moneyOf(payment) === note.money),
  );
  const scheduled = sumCents([live, ...others].map((one) => chargesToCome(one.case, one.plan)));
  return {
    payment: {
      amount: amount(sumCents(paid.map(({ amountCents }) => amountCents))),
      receivedOn: day(paid[0]?.on ?? on),
      ...(scheduled === 0 ? {} : { scheduled: amount(scheduled) }),
      reserved: [live, ...others].some((one) => reserves(one, parties) && !hasAskedCharges(one)),
      interestFirst: parties.creditor.terms.allocation === 'interest-first',
    },
  };
}

/** What the thanks for everything keep or let go: late charges still claimed, a small rest, a credit. */
function thanksExtra(telling: Telling, note: NoteAsked): object {
  const { live, others = [] } = telling;
  const told = [live, ...others];
  const { amount, day } = printedFor(telling);
  const sum = (centsOf: (one: LiveCase) => number) => sumCents(told.map(centsOf));
  const restCents = sum((one) => (hasSmallRest(one.case, one.plan) ? balanceCents(one.case) : 0));
  const credited = sum((one) => creditCents(one.case));
  const chargesCents = sum(({ case: one }) => (creditCents(one) > 0 ? (one.creditChargesCents ?? 0) : 0));
  const shown = (name: string, cents: number) => (cents === 0 ? {} : { [name]: amount(cents) });
  const { payment } = paymentExtra(telling, note);
  return {
    ended: endedBy(told, telling.parties, day),
    payment: { ...payment, ...shown('letGo', restCents), ...shown('credit', credited), ...shown('charges', chargesCents) },
  };
}

/** What was asked before of the invoices that are paid, and whether something is left of the late charges that were. */
function endedBy(told: readonly LiveCase[], parties: Parties, day: Speech['day']): EndedData {
  const notices = told.flatMap(({ case: { notice } }) => (notice ? [day(notice.postedOn)] : []));
  const charged = told.filter(
    (one) => hasAskedCharges(one) && (reserves(one, parties) || !waivesLateCharges(one.case, one.plan)),
  );
  const charges = charged.map(({ case: theCase, plan }) => day(chargesAskedOn(theCase, plan) ?? ''));
  return { notices: [...new Set(notices)], charges: [...new Set(charges)], owed: charged.some((one) => reserves(one, parties)) };
}

function hasAskedCharges({ case: theCase, plan }: LiveCase): boolean {
  return chargesAskedOn(theCase, plan) !== null;
}

function reserves({ case: theCase, plan }: LiveCase, parties: Parties): boolean {
  return accrues(theCase, parties) && reservesLateCharges(theCase, plan);
}

/** A delay costs something: between professionals and of a public body by itself, else from the formal notice on (C. civ. 1231-6). */
function accrues({ notice }: Case, parties: Parties): boolean {
  return notice !== null || runsByItself(parties);
}

function instalmentsExtra({ live, parties, on }: Telling) {
  const say = speechOf(parties.debtor.language);
  const agreed = holdOf(live.case, 'instalments');
  const { currency } = live.case.invoice;
  const schedule = agreed?.schedule ?? [];
  const amount = (cents: number) => say.amount(cents, currency);
  const { lapse: lapses, notice } = live.plan.instalments;
  const granted = { debtorKind: live.case.debtor.kind, noticeDays: durationDays(notice) };
  const lapse = lapses ? { lapseAfterDays: lapseNoticeDays(granted, on) } : {};
  return {
    instalments: schedule.map((instalment, index) => ({
      rank: index + 1,
      dueOn: say.day(instalment.on),
      amount: amount(instalment.amountCents),
    })),
    agreement: {
      madeOn: say.day(agreed?.at ? dayAt(msOf(agreed.at)) : on),
      total: amount(sumCents(schedule.map((instalment) => instalment.amountCents))),
      ...chargesOf(live, parties, agreed, amount),
      ...lapse,
    },
  };
}

/** What becomes of interest and indemnity under an agreement, and how much of them it holds; nothing where nobody will ask for them. */
function chargesOf(
  { case: theCase, plan }: LiveCase,
  parties: Parties,
  agreed: AgreedHold | undefined,
  amount: (cents: number) => string,
): object {
  const { waivesLateCharges, lateChargesCents } = agreed ?? {};
  if (lateChargesCents !== undefined) return { lateCharges: 'scheduled', charges: amount(lateChargesCents) };
  if (plan.lateCharges === 'waive' || theCase.waived || !accrues(theCase, parties)) return {};
  return { lateCharges: waivesLateCharges ? 'waived-if-kept' : 'due' };
}
