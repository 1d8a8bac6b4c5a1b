import { randomUUID } from 'node:crypto';
import { type RequestHandler, type Response, Router } from 'express';
import type { CaseRow } from '../db/cases.ts';
import type { KeyHolder } from '../db/keys.ts';
import { tellCase } from '../db/tell-case.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import { type ActName, actFaults, actNames, acts, CLOSED, factOf, isActName, refusalOf } from '../domain/case/acts/index.ts';
import { type MachineFact, reopens } from '../domain/case/facts/hearing.ts';
import { BadInput } from '../domain/fault.ts';
import { caseIn } from './case-access.ts';
import type { ApiDeps } from './deps.ts';
import type { UpdateOutcome } from './engine-port.ts';
import { holderIn, requireRole } from './http/auth.ts';
import { HttpProblem, sendProblem } from './http/problem.ts';
import { requirePlan } from './plan-change.ts';

/** How long a person waits for a worker before being told to come back. */
const ANSWER_WITHIN_MS = 5_000;

type Payload = Readonly<Record<string, unknown>>;

/** `POST /cases/{id}/acts/{act}`: an operator's act is an update of the case's workflow. */
export function actRoutes(deps: ApiDeps): Router {
  return Router().post('/cases/:caseId/acts/:act', acting(deps));
}

function acting(deps: ApiDeps): RequestHandler<{ caseId: string; act: string }> {
  return async (req, res) => {
    const row = await caseIn(deps, req, res);
    const act = actNamed(req.params.act);
    requireRole(res, acts[act].mayAct);
    const payload = payloadOf(act, req.body ?? {}, holderIn(res));
    if (act === 'changePlan') await requirePlan(deps, row.creditorId, payload as { plan: string; version?: number });
    const updateId = String(payload.requestId);
    const request = { caseId: row.id, name: act, payload, updateId, timeoutMs: ANSWER_WITHIN_MS };
    await answer(
      deps,
      res,
      { row, act, payload },
      await deps.engine.update(request).catch((error: unknown) => away(deps, error)),
    );
  };
}

/** The same `requestId` makes a second try harmless, whatever became of the first. */
function away(deps: ApiDeps, error: unknown): never {
  deps.log.warn({ err: error }, 'the engine did not answer an act');
  throw new HttpProblem(503, 'The engine cannot be reached: send it again with the same requestId.');
}

interface Acted {
  readonly row: CaseRow;
  readonly act: ActName;
  readonly payload: Payload;
}

async function answer(deps: ApiDeps, res: Response, acted: Acted, outcome: UpdateOutcome): Promise<void> {
  const requestId = acted.payload.requestId;
  switch (outcome.kind) {
    case 'answer':
      res.json(outcome.view);
      return;
    case 'refused':
      sendProblem(res, 409, outcome.sentence);
      return;
    case 'pending':
      res
        .status(202)
        .json({ status: 'pending', requestId, detail: 'No worker answered in time: send it again with this requestId.' });
      return;
    case 'not-found':
      return actOnClosed(deps, res, acted);
  }
}

/** Money is heard even when the case is closed: it reopens by the same way as a bank's word. */
async function actOnClosed(deps: ApiDeps, res: Response, { row, act, payload }: Acted): Promise<void> {
  const fact = factOf(act, payload);
  const refused = reopens(fact) ? refusalOf(row.state, fact, row.plan, parisDay(deps.clock())) : CLOSED;
  if (refused !== null) throw new HttpProblem(409, refused);
  const { requestId, operator } = payload;
  const told = { at: toInstant(deps.clock()), actor: String(operator), cause: String(requestId) };
  await tellCase(deps.db, { caseId: row.id, fact: { ...(fact as MachineFact), ...told } });
  deps.wake();
  res.status(202).json({ status: 'accepted', requestId, detail: 'The case is closed: it opens again for this payment.' });
}

function actNamed(name: string): ActName {
  if (isActName(name)) return name;
  throw new HttpProblem(404, `No act ${name}; there are ${actNames.join(', ')}.`);
}

/** The body as the update takes it; evidence names the key that acted, and the person when the caller says who. */
function payloadOf(act: ActName, body: unknown, holder: KeyHolder): Payload {
  const faults = actFaults(act, body);
  if (faults.length > 0) throw new BadInput(faults);
  const given = body as Payload;
  const operator = typeof given.operator === 'string' ? `${given.operator} (${holder.name})` : holder.name;
  return { ...given, requestId: given.requestId ?? randomUUID(), operator };
}
