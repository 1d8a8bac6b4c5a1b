import { creditorOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { liveCasesOf } from '../db/debtor-world.ts';
import { debtorOf } from '../db/debtors.ts';
import { latestRatesOf } from '../db/rates.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import type { Case } from '../domain/case/case.ts';
import type { Route } from '../domain/routes/route.ts';
import { routesOf } from '../domain/routes/routes.ts';
import { routesInputOf } from '../domain/routes/routes-of-case.ts';
import { caseIn } from './case-access.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';

/** The routes of a case as of today: for each, every rule that was looked at, its article and its fact. No advice. */
export function legalRouteHandlers(deps: ApiDeps) {
  return {
    'GET /cases/{caseId}/routes': async (given) => {
      const { id, state } = await caseIn(deps, given);
      const asOf = parisDay(deps.clock());
      return { 200: { caseId: id, asOf, routes: await routesOfCase(deps.db, state, asOf) } };
    },
  } satisfies Partial<Handlers>;
}

async function routesOfCase(db: Queries, state: Case, asOf: CivilDate): Promise<readonly Route[]> {
  const creditor = await creditorOf(db, state.creditorId);
  const debtor = await debtorOf(db, state.creditorId, state.debtor.id);
  if (!creditor || !debtor) throw new Error(`${state.id}: its parties were never told`);
  const others = (await liveCasesOf(db, state)).map((row) => row.case);
  return routesOf(routesInputOf(state, { creditor, debtor }, asOf, others), await latestRatesOf(db)).routes;
}
