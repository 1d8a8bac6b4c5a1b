import type { CivilDate } from '../calendar/civil-date.ts';
import { dayAt, midnightOf, msOf } from '../calendar/clock.ts';
import { addDuration, durationMs, isTimed } from '../plan/duration.ts';
import type { Duration, Plan } from '../plan/plan.ts';
import type { Next } from './act.ts';
import { raiseOnce } from './alarms.ts';
import { balanceCents, paidCents } from './balance.ts';
import type { Case, Hold, MissedInstalment } from './case.ts';
import { freeOfContacts } from './contacts.ts';
import { lapseNotice } from './instalment-lapse.ts';
import { dayAfter, morning } from './moment.ts';
import { isSettledInPrincipal, toleratedCents } from './tolerance.ts';
import type { World } from './world.ts';

type HoldOf<T extends Hold['type']> = Extract<Hold, { type: T }>;

/** What each hold does when its day comes. Under an insolvency nothing does. */
export function holdTimers(theCase: Case, plan: Plan, nowMs: number, world: World): (Next | null)[] {
  if (theCase.holds.some((hold) => hold.type === 'insolvency')) return [];
  return theCase.holds.flatMap((hold) => holdTimer(theCase, plan, hold, nowMs, world));
}

function holdTimer(theCase: Case, plan: Plan, hold: Hold, nowMs: number, world: World): (Next | null)[] {
  switch (hold.type) {
    case 'pause':
      return hold.until === null ? [] : [endOf('pause', dayAfter(hold.until), 'fin de la pause')];
    case 'promise':
      return [promiseTimer(theCase, plan, hold, endOfPromise(hold, plan.promise.grace))];
    case 'instalments':
      return instalmentsTimers(theCase, plan, hold, nowMs, world);
    case 'dispute':
      return [answerTimer(theCase, hold)];
    case 'credit':
    case 'insolvency':
    case 'rate-missing':
    case 'feed-stale':
      return [];
  }
}

function endOf(hold: Hold['type'], atMs: number, reason: string): Next {
  return { act: { do: 'end-hold', hold, reason }, atMs, why: reason };
}

/** The end of the day that comes a delay after another; real time after that day when the delay has a time part. */
function endOfDay(on: CivilDate, delay: Duration): number {
  return isTimed(delay) ? dayAfter(on) + durationMs(delay) : dayAfter(addDuration(on, delay));
}

/** To the end of its day plus grace. In a plan of seconds, one for the very day it is made lasts its grace from that moment: a demonstration does not wait for midnight. */
function endOfPromise({ on, at }: HoldOf<'promise'>, grace: Duration): number {
  if (at !== undefined && isTimed(grace) && dayAt(msOf(at)) === on) return msOf(at) + durationMs(grace);
  return endOfDay(on, grace);
}

function answerTimer(theCase: Case, { answerBy }: HoldOf<'dispute'>): Next | null {
  const context = 'Litige\u00a0: la réponse du créancier est attendue aujourd’hui.';
  return raiseOnce(theCase, midnightOf(answerBy), 'dispute', answerBy, context);
}

function promiseTimer(theCase: Case, plan: Plan, hold: HoldOf<'promise'>, atMs: number): Next {
  const paid = paidCents(theCase) - hold.paidBeforeCents;
  const isKept = paid >= hold.amountCents - toleratedCents(theCase, plan) || isSettledInPrincipal(theCase, plan);
  if (isKept) return endOf('promise', atMs, 'promesse tenue');
  return { act: { do: 'break-promise', promisedCents: hold.amountCents, paidCents: paid }, atMs, why: 'échéance de la promesse' };
}

const UNSIGNED =
  'Échéancier non tenu, et pas d’accord signé au dossier\u00a0: pas de déchéance du terme\u00a0; noter la signature (recordSignature) ou décider de la suite.';

/** An instalment of the schedule that the payments since the agreement do not cover. */
interface Unpaid {
  readonly on: CivilDate;
  readonly missingCents: number;
  readonly asked: MissedInstalment | undefined;
}

function instalmentsTimers(theCase: Case, plan: Plan, hold: HoldOf<'instalments'>, nowMs: number, world: World): (Next | null)[] {
  const unpaid = unpaidOf(theCase, plan, hold);
  if (unpaid.length === 0) return [endOf('instalments', nowMs, 'échéancier tenu')];
  const late = unpaid.find((instalment) => instalment.asked);
  const coming = unpaid.find((instalment) => !instalment.asked);
  return [
    lapseTimer(theCase, plan, hold, late?.asked),
    coming && !isSilenced(theCase) ? askTimer(theCase, plan, coming, nowMs, world) : null,
  ];
}

/** Payments cover the instalments in their order; a credit note shortens the schedule from its end. */
function unpaidOf(theCase: Case, plan: Plan, hold: HoldOf<'instalments'>): Unpaid[] {
  const paid = paidCents(theCase) - hold.paidBeforeCents;
  let expected = 0;
  return hold.schedule.flatMap(({ on, amountCents }) => {
    expected += amountCents;
    const missingCents = Math.min(expected - paid, balanceCents(theCase));
    return missingCents > toleratedCents(theCase, plan)
      ? [{ on, missingCents, asked: hold.asked?.find((missed) => missed.on === on) }]
      : [];
  });
}

/** Other holds under which nothing asks for money. */
function isSilenced({ holds }: Case): boolean {
  return holds.some(
    (hold) => hold.type === 'pause' || hold.type === 'feed-stale' || (hold.type === 'dispute' && hold.amountCents === null),
  );
}

function askTimer(theCase: Case, plan: Plan, { on, missingCents }: Unpaid, nowMs: number, world: World): Next {
  const free = freeOfContacts(theCase, plan, null, world);
  const notBeforeMs = Math.max(nowMs, free.ms, endOfDay(on, plan.instalments.grace));
  const earliest = { on: free.on > dayAt(notBeforeMs) ? free.on : dayAt(notBeforeMs), ms: notBeforeMs };
  const atMs = isTimed(plan.instalments.grace) ? notBeforeMs : morning(theCase, plan, null, 'email', earliest);
  return { act: { do: 'ask-instalment', on, missingCents }, atMs, why: 'versement de l’échéancier manquant' };
}

/** Nothing lapses without a signed agreement, and a notice that stayed without effect (law.md E8): else it is a person's. */
function lapseTimer(theCase: Case, plan: Plan, hold: HoldOf<'instalments'>, asked: MissedInstalment | undefined): Next | null {
  if (!plan.instalments.lapse || !asked?.askedOn) return null;
  const atMs = endOfDay(asked.askedOn, lapseNotice(theCase.debtor.kind, plan.instalments.notice));
  if (hold.signedOn === undefined) return raiseOnce(theCase, atMs, 'instalments', `unsigned:${asked.on}`, UNSIGNED);
  return { act: { do: 'lapse-instalments' }, atMs, why: 'fin du délai après la relance d’échéance' };
}
