import { stepOfNote } from '../db/messages.ts';
import { instantAt } from '../domain/calendar/clock.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { idle, type Next } from '../domain/case/act.ts';
import { type LiveCase, type NoteName, recordOf } from '../domain/case/case.ts';
import { beginsStep, companionsOf, type DebtorCase, debtorMorning } from '../domain/case/debtor/morning.ts';
import { noteNamed } from '../domain/case/debtor/payment.ts';
import { hasCommonSteps } from '../domain/case/next/common-step.ts';
import { next } from '../domain/case/next/next.ts';
import { saysOfNote } from '../domain/case/next/notes.ts';
import { phaseOf } from '../domain/case/phase.ts';
import { because, type Reason } from '../domain/case/reason.ts';
import { wordsOf } from '../domain/case/records.ts';
import type { World } from '../domain/case/world.ts';
import { isOutward, type OutwardStep, stepOf } from '../domain/plan/plan.ts';
import type { SendRequest } from './message.ts';

/** A case waits this long for another that goes first and does not go. */
const PATIENCE_MS = 60_000;

export interface Known extends LiveCase {
  readonly revision: number;
}

/** A case that speaks through a message, under a step of its own. */
export interface Member extends Known {
  readonly step: string;
  readonly sequence: number;
}

/** Who leaves together, and the step whose words they take; a note has none. The asking case comes first. */
export interface Party {
  readonly words: OutwardStep | null;
  readonly members: readonly Member[];
}

/** Whether an act may leave now and with whom; else what the case waits for, when that is not its planner's. */
export type Decision = { readonly leaves: true; readonly party: Party } | { readonly leaves: false; readonly waiting?: Next };

/** Everything a decision stands on: the asking case, the debtor's others, the cases that may not ask (`barred`) or are at it already. */
export interface Question {
  readonly request: SendRequest;
  readonly own: Known;
  readonly others: readonly Known[];
  readonly barred: ReadonlySet<string>;
  readonly nowMs: number;
}

/** The planner asked again, over the debtor's cases: the same code as the simulator's (`debtorMorning`). */
export function decide(question: Question, world: World): Decision {
  const { request, nowMs } = question;
  const cases = debtorCases(question, world);
  const [own] = cases;
  if (!own || !isStillNext(own, request, nowMs)) return { leaves: false };
  if (request.note) return { leaves: true, party: thankers(cases, own, question) };
  return beginsStep(own.case, own.next) ? decideMorning(cases, own, question) : goOn(cases, own, question);
}

type Asking = DebtorCase & Known;

function decideMorning(cases: readonly Asking[], own: Asking, { nowMs }: Question): Decision {
  const morning = debtorMorning(cases);
  if (!morning) return { leaves: false };
  const waits = morning.waiting.find(({ of }) => of === own);
  if (waits) return { leaves: false, waiting: { act: null, atMs: Math.max(morning.atMs, nowMs + PATIENCE_MS), why: waits.why } };
  const together = morning.together.some(({ of }) => of === own) ? morning : debtorMorning([own]);
  if (!together) return { leaves: false };
  if (together.atMs > nowMs) return { leaves: false, waiting: { act: null, atMs: together.atMs, why: leavesWith(together) } };
  const others = together.together.filter(({ of }) => of !== own);
  const mine = together.together.filter(({ of }) => of === own);
  const members = [...mine, ...others].map(({ of, step }) => memberOf(of, step.id));
  return { leaves: true, party: { words: together.lead.step, members } };
}

function leavesWith({ lead, atMs }: NonNullable<ReturnType<typeof debtorMorning>>): Reason {
  return { code: 'leaves-with', number: lead.of.case.invoice.number, at: instantAt(atMs) };
}

/** Another channel of a message that began to leave: with the invoices it began with. */
function goOn(cases: readonly Asking[], own: Asking, question: Question): Decision {
  const step = stepOf(own.plan, question.request.step ?? '');
  if (!step || !isOutward(step)) return { leaves: false };
  const others = companionsOf(cases, own, question.nowMs);
  const words = wordsOf(own.case, own.plan, step);
  return { leaves: true, party: { words, members: [own, ...others].map((of) => memberOf(of)) } };
}

/** One payment, one thank-you: the cases that the same money was divided over. Any other note speaks for its own case. */
function thankers(cases: readonly Asking[], own: Asking, { request, nowMs }: Question): Party {
  const name: NoteName = request.note ?? { key: '' };
  const others = cases.filter((of) => of !== own && of.case.invoice.currency === own.case.invoice.currency);
  const members = others.flatMap((of) => {
    const note = name.money === undefined ? undefined : noteNamed(of.case, name);
    const isTrue = note && saysOfNote(of.case, of.plan, note, parisDay(nowMs));
    return isTrue ? [memberOf(of, stepOfNote(note.key))] : [];
  });
  return { words: null, members: [memberOf(own, stepOfNote(name.key)), ...members] };
}

function memberOf({ case: theCase, plan, revision, next: { act } }: Asking, speaksBy?: string): Member {
  const step = speaksBy ?? (act && 'step' in act ? act.step : '');
  return { case: theCase, plan, revision, step, sequence: recordOf(theCase, step)?.sequence ?? 1 };
}

function isStillNext({ next: { act, atMs } }: DebtorCase, request: SendRequest, nowMs: number): boolean {
  if (act === null || atMs === null || atMs > nowMs) return false;
  switch (act.do) {
    case 'send':
      return act.step === request.step && act.channel === request.channel;
    case 'send-note':
      return act.note === request.note?.key;
    case 'ask-instalment':
      return request.note?.missedOn === act.on;
    default:
      return false;
  }
}

/** The debtor's cases, the asking one first, each with what its planner says. One that is at it already asks nothing. */
function debtorCases({ own, others, barred, nowMs }: Question, world: World): Asking[] {
  return [
    planned(own, world, nowMs),
    ...others.map((one) =>
      barred.has(one.case.id)
        ? { ...one, busy: true, next: idle(because('sending')) }
        : planned(one, worldBeside(own, one, world), nowMs),
    ),
  ];
}

/** The debtor is the same: his contacts, and in one currency his open amounts, are those of the asking case. */
function worldBeside(own: Known, one: Known, world: World): World {
  const sameMoney = own.case.invoice.currency === one.case.invoice.currency;
  return { contacts: world.contacts, openAmounts: sameMoney ? withOwn(own, world) : null, lateChargesCents: 0 };
}

/** The asking case leads or prepares like any other: what its neighbours see of it. */
function withOwn({ case: own, plan }: Known, { openAmounts }: World): World['openAmounts'] {
  if (!hasCommonSteps(plan) || openAmounts === null) return openAmounts;
  const prepares = phaseOf(own, plan, 0) === 'notice-prepared';
  const mine = { dueOn: own.invoice.dueOn, cents: 0, paces: own.notice === null && !prepares, prepares };
  return [...openAmounts, mine];
}

function planned(one: Known, world: World, nowMs: number): Asking {
  return { ...one, next: next(one.case, one.plan, nowMs, world) };
}
