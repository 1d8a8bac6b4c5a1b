import { randomUUID } from 'node:crypto';
import { type RequestHandler, type Response, Router } from 'express';
import type { CaseRow } from '../db/cases.ts';
import { answersTo, ringSoon } from '../db/inbox.ts';
import type { KeyHolder } from '../db/keys.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import { type ActName, actFaults, actNames, acts, factOf, isActName, refusalOf } from '../domain/case/acts/index.ts';
import { BadInput } from '../domain/fault.ts';
import { caseIn } from './case-access.ts';
import type { ApiDeps } from './deps.ts';
import type { UpdateOutcome } from './engine-port.ts';
import { holderIn, requireRole } from './http/auth.ts';
import { HttpProblem, sendProblem } from './http/problem.ts';
import { eventOfAct, tellAct } from './inbox/tell-act.ts';
import { requirePlan } from './plan-change.ts';
import { storedView } from './stored-view.ts';

/** How long a person waits for a worker before being told to come back. */
const ANSWER_WITHIN_MS = 5_000;

type Payload = Readonly<Record<string, unknown>>;

/** `POST /cases/{id}/acts/{act}`: an operator's act is a letter in the case's mail before it is answered, and an update that announces it. */
export function actRoutes(deps: ApiDeps): Router {
  return Router().post('/cases/:caseId/acts/:act', acting(deps));
}

interface Acted {
  readonly row: CaseRow;
  readonly act: ActName;
  readonly payload: Payload;
  readonly event: string;
}

function acting(deps: ApiDeps): RequestHandler<{ caseId: string; act: string }> {
  return async (req, res) => {
    const row = await caseIn(deps, req, res);
    const act = actNamed(req.params.act);
    requireRole(res, acts[act].mayAct);
    const payload = payloadOf(act, req.body ?? {}, holderIn(res));
    if (act === 'changePlan') await requirePlan(deps, row.creditorId, payload as { plan: string; version?: number });
    const acted = { row, act, payload, event: eventOfAct({ caseId: row.id, requestId: String(payload.requestId) }) };
    await answer(deps, res, acted, (await answeredBefore(deps, acted)) ?? (await tell(deps, acted)));
  };
}

/** The same `requestId` is answered the same, whatever became of the case since. */
async function answeredBefore({ db, clock }: ApiDeps, { row, event }: Acted): Promise<UpdateOutcome | null> {
  const known = (await answersTo(db, [event]))[event];
  if (!known) return null;
  return known.refused === undefined
    ? { kind: 'answer', view: storedView(row, clock()) }
    : { kind: 'refused', sentence: known.refused };
}

/** Keeps the act, then tells the case; whatever the engine does, the act is kept. */
async function tell(deps: ApiDeps, acted: Acted): Promise<UpdateOutcome> {
  const { row, act, payload, event } = acted;
  const refused = row.state.closed ? refusalOf(row.state, factOf(act, payload), row.plan, parisDay(deps.clock())) : null;
  if (refused !== null) return { kind: 'refused', sentence: refused };
  const told = { caseId: row.id, act, payload, requestId: String(payload.requestId), at: toInstant(deps.clock()) };
  return tellAct(deps, told, ANSWER_WITHIN_MS).catch((error: unknown) => keptAnyway(deps, event, error));
}

/** Kept and not told: the drainer tells it. Not kept: nothing was accepted. */
async function keptAnyway({ db, log }: ApiDeps, event: string, error: unknown): Promise<UpdateOutcome> {
  if (!(event in (await answersTo(db, [event])))) throw error;
  log.warn({ err: error }, 'the engine did not answer an act: it is kept');
  return { kind: 'pending' };
}

async function answer(deps: ApiDeps, res: Response, { payload, event }: Acted, outcome: UpdateOutcome): Promise<void> {
  const { requestId } = payload;
  switch (outcome.kind) {
    case 'answer':
      res.json(outcome.view);
      return;
    case 'refused':
      sendProblem(res, 409, outcome.sentence);
      return;
    case 'pending':
      res.status(202).json({
        status: 'pending',
        requestId,
        detail: 'It is kept; no worker wrote it down yet. The same requestId tells what came of it.',
      });
      return;
    case 'not-found':
      await ringSoon(deps.db, event);
      deps.wake();
      res.status(202).json({ status: 'accepted', requestId, detail: 'It is kept: the case begins anew for it.' });
  }
}

function actNamed(name: string): ActName {
  if (isActName(name)) return name;
  throw new HttpProblem(404, `No act ${name}; there are ${actNames.join(', ')}.`);
}

/** The body as the case takes it; evidence names the key that acted, and the person when the caller says who. */
function payloadOf(act: ActName, body: unknown, holder: KeyHolder): Payload {
  const faults = actFaults(act, body);
  if (faults.length > 0) throw new BadInput(faults);
  const given = body as Payload;
  const operator = typeof given.operator === 'string' ? `${given.operator} (${holder.name})` : holder.name;
  return { ...given, requestId: given.requestId ?? randomUUID(), operator };
}
