import type { Dossier } from '../cases/dossier.ts';
import { worldOf } from '../cases/world.ts';
import type { Queries } from '../db/database.ts';
import type { Act } from '../domain/case/act.ts';
import type { InsideFact } from '../domain/case/facts/fact.ts';
import { next } from '../domain/case/next/next.ts';
import type { World } from '../domain/case/world.ts';

/** More than any plan has steps to leave out one after the other. */
const MOST_AT_ONCE = 50;

/** The fact that an act is, when it is nothing else: nobody is written to, nothing is printed, no other case is told. */
export function innerFact(act: Act): InsideFact | null {
  switch (act.do) {
    case 'send':
      return act.channel === 'call' ? { type: 'call-due', step: act.step } : null;
    case 'leave-note-out':
      return { type: 'note-left-out', note: act.note, reason: act.reason };
    case 'leave-channel-out':
      return { type: 'channel-left-out', step: act.step, channel: act.channel, reason: act.reason, task: act.task };
    case 'leave-step-out':
      return { type: 'step-left-out', step: act.step, reason: act.reason };
    case 'end-hold':
      return { type: 'hold-ended', hold: act.hold, reason: act.reason };
    case 'hold-credit':
      return { type: 'credit-held', amountCents: act.amountCents };
    case 'break-promise':
      return { type: 'promise-broken', promisedCents: act.promisedCents, paidCents: act.paidCents };
    case 'lapse-instalments':
      return { type: 'instalments-lapsed' };
    case 'raise-task':
      return { type: 'task-raised', task: act.kind, key: act.key, context: act.context };
    case 'close': {
      const { do: _do, ...ending } = act;
      return { type: 'closed', ...ending };
    }
    default:
      return null;
  }
}

/**
 * Does what is due by now and is a fact only, in the transaction that finds it due: a case that is paid is closed by whoever reads of the
 * payment, and costs the engine no activity more. Answers with the world as it then is. What fails is left to its own activity.
 */
export async function doInnerActs(tx: Queries, dossier: Dossier, nowMs: number, before?: World): Promise<World> {
  let world = before ?? (await worldOf(tx, dossier.case, nowMs));
  for (let done = 0; done < MOST_AT_ONCE && doOne(dossier, nowMs, world); done += 1)
    world = await worldOf(tx, dossier.case, nowMs);
  return world;
}

function doOne(dossier: Dossier, nowMs: number, world: World): boolean {
  const { act, atMs } = next(dossier.case, dossier.plan, nowMs, world);
  const fact = act === null || atMs === null || atMs > nowMs || dossier.hasMore ? null : innerFact(act);
  if (fact === null) return false;
  const mark = dossier.mark();
  try {
    dossier.did(fact);
    return true;
  } catch {
    dossier.backTo(mark);
    return false;
  }
}
