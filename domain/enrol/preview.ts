import { addDays, type CivilDate, later } from '../calendar/civil-date.ts';
import { dayAt, instantAt, msOf } from '../calendar/clock.ts';
import { departmentOfPostcode } from '../calendar/departments.ts';
import { calledStep } from '../case/show/next-sentence.ts';
import { type Posted, postedOf, postedTogether } from '../party/postage.ts';
import type { Channel, Plan } from '../plan/plan.ts';
import { type AgendaCounts, type AgendaLine, agendaLines, countsOf } from '../simulate/agenda.ts';
import { postedBy } from '../simulate/posted.ts';
import { simulate } from '../simulate/simulate.ts';
import type { Row, Simulation, Story, StoryDebtor } from '../simulate/story.ts';
import { type Enrolment, openCents } from './enrolment.ts';
import { type IssuedLater, issuedAfter } from './issued-later.ts';

/** An invoice about to be enrolled: its plan, and the last day on which nothing leaves. */
export interface Planned {
  readonly enrolment: Enrolment;
  readonly plan: Plan;
  readonly quietUntil: CivilDate;
}

/** What is asked of the API to take it over. */
export function enrolmentBody({ enrolment: { invoice, debtor, paid, before }, plan, quietUntil }: Planned) {
  return { invoice, debtor, plan: plan.id, quietUntil, ...(paid ? { paid } : {}), ...(before ? { before } : {}) };
}

/** The first thing that happens: a message, or the task that it becomes for want of an address. */
export interface FirstAct {
  readonly on: CivilDate;
  readonly act: 'message' | 'letter' | 'task';
  readonly step: string | null;
  /** What people call the step; null without one. */
  readonly called: string | null;
  readonly channel: Channel | null;
  readonly reason: string;
}

/** What an invoice would live through first. */
export interface InvoicePreview {
  readonly id: string;
  readonly number: string;
  readonly debtor: string;
  readonly debtorName: string;
  readonly currency: string;
  readonly balanceCents: number;
  readonly plan: string;
  readonly first: FirstAct | null;
  /** The day on which the formal notice would be shown for approval: an accord that this day counts. */
  readonly noticeOn: CivilDate | null;
  /** The task that comes instead of the formal notice when its turn leaves it out. */
  readonly noticeLeftOut: { readonly on: CivilDate; readonly reason: string } | null;
  /** Why nothing leaves in the time that was looked at; null when something does. */
  readonly silence: string | null;
}

/** A day as « Ce qui part » counts it. */
export interface DayPreview extends AgendaCounts {
  readonly on: CivilDate;
  /** Those to whom something leaves. */
  readonly debtors: number;
}

export interface EnrolmentPreview {
  readonly invoices: readonly InvoicePreview[];
  readonly days: readonly DayPreview[];
  /** Invoices whose plan would begin with something legal: they must not be enrolled under it. */
  readonly tooHard: readonly InvoicePreview[];
  /** The letters that would be posted in the days that are looked at, once each accord is given. */
  readonly posted: readonly Posted[];
  /** Debtors without an e-mail address. */
  readonly withoutEmail: number;
  /** Debtors without a postal address: no letter can be posted to them. */
  readonly withoutAddress: number;
  /** Invoices of which something was paid on a day that nobody told. */
  readonly undated: number;
  /** Invoices that bear a day to come. */
  readonly issuedLater: readonly IssuedLater[];
}

/** Days that are looked at after the last debtor has begun: enough to see the formal notice of the shipped plans coming. */
const DAYS_SHOWN = 75;
/** Something that happens by the plan: a message, or what a person does. */
const isDone = (row: Row): row is Row & { act: FirstAct['act'] } =>
  row.step !== null && (row.act === 'message' || row.act === 'letter' || row.act === 'task');

