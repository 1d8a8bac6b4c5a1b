import { monthsUntil, openOn } from '../db/figures.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { refuse } from '../domain/fault.ts';
import { totalsOf } from '../domain/figures/ageing.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';

/** What was owed on a day by age and by phase, sales and receipts by month. */
export function figureHandlers({ db, clock }: ApiDeps) {
  return {
    'GET /figures': async ({ query: { on, creditor }, holder: { creditorId, creditors } }) => {
      const today = parisDay(clock());
      if (on !== undefined && on > today) refuse('$.on', `got "${on}", expected ${today} or a day before it`);
      const one = creditorId ?? creditor;
      const asked = one === undefined ? creditors : [one];
      const day = on ?? today;
      const [open, months] = await Promise.all([openOn(db, asked, day), monthsUntil(db, asked, day)]);
      return { 200: { on: day, totals: totalsOf(day, open.ageing, months), ...open, months } };
    },
  } satisfies Partial<Handlers>;
}
