import type { Queries } from '../db/database.ts';
import { liveCasesOf } from '../db/debtor-world.ts';
import { latestRatesOf } from '../db/rates.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { Case } from '../domain/case/case.ts';
import type { Route } from '../domain/routes/route.ts';
import { routesOf } from '../domain/routes/routes.ts';
import { routesInputOf } from '../domain/routes/routes-of-case.ts';
import { partiesOf } from './parties.ts';

/** The routes of a case on a day, with what is known of its parties and of the debtor's other cases: facts and texts, no advice. */
export async function routesOfLiveCase(
  db: Queries,
  theCase: Case,
  asOf: CivilDate,
): Promise<{ readonly routes: readonly Route[] }> {
  const parties = await partiesOf(db, theCase);
  const others = (await liveCasesOf(db, theCase)).map((row) => row.case);
  return routesOf(routesInputOf(theCase, parties, asOf, others), await latestRatesOf(db));
}
