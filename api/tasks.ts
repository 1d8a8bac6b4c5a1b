import { Router } from 'express';
import * as z from 'zod';
import { listTasks, type TaskCursor, type TaskFilter, type TaskRow } from '../db/tasks.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import { taskKinds } from '../domain/case/case.ts';
import { remedyOf } from '../domain/case/view.ts';
import { readDocument } from '../domain/document-schema.ts';
import { refuse } from '../domain/fault.ts';
import type { ApiDeps } from './deps.ts';
import { holderIn } from './http/auth.ts';
import { pageQuerySchema } from './query-schema.ts';

/** What `GET /tasks` may be asked. */
export const taskQuerySchema = pageQuerySchema.extend({
  cursor: z.string().max(1000).exactOptional(),
  kind: z.enum(taskKinds).exactOptional(),
  owner: z.string().max(500).exactOptional().meta({ description: 'operator, approver, ou le nom donné au litige' }),
  overdue: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .exactOptional(),
  debtor: z.string().max(100).exactOptional(),
});

type TaskQuery = z.output<typeof taskQuerySchema>;

const cursorSchema = z.tuple([z.string(), z.string(), z.string()]);

/** What waits for a person, over all cases: whose it is, until when, and which act settles it. */
export function taskRoutes(deps: ApiDeps): Router {
  return Router().get('/tasks', async (req, res) => {
    const query = readDocument(taskQuerySchema, req.query);
    const today = parisDay(deps.clock());
    const filter = filterOf(query, holderIn(res).creditorId ?? query.creditor, today);
    const page = await listTasks(deps.db, filter, query.limit, query.cursor === undefined ? undefined : cursorOf(query.cursor));
    res.json({ tasks: page.rows.map((row) => taskLine(row, today)), next: page.next });
  });
}

function filterOf({ kind, owner, overdue, debtor }: TaskQuery, creditorId: string | undefined, today: CivilDate): TaskFilter {
  return {
    ...(creditorId === undefined ? {} : { creditorId }),
    ...(debtor === undefined ? {} : { debtorId: debtor }),
    ...(kind === undefined ? {} : { kind }),
    ...(owner === undefined ? {} : { owner }),
    ...(overdue === undefined ? {} : overdue ? { dueBefore: today } : { dueFrom: today }),
  };
}

function taskLine(row: TaskRow, today: CivilDate) {
  return { ...row, since: toInstant(Date.parse(row.since)), overdue: row.dueOn < today, remedy: remedyOf(row.kind) };
}

function cursorOf(cursor: string): TaskCursor {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    return refuse(
      '$.cursor',
      `got ${JSON.stringify(cursor.slice(0, 50))}, expected the cursor that the page before gave as next`,
    );
  }
}
