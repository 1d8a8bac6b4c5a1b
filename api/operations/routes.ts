import { casesToRestart } from '../../cases/open.ts';
import { creditorOf } from '../../db/creditors.ts';
import { verifyHeads } from '../../db/evidence-heads.ts';
import { EVERYBODY, holdSends, releaseSends } from '../../db/sending-holds.ts';
import { dropSetAside, retrySetAside, setAsideRows } from '../../db/set-aside.ts';
import { refuse } from '../../domain/fault.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Given, Handlers } from '../http/serve.ts';
import { mendOf } from './mend.ts';
import { stuckNow } from './stuck.ts';

/** What keeps an installation going: what does not move, and the acts that mend it. */
export function operationHandlers(deps: ApiDeps) {
  const { db } = deps;
  return {
    'GET /stuck': async () => ({ 200: { stuck: await stuckNow(deps) } }),
    'GET /installation': async () => ({ 200: await deps.installation() }),
    'GET /set-aside': async () => ({
      200: { setAside: (await setAsideRows(db)).map((row) => ({ ...row, mend: mendOf(row) })) },
    }),
    'POST /set-aside/{sequence}': (given) => settling(deps, given),
    'GET /heads': async () => ({ 200: await verifyHeads(db) }),
    'POST /restarts': async ({ body: { case: caseId } }) => {
      const asked = await casesToRestart(db, caseId);
      if (caseId !== undefined && asked === 0) refuse('$.case', `got ${JSON.stringify(caseId)}, expected an open case`);
      deps.wake();
      return { 202: { asked } };
    },
    'POST /holds': async ({ body: { creditor, reason = 'arrêt demandé' } }) => {
      await holdSends(db, await named(deps, creditor), reason);
      return { 200: { held: creditor ?? EVERYBODY } };
    },
    'POST /backups': async () => {
      if (!deps.backUp)
        throw new HttpProblem(409, 'This system has a PostgreSQL of its own: exigible backup with its DATABASE_URL.');
      return { 200: await deps.backUp() };
    },
    'POST /releases': async ({ body: { creditor } }) => {
      const released = await releaseSends(db, await named(deps, creditor));
      deps.wake();
      return { 200: { released } };
    },
  } satisfies Partial<Handlers>;
}

/** Gives a row that was set aside back to be delivered, or takes it away. */
async function settling({ db, wake }: ApiDeps, { params, body }: Given<'POST /set-aside/{sequence}'>) {
  const sequence = Number(params.sequence);
  const settle = body.do === 'retry' ? retrySetAside : dropSetAside;
  const done = Number.isSafeInteger(sequence) && (await settle(db, sequence));
  if (!done) throw new HttpProblem(404, `Nothing is set aside under ${params.sequence}.`);
  wake();
  return { 200: { sequence, done: body.do } };
}

/** The creditor that is named, or everybody. */
async function named({ db }: ApiDeps, creditorId: string | undefined): Promise<string> {
  if (creditorId === undefined) return EVERYBODY;
  if (!(await creditorOf(db, creditorId))) refuse('$.creditor', `got ${JSON.stringify(creditorId)}, expected a known creditor`);
  return creditorId;
}
