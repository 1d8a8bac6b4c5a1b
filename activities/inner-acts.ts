import type { Dossier } from '../cases/dossier.ts';
import { worldOf } from '../cases/world.ts';
import type { Queries } from '../db/database.ts';
import type { Act } from '../domain/case/act.ts';
import { factOfAct, isFactAct } from '../domain/case/fact-act.ts';
import type { InsideFact } from '../domain/case/facts/fact.ts';
import { next } from '../domain/case/next/next.ts';
import type { World } from '../domain/case/world.ts';

/** More than any plan has steps to leave out one after the other. */
const MOST_AT_ONCE = 50;

/** The fact that an act is here, when it is nothing else. A channel that is left out, or a call that falls due, sends nothing. */
export function innerFact(act: Act): InsideFact | null {
  if (isFactAct(act)) return factOfAct(act);
  if (act.do === 'send' && act.channel === 'call') return { type: 'call-due', step: act.step };
  if (act.do !== 'leave-channel-out') return null;
  const { step, channel, reason, task } = act;
  return { type: 'channel-left-out', step, channel, reason, task };
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
