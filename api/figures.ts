import { monthsUntil, openOn } from '../db/figures.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { refuse } from '../domain/fault.ts';
import { creditorsIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';

/** What was owed on a day by age and by phase, sales and receipts by month. */
export function figureHandlers(deps: ApiDeps) {
  const { db, clock } = deps;
  return {
    'GET /figures': async (given) => {
      const { on } = given.query;
      const today = parisDay(clock());
      if (on !== undefined && on > today) refuse('$.on', `got "${on}", expected ${today} or a day before it`);
      const asked = await creditorsIn(deps, given);
      const day = on ?? today;
      const [open, months] = await Promise.all([openOn(db, asked, day), monthsUntil(db, asked, day)]);
      return { 200: { on: day, ...open, months } };
    },
  } satisfies Partial<Handlers>;
}
