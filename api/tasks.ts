import * as z from 'zod';
import { listTasks, type TaskCursor, type TaskFilter, type TaskRow, type TaskSort } from '../db/tasks.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
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
      return { 200: { tasks: page.rows.map((row) => taskLine(row, today)), next: page.next } };
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
