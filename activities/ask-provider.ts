import { randomUUID } from 'node:crypto';
import { type Attempt, type MessageRow, settleMessage, takeOver } from '../db/messages.ts';
import { type Channel, mediumOf } from '../domain/plan/plan.ts';
import type { Courier, SendDeps } from './ports/courier.ts';
import type { SendOutcome } from './ports/outcome.ts';

/** How long an attempt may call its provider, in milliseconds. */
const DEADLINE_MS = 40_000;
/** Between the end of an attempt's calls and the first moment at which another may find out. */
const MARGIN_MS = 5_000;

/** What finding out needs. */
export type AskDeps = Pick<SendDeps, 'db' | 'couriers' | 'deadlineMs'>;

/** What was found out of a message. `token`: who may write it down; `outcome` null: it did not leave, which is written already. */
export interface FoundOut {
  readonly token: string;
  readonly outcome: SendOutcome | null;
}

/** A message was leaving, and nobody said what came of it: its provider is asked where it can be, never a blind second call; null when another attempt may be in its call. */
export async function askProvider(deps: AskDeps, { id, channel }: Pick<MessageRow, 'id' | 'channel'>): Promise<FoundOut | null> {
  const attempt = attemptOf(deps);
  const { token } = attempt;
  if (!(await takeOver(deps.db, id, attempt))) return null;
  const courier = courierOf(deps, channel);
  const outcome = (await courier.find?.(id, channel)) ?? null;
  if (outcome !== null || !courier.find || !courier.isConclusive)
    return { token, outcome: outcome ?? { outcome: 'unknown', reason: 'arrêt pendant l’envoi' } };
  await settleMessage(deps.db, id, token, { state: 'released', reason: 'arrêt avant l’envoi' });
  return { token, outcome: null };
}

/** An attempt that begins now. */
export function attemptOf(deps: Pick<SendDeps, 'deadlineMs'>): Attempt {
  return { token: randomUUID(), lastsMs: deadlineOf(deps) + MARGIN_MS };
}

/** How long its call may take, in milliseconds. */
export function deadlineOf({ deadlineMs = DEADLINE_MS }: Pick<SendDeps, 'deadlineMs'>): number {
  return deadlineMs;
}

/** Who carries a channel of a plan. */
export function courierOf({ couriers }: Pick<SendDeps, 'couriers'>, channel: Channel): Courier {
  const medium = mediumOf(channel);
  if (medium === 'call' || medium === 'person') throw new Error(`nobody of ours carries ${channel}`);
  return couriers[medium];
}
