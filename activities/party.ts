import type { Queries } from '../db/database.ts';
import { casesInCredit, liveCasesOf, openAmountsOf } from '../db/debtor-world.ts';
import { type Sending, sendingsOn } from '../db/messages.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import { idle } from '../domain/case/act.ts';
import { apply } from '../domain/case/apply.ts';
import { type Case, recordOf } from '../domain/case/case.ts';
import { coveredCents } from '../domain/case/credit.ts';
import { beginsStep, companionsOf, type DebtorCase, debtorMorning } from '../domain/case/debtor-morning.ts';
import { moneyOfNote } from '../domain/case/debtor-payment.ts';
import type { Fact } from '../domain/case/fact.ts';
import { frenchMoment } from '../domain/case/french.ts';
import { next } from '../domain/case/next.ts';
import { saysOfNote } from '../domain/case/notes.ts';
import { wordsOf } from '../domain/case/records.ts';
import type { World } from '../domain/case/world.ts';
import { isOutward, type OutwardStep, type Plan, stepOf } from '../domain/plan/plan.ts';
import type { SendRequest } from './activities.ts';

/** A case waits this long for another that goes first and does not go. */
const PATIENCE_MS = 60_000;

interface Known {
  readonly case: Case;
  readonly plan: Plan;
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

/** Whether an act may leave now and with whom; else, when it is known, until when it waits and why. `unread`: cases to be asked before anything is sure. */
export type Decision =
  | { readonly leaves: true; readonly party: Party; readonly unread: readonly string[] }
  | { readonly leaves: false; readonly untilMs?: number; readonly why?: string; readonly unread: readonly string[] };

/** Everything a decision stands on: the asking case first, `fresh` the cases as their workflows see them now, `barred` those that may not ask. */
export interface Question {
  readonly request: SendRequest;
  readonly own: Known;
  readonly fresh: ReadonlyMap<string, Known>;
  readonly barred: ReadonlySet<string>;
  readonly nowMs: number;
}

/** The planner asked again, over all the debtor's cases: the same code as the simulator's (`debtorMorning`). */
export async function decide(db: Queries, question: Question, world: World): Promise<Decision> {
  const { request, nowMs } = question;
  const cases = await debtorCases(db, question, world);
  const [own] = cases;
  if (!own || !isStillNext(own, request, nowMs)) return { leaves: false, unread: [] };
  if (request.note) return thank(cases, own, question);
  return beginsStep(own.case, own.next) ? decideMorning(cases, own, question) : goOn(cases, own, question);
}

function decideMorning(cases: readonly DebtorCase[], own: DebtorCase, question: Question): Decision {
  const morning = debtorMorning(cases);
  if (!morning) return { leaves: false, unread: [] };
  const { nowMs } = question;
  const unread = unreadOf(morning.together, question);
  const waits = morning.waiting.find(({ of }) => of === own);
  if (waits) return { leaves: false, untilMs: Math.max(morning.atMs, nowMs + PATIENCE_MS), why: waits.why, unread };
  const together = morning.together.some(({ of }) => of === own) ? morning : debtorMorning([own]);
  if (!together) return { leaves: false, unread };
  if (together.atMs > nowMs) return { leaves: false, untilMs: together.atMs, why: leavesWith(together), unread };
  const others = together.together.filter(({ of }) => of !== own);
  const members = [own, ...others.map(({ of }) => of)].map((of) => memberOf(of));
  return { leaves: true, party: { words: together.lead.step, members }, unread };
}

function leavesWith({ lead, atMs }: NonNullable<ReturnType<typeof debtorMorning>>): string {
  return `part avec la facture ${lead.of.case.invoice.number} du même débiteur, le ${frenchMoment(atMs)}`;
}

/** Another channel of a message that began to leave: with the invoices it began with. */
function goOn(cases: readonly DebtorCase[], own: DebtorCase, question: Question): Decision {
  const step = stepOf(own.plan, question.request.step ?? '');
  if (!step || !isOutward(step)) return { leaves: false, unread: [] };
  const others = companionsOf(cases, own, question.nowMs);
  const unread = unreadOf(
    others.map((of) => ({ of })),
    question,
  );
  const words = wordsOf(own.case, own.plan, step);
  return { leaves: true, party: { words, members: [own, ...others].map((of) => memberOf(of)) }, unread };
}

/** One payment, one thank-you: the cases that the same money was divided over. Any other note speaks for its own case. */
function thank(cases: readonly DebtorCase[], own: DebtorCase, question: Question): Decision {
  const money = moneyOfNote(question.request.note?.key ?? '');
  const others = cases.filter((of) => of !== own && of.case.invoice.currency === own.case.invoice.currency);
  const members = others.flatMap((of) => {
    const note = money === null ? undefined : of.case.notes.find(({ key }) => moneyOfNote(key) === money);
    return note && saysOfNote(of.case, of.plan, note.key, parisDay(question.nowMs))
      ? [{ of, member: memberOf(of, `note:${note.key}`) }]
      : [];
  });
  const first = memberOf(own, `note:${question.request.note?.key}`);
  return {
    leaves: true,
    party: { words: null, members: [first, ...members.map(({ member }) => member)] },
    unread: unreadOf(members, question),
  };
}

function unreadOf(members: readonly { readonly of: DebtorCase }[], { fresh }: Question): string[] {
  return members.map(({ of }) => of.case.id).filter((id) => !fresh.has(id));
}

function memberOf({ case: theCase, plan, next: { act } }: DebtorCase, note?: string): Member {
  const step = note ?? (act && 'step' in act ? act.step : '');
  return { case: theCase, plan, step, sequence: recordOf(theCase, step)?.sequence ?? 1 };
}

function isStillNext({ next: { act, atMs } }: DebtorCase, request: SendRequest, nowMs: number): boolean {
  if (act === null || atMs === null || atMs > nowMs) return false;
  switch (act.do) {
    case 'send':
      return act.step === request.step && act.channel === request.channel;
    case 'send-note':
      return act.note === request.note?.key;
    case 'ask-instalment':
      return request.note?.key === `missed-instalment:${act.on}`;
    default:
      return false;
  }
}

/** The debtor's cases that live, the asking one first, each with what its planner says. What left counts even where the case has not heard of it yet. */
async function debtorCases(db: Queries, { own, fresh, barred, nowMs }: Question, world: World): Promise<DebtorCase[]> {
  const debtor = { creditorId: own.case.creditorId, debtorId: own.case.debtor.id };
  const left = await sendingsOn(db, debtor, parisDay(nowMs));
  const others = (await liveCasesOf(db, own.case)).map((one) => hearing(fresh.get(one.case.id) ?? one, left));
  const all = [own.case, ...others.map((other) => other.case)];
  const inCredit = await casesInCredit(db, own.case, all);
  return [
    planned(own, world, nowMs),
    ...others.map(({ busy, ...one }) => {
      if (busy || barred.has(one.case.id)) return { ...one, next: idle('envoi en cours') };
      const rest = all.filter((other) => other.id !== one.case.id);
      return planned(
        one,
        {
          ...world,
          openAmounts: openAmountsOf(one.case, rest),
          lateChargesCents: 0,
          creditCents: coveredCents(one.case, [...all, ...inCredit]),
        },
        nowMs,
      );
    }),
  ];
}

function planned(one: Known, world: World, nowMs: number): DebtorCase {
  return { case: one.case, plan: one.plan, next: next(one.case, one.plan, nowMs, world) };
}

/** A case with the messages of today that it has not heard of; busy while the fate of one is open. */
function hearing(one: Known, left: readonly Sending[]): Known & { readonly busy: boolean } {
  const news = left.filter(({ part }) => part.caseId === one.case.id && !isHeard(one.case, part));
  const told = news.filter(({ row }) => row.state === 'sent').map(sentFact);
  return {
    plan: one.plan,
    case: told.reduce((theCase, fact) => apply(theCase, fact, one.plan), one.case),
    busy: news.length > told.length,
  };
}

function isHeard(theCase: Case, { step, channel, sequence }: Sending['part']): boolean {
  const record = recordOf(theCase, step);
  if (step.startsWith('note:') || (record && record.sequence > sequence)) return true;
  return record?.state === 'unknown' || (record?.done.some((done) => done === channel) ?? false);
}

function sentFact({ row, part: { step, channel, words } }: Sending): Fact {
  const trace = {
    step,
    channel,
    template: row.template,
    askedCents: null,
    message: row.id,
    provider: '',
    providerId: '',
    sha256: '',
  };
  const as = words === null ? {} : { as: words };
  return { type: 'sent', ...trace, ...as, at: toInstant(Date.parse(row.sentAt ?? row.reservedAt)), actor: 'case' } as Fact;
}
