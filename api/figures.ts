import { ageingOn, monthsUntil, openByPhase } from '../db/figures.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { refuse } from '../domain/fault.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';

/** What was owed on a day by age, what is owed now by phase, sales and receipts by month. */
export function figureHandlers({ db, clock }: ApiDeps) {
  return {
    'GET /figures': async ({ query: { on, creditor }, holder: { creditorId, creditors } }) => {
      const today = parisDay(clock());
      if (on !== undefined && on > today) refuse('$.on', `got "${on}", expected ${today} or a day before it`);
      const one = creditorId ?? creditor;
      const asked = one === undefined ? creditors : [one];
      const day = on ?? today;
      const figures = [ageingOn(db, asked, day), openByPhase(db, asked), monthsUntil(db, asked, day)] as const;
      const [ageing, phases, months] = await Promise.all(figures);
      return { 200: { on: day, ageing, phases, months } };
    },
  } satisfies Partial<Handlers>;
}
