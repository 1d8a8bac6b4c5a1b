import { casesAsleep } from '../db/asleep.ts';
import type { Database, Queries } from '../db/database.ts';
import { bell, enqueue } from '../db/inbox.ts';
import type { StoredCase } from '../db/stored-cases.ts';
import { epochMs } from '../domain/calendar/paris.ts';
import { isSenseless } from '../domain/fault.ts';
import { standingOf } from './standing.ts';
import { worldOf } from './world.ts';

/** A sleeping case that the rules of this release wake earlier than it was told; `from` null: it slept without end. */
export interface Forward {
  readonly caseId: string;
  readonly from: string | null;
  readonly to: string;
}

/** What looking at every sleeping case found: how many there are, those to wake, and those that cannot be looked at. */
export interface LookedAhead {
  readonly asleep: number;
  readonly forward: readonly Forward[];
  readonly unread: readonly string[];
}

const BATCH = 50;

/**
 * Asks the rules of this release when each sleeping case has something to do, batch by batch while cases run, and rings those that sleep
 * beyond it; a dry run rings none. A case rung twice for the same moment is rung once.
 */
export async function bringForward(db: Database, nowMs: number, isDry = false): Promise<LookedAhead> {
  const [forward, unread]: [Forward[], string[]] = [[], []];
  let asleep = 0;
  for (let batch = await casesAsleep(db, null, BATCH); batch.length > 0; ) {
    asleep += batch.length;
    for (const stored of batch) {
      const earlier = await earlierThanTold(db, stored, nowMs);
      if (earlier === 'unread') unread.push(stored.case.id);
      else if (earlier !== null) {
        forward.push(earlier);
        if (!isDry) await ring(db, stored, earlier);
      }
    }
    batch = batch.length < BATCH ? [] : await casesAsleep(db, batch.at(-1)?.case.id ?? null, BATCH);
  }
  return { asleep, forward, unread };
}

async function earlierThanTold(db: Queries, stored: StoredCase, nowMs: number): Promise<Forward | 'unread' | null> {
  const { case: theCase, plan, revision, nextActAt: from } = stored;
  try {
    const world = await worldOf(db, theCase, nowMs);
    const to = standingOf({ case: theCase, plan, revision, world, lately: [] }, nowMs).view.next.at;
    if (to === null || (from !== null && epochMs(to) >= epochMs(from))) return null;
    return { caseId: theCase.id, from, to };
  } catch (error) {
    if (isSenseless(error)) return 'unread';
    throw error;
  }
}

async function ring(db: Queries, { revision, case: { id, creditorId } }: StoredCase, { to }: Forward): Promise<void> {
  await enqueue(db, [bell(`forward:${id}:${revision}:${to}`, { caseId: id, creditorId })]);
}
