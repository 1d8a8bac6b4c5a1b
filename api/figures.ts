import { monthsUntil, openOn, toIssueAfter } from '../db/figures.ts';
import { promisesOf, RECOVERY_DAYS, receiptsOf, recoveryOf } from '../db/period-figures.ts';
import { addDays } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { refuse } from '../domain/fault.ts';
import { totalsOf } from '../domain/figures/ageing.ts';
import { differenceCents } from '../domain/figures/period.ts';
import { creditorsIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';

/** The longest period whose figures are counted. */
const MOST_DAYS = 366;

/** What was owed on a day by age and by phase, sales and receipts by month; what came in a period, and what brought it. */
export function figureHandlers(deps: ApiDeps) {
  const { db, clock } = deps;
  return {
    'GET /figures': async (given) => {
      const { query } = given;
      const today = parisDay(clock());
      const day = query.on ?? today;
      if (day > today) refuse('$.on', `got "${day}", expected ${today} or a day before it`);
      const asked = await creditorsIn(deps, given);
      const [open, months, toIssue] = await Promise.all([
        openOn(db, asked, day),
        monthsUntil(db, asked, day),
        day === today ? toIssueAfter(db, asked, today) : [],
      ]);
      return { 200: { on: day, totals: totalsOf(day, open.ageing, months), ...open, months, toIssue } };
    },
    'GET /figures/period': async (given) => {
      const { from, to } = given.query;
      if (to < from) refuse('$.to', `got "${to}", expected ${from} or a day after it`);
      if (to > addDays(from, MOST_DAYS)) refuse('$.to', `got "${to}", expected ${addDays(from, MOST_DAYS)} or a day before it`);
      const asked = { creditors: await creditorsIn(deps, given), from, to };
      const [receipts, recovery, promises] = await Promise.all([
        receiptsOf(db, asked),
        recoveryOf(db, asked),
        promisesOf(db, asked),
      ]);
      const reconciled = receipts.map((line) => ({ ...line, differenceCents: differenceCents(line) }));
      return { 200: { from, to, recoveryDays: RECOVERY_DAYS, receipts: reconciled, recovery, promises } };
    },
  } satisfies Partial<Handlers>;
}
