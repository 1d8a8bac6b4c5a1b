import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database, Queries } from '../db/database.ts';
import { lockDebtor } from '../db/debtor-world.ts';
import { type ActKey, messageOf, type Reservation, reserveMessage } from '../db/messages.ts';
import { inbox } from '../db/schema.ts';
import type { Case } from '../domain/case/case.ts';
import { next } from '../domain/case/next.ts';
import type { World } from '../domain/case/world.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { SendRequest, SendResult } from './activities.ts';
import { isFeedStale } from './feed-age.ts';
import { worldOf } from './record.ts';

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

/**
 * Under the debtor's lock: reads balance, holds, contacts and feed once more, and reserves the act when they still allow it.
 * The gate is the planner itself, asked again with what is true now. Throws when another attempt of the same act holds it.
 */
export async function passGate(
  db: Database,
  live: LiveCase,
  request: SendRequest,
  reservation: Reservation,
  nowMs: number,
): Promise<Gate> {
  const key = keyOf(request);
  return db.transaction(async (tx): Promise<Gate> => {
    await lockDebtor(tx, live.case);
    const row = await messageOf(tx, key);
    if (row && row.state !== 'released') throw new Error(`${row.id}: another attempt is under way`);
    const world = await worldOf(tx, live.case, nowMs);
    if (await hasUndeliveredNews(tx, live.case)) return { verdict: 'stop', result: { outcome: 'not-now', world } };
    if (!isStillNext(live, request, world, nowMs)) return { verdict: 'stop', result: { outcome: 'not-now', world } };
    if (reservation.askedCents !== null && (await isFeedStale(tx, live.case, live.plan, nowMs)))
      return { verdict: 'stop', result: { outcome: 'feed-stale' } };
    await reserveMessage(tx, key, reservation);
    return { verdict: 'go' };
  });
}

function isStillNext(live: LiveCase, request: SendRequest, world: World, nowMs: number): boolean {
  const { act, atMs } = next(live.case, live.plan, nowMs, world);
  if (act === null || atMs > nowMs) return false;
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

/** Something was acknowledged and has not reached the case yet; a bank entry that is not matched yet may pay any case of its creditor. */
async function hasUndeliveredNews(tx: Queries, { id, creditorId }: Case): Promise<boolean> {
  const mayPay = and(eq(inbox.creditorId, creditorId), isNull(inbox.caseId));
  const rows = await tx
    .select({ id: inbox.eventId })
    .from(inbox)
    .where(and(or(eq(inbox.caseId, id), mayPay), lt(inbox.notBefore, sql`'infinity'`)))
    .limit(1);
  return rows.length > 0;
}
