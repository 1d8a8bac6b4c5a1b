import { ApplicationFailure } from '@temporalio/activity';
import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database, Queries } from '../db/database.ts';
import { lockDebtor } from '../db/debtor-world.ts';
import { type ActKey, type Part, type Reservation, reserveMessage, type Sending, sendingsOf } from '../db/messages.ts';
import { inbox } from '../db/schema.ts';
import { isImporting } from '../db/statement-imports.ts';
import { type Case, recordOf } from '../domain/case/case.ts';
import { statesBalance } from '../domain/case/notes.ts';
import type { World } from '../domain/case/world.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { SendRequest, SendResult } from './activities.ts';
import { isFeedStale } from './feed-age.ts';
import { decide, type Party, type Question } from './party.ts';
import { worldOf } from './record.ts';

/** How soon an attempt that met another one looks again. */
const ANOTHER_LOOK_MS = 500;
/** How soon what asks for money looks again while a bank file comes in: it may pay any case of its creditor. */
const IMPORT_LOOK_MS = 5_000;

/** The case as its workflow knows it at this instant, signals and updates included. */
export interface LiveCase {
  readonly case: Case;
  readonly plan: Plan;
}

/** `go`: reserved, call the provider. `stop`: the answer is known already. */
export type Gate = { readonly verdict: 'go' } | { readonly verdict: 'stop'; readonly result: SendResult };

export function keyOf(request: SendRequest): ActKey {
  return {
    caseId: request.caseId,
    step: request.step ?? `note:${request.note?.key}`,
    channel: request.channel,
    sequence: request.sequence,
  };
}

/** A message that is about to leave: who asks, who leaves with him, and what is reserved. */
export interface Leaving {
  readonly live: LiveCase;
  readonly question: Question;
  readonly party: Party;
  readonly reservation: Reservation;
  readonly parts: readonly Part[];
}

/**
 * Under the debtor's lock: reads balance, holds, contacts and feed once more, and reserves the message when they still allow it, for
 * every case that leaves with it. The gate is the planner itself, asked again with what is true now. Throws, to be tried again, when
 * another attempt holds one of the acts or the company has changed meanwhile.
 */
export async function passGate(db: Database, leaving: Leaving): Promise<Gate> {
  const { live, question, party, reservation, parts } = leaving;
  return db.transaction(async (tx): Promise<Gate> => {
    await lockDebtor(tx, live.case);
    if (await isTaken(tx, party)) throw another('one of the acts is under way');
    const world = await worldOf(tx, live.case, question.nowMs);
    if (await hasUndeliveredNews(tx, live.case.creditorId, party)) return stop(world);
    const asks = reservation.askedCents !== null || statesBalance(reservation.template);
    if (asks && (await isImporting(tx, live.case.creditorId)))
      return stop(world, { untilMs: question.nowMs + IMPORT_LOOK_MS, why: 'un relevé bancaire est en cours d’import' });
    const decision = await decide(tx, question, world);
    if (!decision.leaves) return stop(world, decision);
    if (idsOf(decision.party) !== idsOf(party)) throw another('the company has changed');
    if (asks && (await isFeedStale(tx, live.case, live.plan, question.nowMs)))
      return { verdict: 'stop', result: { outcome: 'feed-stale' } };
    await reserveMessage(tx, keyOf(question.request), reservation, parts);
    return { verdict: 'go' };
  });
}

/** The gate says no for now, with the world as it is, and until when when that is known. */
export function stop(world: World, { untilMs, why }: { untilMs?: number; why?: string } = {}): Gate & { verdict: 'stop' } {
  const known = untilMs === undefined ? {} : { untilMs, why: why ?? '' };
  return { verdict: 'stop', result: { outcome: 'not-now', world, ...known } };
}

/** Another attempt is at work on the same message: a moment later its outcome is known. */
export function another(why: string): ApplicationFailure {
  return ApplicationFailure.create({ message: why, type: 'AnotherAttempt', nextRetryDelay: ANOTHER_LOOK_MS });
}

function idsOf({ words, members }: Party): string {
  return JSON.stringify([words?.id, members.map((member) => [member.case.id, member.step, member.sequence])]);
}

/** True while a message of one of the acts is reserved, was sent or may have been, and its case has not counted it yet. */
async function isTaken(tx: Queries, { members }: Party): Promise<boolean> {
  for (const { case: theCase, step, sequence } of members) {
    const sendings = await sendingsOf(tx, { caseId: theCase.id, step, sequence });
    if (sendings.some((sending) => isOpen(theCase, sending))) return true;
  }
  return false;
}

function isOpen(theCase: Case, { row, part }: Sending): boolean {
  if (row.state === 'released' || row.state === 'refused') return false;
  return !recordOf(theCase, part.step)?.done.some((channel) => channel === part.channel);
}

/** Something was acknowledged and has not reached its case yet; a bank entry that is not matched yet may pay any case of its creditor. */
async function hasUndeliveredNews(tx: Queries, creditorId: string, { members }: Party): Promise<boolean> {
  const mayPay = and(eq(inbox.creditorId, creditorId), isNull(inbox.caseId));
  const ofMembers = inArray(
    inbox.caseId,
    members.map((member) => member.case.id),
  );
  const rows = await tx
    .select({ id: inbox.eventId })
    .from(inbox)
    .where(and(or(ofMembers, mayPay), lt(inbox.notBefore, sql`'infinity'`)))
    .limit(1);
  return rows.length > 0;
}