/** What would be sent, and when, if these invoices were enrolled now: the simulator under each plan. Nothing is sent. */
export function previewOf(planned: readonly Planned[], creditorId: string, nowMs: number): EnrolmentPreview {
  const plans = new Map(planned.map(({ plan }) => [plan.id, plan]));
  const played = [...plans.values()].map((plan) => {
    const some = planned.filter((each) => each.plan.id === plan.id);
    const story = storyOf(plan, some, creditorId, nowMs);
    return { some, story, simulation: simulate(story) };
  });
  const lived = played.flatMap(({ some, simulation }) => livedBy(some, simulation));
  const invoices = lived.map(({ invoice }) => invoice);
  const debtorOf = new Map(invoices.map((invoice) => [invoice.number, invoice.debtor]));
  const days = daysOf(
    played.flatMap(({ story, simulation }) => agendaLines(story, simulation.timeline)),
    debtorOf,
  );
  const written = new Set(
    planned.filter(({ enrolment: { before } }) => before?.remindedOn).map(({ enrolment }) => enrolment.invoice.id),
  );
  const mayBePosted = new Set(
    planned.filter(({ enrolment: { debtor } }) => !lacksAddress(debtor)).map(({ enrolment }) => enrolment.invoice.id),
  );
  const posted = played.flatMap(({ story, simulation }) =>
    simulation.timeline.filter(({ invoices: [first = ''] }) => mayBePosted.has(first)).flatMap((row) => postedBy(story, row)),
  );
  const tooHard = lived.filter((each) => beginsHard(each) && !written.has(each.invoice.id)).map(({ invoice }) => invoice);
  const debtors = [...new Map(planned.map(({ enrolment: { debtor } }) => [debtor.id, debtor])).values()];
  const withoutEmail = debtors.filter(({ email }) => email === undefined).length;
  const withoutAddress = debtors.filter(lacksAddress).length;
  const undated = planned.filter(({ enrolment: { paid } }) => paid?.undated).length;
  const issuedLater = issuedAfter(
    dayAt(nowMs),
    planned.map(({ enrolment }) => enrolment),
  );
  return { invoices, days, tooHard, posted: postedOf(posted), withoutEmail, withoutAddress, undated, issuedLater };
}

function lacksAddress({ registeredOffice }: Enrolment['debtor']): boolean {
  return registeredOffice === undefined;
}

/** The previews of several debtors, each of which is in one of them, as one. */
export function joined(previews: readonly EnrolmentPreview[]): EnrolmentPreview {
  const days = new Map<CivilDate, DayPreview>();
  for (const day of previews.flatMap((preview) => preview.days)) {
    const known = days.get(day.on);
    days.set(day.on, known ? dayTogether(known, day) : day);
  }
  return {
    invoices: previews.flatMap((preview) => preview.invoices),
    days: [...days.values()].toSorted((a, b) => (a.on < b.on ? -1 : 1)),
    tooHard: previews.flatMap((preview) => preview.tooHard),
    posted: postedTogether(previews.flatMap((preview) => preview.posted)),
    withoutEmail: previews.reduce((count, preview) => count + preview.withoutEmail, 0),
    withoutAddress: previews.reduce((count, preview) => count + preview.withoutAddress, 0),
    undated: previews.reduce((count, preview) => count + preview.undated, 0),
    issuedLater: previews.flatMap((preview) => preview.issuedLater),
  };
}

function dayTogether(one: DayPreview, other: DayPreview): DayPreview {
  return {
    on: one.on,
    messages: one.messages + other.messages,
    letters: one.letters + other.letters,
    debtors: one.debtors + other.debtors,
    approvals: one.approvals + other.approvals,
    tasks: one.tasks + other.tasks,
  };
}

function storyOf(plan: Plan, some: readonly Planned[], creditorId: string, nowMs: number): Story {
  const from = instantAt(nowMs);
  const debtors = new Map(some.map(({ enrolment: { debtor } }) => [debtor.id, storyDebtor(debtor)]));
  const lastQuiet = some.reduce((last, each) => later(last, each.quietUntil), dayAt(nowMs));
  return {
    plan,
    from,
    until: addDays(lastQuiet, DAYS_SHOWN),
    creditor: { id: creditorId, kind: 'company', terms: {} },
    debtors: [...debtors.values()],
    invoices: some.map(({ enrolment }) => storyInvoice(enrolment)),
    facts: some.flatMap(
      ({
        enrolment: {
          invoice: { id: invoice },
          before,
        },
        quietUntil: until,
      }) => [
        { at: from, type: 'pause', invoice, until } as const,
        ...(before ? [{ at: from, type: 'done-before', invoice, ...before } as const] : []),
      ],
    ),
  };
}

