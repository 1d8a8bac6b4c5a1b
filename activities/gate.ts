import { ApplicationFailure } from '@temporalio/activity';
import type { Dossier } from '../cases/dossier.ts';
import { isStale } from '../cases/feed-age.ts';
import { putBack, takeInHand } from '../cases/hand.ts';
import { worldBeside } from '../cases/world.ts';
import { holdBacklog } from '../db/backlog.ts';
import { type FreshnessRow, freshnessAsked } from '../db/bank.ts';
import type { Database, Queries } from '../db/database.ts';
import { debtorOfCase, dueBesideAsked, type IdRow, lockDebtor, openBesideAsked } from '../db/debtor-world.ts';
import { type UnmatchedRow, unmatchedAsked } from '../db/inbox.ts';
import {
  type Attempt,
  type DoubtRow,
  doubtAsked,
  type Part,
  type Reservation,
  reserveMessage,
  type TakenRow,
  takenAsked,
} from '../db/messages.ts';
import { type Asked as AskedRows, type Found, rowsTogether } from '../db/rows.ts';
import { type HeldRow, heldAsked } from '../db/sending-holds.ts';
import { importsAsked, importUnderWay } from '../db/statement-imports.ts';
import { addDays } from '../domain/calendar/civil-date.ts';
import { midnightOf } from '../domain/calendar/clock.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import type { Next } from '../domain/case/act.ts';
import { type Case, type LiveCase, recordOf, type StepRecord } from '../domain/case/case.ts';
import { hasCommonSteps } from '../domain/case/next/common-step.ts';
import { statesBalance } from '../domain/case/next/notes.ts';
import { because, type Reason } from '../domain/case/reason.ts';
import type { SendRequest } from '../words/message.ts';
import { decide, type Known, type Party } from '../words/party.ts';
import { MOST_BESIDE } from '../words/spoken-for.ts';
import type { Answer, Asked } from './activities.ts';
import { approvedContent } from './approved-content.ts';
import { keyOf } from './message-key.ts';
import { answerOf } from './record.ts';

/** How soon an attempt that met another one looks again. */
const ANOTHER_LOOK_MS = 500;
const SECOND_MS = 1000;
/** The end of what keeps a case rings it: this is the net below. */
const HOUR_MS = 3_600_000;

/** A message that is written and about to leave: who asks, who leaves with him, and what is reserved. */
export interface Leaving {
  readonly asked: Asked;
  readonly request: SendRequest;
  readonly theCase: Case;
  readonly party: Party;
  /** Cases that may not leave with it. */
  readonly barred: ReadonlySet<string>;
  readonly reservation: Reservation;
  readonly parts: readonly Part[];
  /** The attempt that may call the provider, from here on. */
  readonly attempt: Attempt;
}

/** `go`: it is leaving, call the provider. `again`: something changed, write it anew. `stop`: it does not leave, and where the case stands. */
export type Gate = { readonly verdict: 'go' | 'again' } | { readonly verdict: 'stop'; readonly answer: Answer };

/** The other cases of the debtor that have something to do today, and those for which a common step may speak. */
export interface BesideRows {
  readonly due: IdRow;
  readonly common: IdRow;
}

/** Those of a case. */
export function besideAsked({ case: theCase, plan }: LiveCase, nowMs: number): AskedRows<BesideRows> {
  const most = hasCommonSteps(plan) ? MOST_BESIDE : 0;
  return {
    due: dueBesideAsked(theCase, midnightOf(addDays(parisDay(nowMs), 1)), MOST_BESIDE),
    common: openBesideAsked(theCase, most),
  };
}

/** Their ids. */
export function besideFound({ due, common }: Found<BesideRows>): string[] {
  return [...new Set([...due, ...common].map(({ id }) => id))];
}

/**
 * The last thing before the irrevocable call, under the debtor's lock: the mail of every case concerned is read, the planner is asked again
 * with what is true now, and the answer is compared with what was written. Only then is the message leaving. Throws, to be tried again,
 * when another attempt holds one of the acts.
 */
export function passGate(db: Database, leaving: Leaving): Promise<Gate> {
  const { asked, request, theCase, party } = leaving;
  const { nowMs } = request;
  return db.transaction(async (tx): Promise<Gate> => {
    await lockDebtor(tx, debtorOfCase(theCase));
    const before = await readFirst(tx, leaving);
    const ids = [...party.members.map((member) => member.case.id), ...besideFound(before)];
    const dossiers = await takeInHand(tx, [...new Set(ids)], nowMs, theCase.id);
    const own = dossiers.get(theCase.id);
    if (!own) throw ApplicationFailure.nonRetryable(`${theCase.id} has no row`, 'NoCase');
    const stop = async (waiting?: Next): Promise<Gate> => ({
      verdict: 'stop',
      answer: await answerOf(tx, own, nowMs, asked.isLong, waiting ? { waiting } : {}),
    });
    for (const dossier of dossiers.values()) if (dossier.facts.length > 0 && dossier !== own) await putBack(tx, dossier, nowMs);
    if (own.run !== asked.run) return { verdict: 'stop', answer: { over: true, answers: {} } };
    const { world, found } = await worldBeside<UnderWay>(tx, own.case, nowMs, underWayAsked(own.case, party));
    if (found.taken.some((row) => isOpen(party, row))) throw another('one of the acts is under way');
    const others = [...dossiers.values()].filter((dossier) => dossier !== own).map(knownOf);
    const barred = new Set([...leaving.barred, ...found.doubt.map(({ caseId }) => caseId)]);
    const decision = decide({ request, own: knownOf(own), others, barred, nowMs }, world);
    if (!decision.leaves) return stop(decision.waiting);
    if (await isOtherThanApproved(tx, own, request)) return stop();
    const lack = await whatLacks(tx, own, leaving, before, found.held[0]?.reason);
    if (lack === 'feed') own.foundOut({ type: 'feed-stale' }, 'case');
    if (lack !== null) return stop(lack === 'feed' ? undefined : lack);
    if (stampOf(decision.party) !== stampOf(party)) return again(tx, own, nowMs);
    await reserveMessage(tx, keyOf(request), leaving.reservation, leaving.attempt, leaving.parts);
    return { verdict: 'go' };
  });
}

