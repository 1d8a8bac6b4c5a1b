import { Router } from 'express';
import { casesToRestart } from '../../cases/open.ts';
import { creditorOf } from '../../db/creditors.ts';
import { EVERYBODY, holdSends, releaseSends } from '../../db/sending-holds.ts';
import { dropSetAside, retrySetAside, setAsideRows } from '../../db/set-aside.ts';
import { readDocument } from '../../domain/document-schema.ts';
import { refuse } from '../../domain/fault.ts';
import type { ApiDeps } from '../deps.ts';
import { holderIn } from '../http/auth.ts';
import { HttpProblem } from '../http/problem.ts';
import { holdSchema, restartSchema, setAsideSchema } from './operations-schema.ts';
import { stuckNow } from './stuck.ts';

/** What keeps an installation going, for its administrator alone: what does not move, and the acts that mend it. */
export function operationRoutes(deps: ApiDeps): Router {
  const { db, engine } = deps;
  return Router()
    .use(['/stuck', '/set-aside', '/restarts', '/holds', '/releases'], (_req, res, next) => {
      if (holderIn(res).creditorId !== null) throw new HttpProblem(403, 'Only the admin key, or an administrator, may.');
      next();
    })
    .get('/stuck', async (_req, res) => {
      res.json({ stuck: await stuckNow(db, engine) });
    })
    .get('/set-aside', async (_req, res) => {
      res.json({ setAside: await setAsideRows(db) });
    })
    .post('/set-aside/:sequence', async (req, res) => {
      const { do: what } = readDocument(setAsideSchema, req.body);
      const sequence = Number(req.params.sequence);
      const done = Number.isSafeInteger(sequence) && (await (what === 'retry' ? retrySetAside : dropSetAside)(db, sequence));
      if (!done) throw new HttpProblem(404, `Nothing is set aside under ${req.params.sequence}.`);
      deps.wake();
      res.json({ sequence, done: what });
    })
    .post('/restarts', async (req, res) => {
      const { case: caseId } = readDocument(restartSchema, req.body);
      const asked = await casesToRestart(db, caseId);
      if (caseId !== undefined && asked === 0) refuse('$.case', `got ${JSON.stringify(caseId)}, expected an open case`);
      deps.wake();
      res.status(202).json({ asked });
    })
    .post('/holds', async (req, res) => {
      const { creditor, reason = 'arrêt demandé' } = readDocument(holdSchema, req.body);
      await holdSends(db, await named(deps, creditor), reason);
      res.json({ held: creditor ?? EVERYBODY });
    })
    .post('/releases', async (req, res) => {
      const { creditor } = readDocument(holdSchema, req.body);
      const released = await releaseSends(db, await named(deps, creditor));
      deps.wake();
      res.json({ released });
    });
}

/** The creditor that is named, or everybody. */
async function named({ db }: ApiDeps, creditorId: string | undefined): Promise<string> {
  if (creditorId === undefined) return EVERYBODY;
  if (!(await creditorOf(db, creditorId))) refuse('$.creditor', `got ${JSON.stringify(creditorId)}, expected a known creditor`);
  return creditorId;
}