function storyDebtor({ id, kind, email, mobile, segment, registeredOffice }: Enrolment['debtor']): StoryDebtor {
  const department = registeredOffice ? { department: departmentOfPostcode(registeredOffice.postcode) } : {};
  const contact = { ...(email === undefined ? {} : { email }), ...(mobile === undefined ? {} : { mobile }) };
  return { id, kind, ...department, ...contact, ...(segment === undefined ? {} : { segment }) };
}

/** It enters today whatever the day it was issued, for what is still open. */
function storyInvoice(enrolment: Enrolment): Story['invoices'][number] {
  const { id, number, currency, dueOn } = enrolment.invoice;
  return { id, number, debtor: enrolment.debtor.id, totalCents: openCents(enrolment), currency, dueOn };
}

/** What an invoice would live through, and the day of its first legal act. */
interface Lived {
  readonly invoice: InvoicePreview;
  readonly legalOn: CivilDate | null;
}

function livedBy(some: readonly Planned[], { timeline, end }: Simulation): Lived[] {
  const rows = new Map<string, Row[]>();
  for (const row of timeline) for (const id of row.invoices) rows.set(id, [...(rows.get(id) ?? []), row]);
  const reasons = new Map(end.map(({ invoice, reason }) => [invoice, reason]));
  return some.map((planned) => {
    const { id } = planned.enrolment.invoice;
    return invoiceOf(planned, rows.get(id) ?? [], reasons.get(id) ?? '');
  });
}

function invoiceOf({ enrolment, plan }: Planned, rows: readonly Row[], reason: string): Lived {
  const first = rows.find(isDone);
  const ofLetter = rows.filter((row) => row.step !== null && isLetter(plan, row.step));
  const legal = ofLetter.find((row) => !isLeftOut(row));
  const leftOut = ofLetter.find(isLeftOut);
  const invoice = {
    id: enrolment.invoice.id,
    number: enrolment.invoice.number,
    debtor: enrolment.debtor.id,
    debtorName: enrolment.debtor.name,
    currency: enrolment.invoice.currency,
    balanceCents: openCents(enrolment),
    plan: plan.id,
    first: first ? firstOf(plan, first) : null,
    noticeOn: legal?.act === 'approval' ? dayOf(legal) : null,
    noticeLeftOut: leftOut ? { on: dayOf(leftOut), reason: leftOut.reason } : null,
    silence: first || legal ? null : reason,
  };
  return { invoice, legalOn: legal ? dayOf(legal) : null };
}

/** A letter whose whole step was left out, not one that somebody else is to carry. */
function isLeftOut({ act, channel }: Row): boolean {
  return act === 'task' && channel === null;
}

function dayOf(row: Row): CivilDate {
  return dayAt(msOf(row.at));
}

function firstOf(plan: Plan, { act, step, channel, reason, ...row }: Row & { act: FirstAct['act'] }): FirstAct {
  return { on: dayAt(msOf(row.at)), act, step, called: step === null ? null : calledStep(plan, step), channel, reason };
}

function isLetter(plan: Plan, id: string): boolean {
  return plan.steps.some((step) => step.id === id && step.act === 'letter');
}

/** Something legal comes before, or without, a message that asks politely; who was reminded already was asked. */
function beginsHard({ invoice: { first }, legalOn }: Lived): boolean {
  return legalOn !== null && (first === null || legalOn <= first.on);
}

/** `debtorOf` by the number of an invoice. */
function daysOf(lines: readonly AgendaLine[], debtorOf: ReadonlyMap<string, string>): DayPreview[] {
  const days = [...new Set(lines.map(({ on }) => on))].map((on) => {
    const own = lines.filter((line) => line.on === on);
    const sent = own.filter(({ act }) => act === 'message' || act === 'letter');
    const debtors = new Set(sent.flatMap(({ invoices }) => invoices.map((number) => debtorOf.get(number)))).size;
    return { on, debtors, ...countsOf(own) };
  });
  return days.toSorted((a, b) => (a.on < b.on ? -1 : 1));
}