/** True when what would leave is not what was approved: it is asked again. */
async function isOtherThanApproved(tx: Queries, own: Dossier, { step, nowMs }: SendRequest): Promise<boolean> {
  const record = step === null ? undefined : recordOf(own.case, step);
  if (step === null || !record || !isStillAsApproved(record) || record.asked === undefined) return false;
  const content = await approvedContent(tx, own, step, nowMs);
  if (content === record.asked.content) return false;
  own.did({ type: 'approval-asked', step, content });
  return true;
}

/** Nothing of the step has left: at its first try, or after one that certainly did not. */
function isStillAsApproved({ state, done }: StepRecord): boolean {
  return state === 'approved' || (state === 'leaving' && done.length === 0);
}

async function again(tx: Queries, own: Dossier, nowMs: number): Promise<Gate> {
  if (own.facts.length > 0) await putBack(tx, own, nowMs);
  return { verdict: 'again' };
}

/** What is looked at before the mail of the cases is read. */
interface First extends BesideRows {
  readonly freshness: FreshnessRow;
  readonly imports: unknown;
  readonly unmatched: UnmatchedRow;
}

/**
 * How far the creditor's bank is known, and who may leave with the message. What leaves the bank's lane becomes mail in the same transaction:
 * money is seen in the one or in the other, while looked at after the mail it could be missed in both.
 */
function readFirst(tx: Queries, { theCase: { creditorId }, party, request: { nowMs } }: Leaving): Promise<Found<First>> {
  const [asking] = party.members;
  if (!asking) throw new Error('nobody leaves');
  return rowsTogether<First>(tx, {
    freshness: freshnessAsked(creditorId),
    imports: importsAsked(creditorId),
    unmatched: unmatchedAsked(creditorId),
    ...besideAsked(asking, nowMs),
  });
}

/** What keeps a message from leaving besides its case: a person's stop, and for one that asks for money or states a balance what is not known of the bank. */
async function whatLacks(
  tx: Queries,
  own: Dossier,
  { request: { nowMs }, reservation }: Leaving,
  { imports, unmatched, freshness }: Found<First>,
  heldBy: string | undefined,
): Promise<Next | 'feed' | null> {
  const { id: caseId, creditorId } = own.case;
  const held = heldBy ?? (await holdBacklog(tx, { caseId, creditorId, dueAt: own.nextActAt, nowMs }));
  if (held !== null) return later(nowMs, HOUR_MS, { code: 'sends-held', reason: held });
  if (reservation.askedCents === null && !statesBalance(reservation.template)) return null;
  if (imports.length > 0) return later(nowMs, await importLasts(tx, own), because('import-under-way'));
  const [entry] = unmatched;
  if (entry) return later(nowMs, 2 * SECOND_MS * 2 ** Math.min(entry.attempts, 8), because('entry-to-allocate'));
  return isStale(freshness[0]?.throughOn ?? null, own.plan, nowMs) ? 'feed' : null;
}

/** Until the end of the import, which rings the case: its bell is still to come, or was read with the mail when the import has ended since. */
async function importLasts(tx: Queries, own: Dossier): Promise<number> {
  return (await importUnderWay(tx, own.case.creditorId)) ? HOUR_MS : ANOTHER_LOOK_MS;
}

function knownOf({ case: theCase, plan, revision }: Dossier): Known {
  return { case: theCase, plan, revision };
}

function later(nowMs: number, waitMs: number, why: Reason): Next {
  return { act: null, atMs: Math.round(nowMs + waitMs), why };
}

/** Another attempt is at work on the same message: a moment later its outcome is known. */
export function another(why: string): ApplicationFailure {
  return ApplicationFailure.create({ message: why, type: 'AnotherAttempt', nextRetryDelay: ANOTHER_LOOK_MS });
}

/** Who leaves and as each case stood: when it is not what was written from, it is written anew. */
function stampOf({ words, members }: Party): string {
  return JSON.stringify([words, members.map((member) => [member.case.id, member.step, member.sequence, member.revision])]);
}

/** What is looked at once the cases are in hand. */
interface UnderWay {
  readonly taken: TakenRow;
  readonly doubt: DoubtRow;
  readonly held: HeldRow;
}

function underWayAsked(own: Case, { members }: Party): AskedRows<UnderWay> {
  return {
    taken: takenAsked(members.map(({ case: { id: caseId }, step, sequence }) => ({ caseId, step, sequence }))),
    doubt: doubtAsked(debtorOfCase(own)),
    held: heldAsked(own.creditorId),
  };
}

/** True while a message of one of the acts is leaving, was sent or may have been, and its case has not counted it yet. */
function isOpen({ members }: Party, { caseId, step, channel }: TakenRow): boolean {
  const member = members.find(({ case: { id } }) => id === caseId);
  return member !== undefined && !recordOf(member.case, step)?.done.some((done) => done === channel);
}
