import type { ActBody } from '../../cases/mail.ts';
import type { Queries } from '../../db/database.ts';
import { receiveEvent } from '../../db/inbox.ts';
import type { ActName } from '../../domain/case/acts/index.ts';
import { idsOfCase } from '../../domain/case/case.ts';
import type { EnginePort, UpdateOutcome } from '../engine-port.ts';

/** An operator's act on a case: `requestId` makes it happen once, for ever; `at` is when it was accepted. */
export interface ToldAct {
  readonly caseId: string;
  readonly act: ActName;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly at: string;
}

/** The update is the act's own bell: the drainer rings only when it was not heard. */
const MARGIN_MS = 2_000;

/** The inbox row of an act. */
export function eventOfAct({ caseId, requestId }: Pick<ToldAct, 'caseId' | 'requestId'>): string {
  return `act:${caseId}:${requestId}`;
}

/** Keeps an act as a letter in the case's mail, then announces it. It throws when the engine cannot be reached: the act is kept all the same. */
export async function tellAct(
  { db, engine }: { readonly db: Queries; readonly engine: EnginePort },
  told: ToldAct,
  timeoutMs: number,
): Promise<UpdateOutcome> {
  const { caseId, act, at, requestId } = told;
  const payload = { ...told.payload, requestId };
  const eventId = eventOfAct(told);
  const body: ActBody = { act, payload, at };
  const restsMs = timeoutMs + MARGIN_MS;
  await receiveEvent(db, { eventId, creditorId: idsOfCase(caseId).creditorId, caseId, lane: caseId, kind: 'act', body, restsMs });
  return engine.update({ caseId, name: act, payload: { ...payload, event: eventId }, updateId: requestId, timeoutMs });
}
