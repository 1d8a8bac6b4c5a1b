import * as z from 'zod';
import { casesWithCreditors } from '../db/cases.ts';
import type { Queries } from '../db/database.ts';
import { ratesOf } from '../db/rates.ts';
import { listTasks, type TaskCursor, type TaskFilter, type TaskRow, type TaskSort } from '../db/tasks.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { accruedCents } from '../domain/case/claim-of-case.ts';
import { remedyOf } from '../domain/case/show/details.ts';
import { civilDateSchema } from '../domain/document-schema.ts';
import { nameSchema } from './contract/schema.ts';
import { creditorsIn } from './creditor-access.ts';
import { cursorIn } from './cursor.ts';
import type { ApiDeps } from './deps.ts';
import type { Given, Handlers } from './http/serve.ts';
import { instantOf } from './stored-instant.ts';

type TaskQuery = Given<'GET /tasks'>['query'];

/** By what each order goes on. */
const cursors: { readonly [S in TaskSort]: z.ZodType<TaskCursor> } = {
  due: z.tuple([civilDateSchema, nameSchema, nameSchema]),
  amount: z.tuple([z.string().regex(/^-?\d{1,15}$/), nameSchema, nameSchema]),
  debtor: z.tuple([z.string().min(1).max(1000), nameSchema, nameSchema]),
};

/** What waits for a person, over all cases: whose it is, until when, and which act settles it. */
export function taskHandlers(deps: ApiDeps) {
  return {
    'GET /tasks': async (given) => {
      const { query } = given;
      const today = parisDay(deps.clock());
      const filter = filterOf(query, await creditorsIn(deps, given), today);
      const { sort, limit, cursor } = query;
      const page = await listTasks(deps.db, filter, { sort, limit, after: cursorIn(cursors[sort], cursor) });
      const owed = await owedOfDelay(deps.db, page.rows, today);
      const tasks = page.rows.map((row) => ({ ...taskLine(row, today), ...owed(row) }));
      return { 200: { tasks, next: page.next } };
    },
  } satisfies Partial<Handlers>;
}

function filterOf(
  { kind, owner, overdue, debtor, name, least }: TaskQuery,
  creditors: TaskFilter['creditors'],
  today: CivilDate,
): TaskFilter {
  return {
    creditors,
    ...(debtor === undefined ? {} : { debtorId: debtor }),
    ...(name === undefined ? {} : { debtorNamed: name }),
    ...(least === undefined ? {} : { leastCents: least }),
    ...(kind === undefined ? {} : { kind }),
    ...(owner === undefined ? {} : { owner }),
    ...(overdue === undefined ? {} : overdue ? { dueBefore: today } : { dueFrom: today }),
  };
}

/** Of each task about late charges, what is owed because of the delay today. */
async function owedOfDelay(db: Queries, rows: readonly TaskRow[], today: CivilDate) {
  const ids = rows.filter(({ kind }) => kind === 'late-charges').map(({ caseId }) => caseId);
  const [found, rates] = await Promise.all([casesWithCreditors(db, ids), ratesOf(db)]);
  const owed = new Map(found.map(({ state, creditor }) => [state.id, accruedCents(state, creditor, today, rates)]));
  return ({ kind, caseId }: TaskRow) => (kind === 'late-charges' ? { owedCents: owed.get(caseId) ?? null } : {});
}

function taskLine({ content, ...row }: TaskRow, today: CivilDate) {
  const read = content === null ? {} : { content };
  return {
    ...row,
    ...read,
    since: instantOf(row.since),
    overdue: row.dueOn < today,
    remedy: remedyOf({ kind: row.kind, ...read }),
  };
}
