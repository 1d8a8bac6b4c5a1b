import { type SQL, sql } from 'drizzle-orm';
import type { Task } from '../domain/case/case.ts';
import type { CaseLine } from './case-search.ts';
import { ofCreditors } from './creditors-asked.ts';
import { type InCredit, inCredit, withCredit } from './credits.ts';
import type { Queries } from './database.ts';
import { cursorText, type Page, pageOf } from './page.ts';
import { rowsOf } from './rows.ts';

/** A task with the case it belongs to: enough to know what it is about without opening it. */
export interface TaskRow extends CaseLine {
  readonly kind: Task['kind'];
  readonly key: string;
  readonly context: string;
  readonly since: string;
  readonly owner: string;
  readonly dueOn: string;
  /** Digest of what waits for an accord. */
  readonly content: string | null;
  /** Its case has another of that kind, listed or not. */
  readonly oneOfSeveral: boolean;
}

export interface TaskFilter {
  /** Null: of every creditor. */
  readonly creditors: readonly string[] | null;
  readonly debtorId?: string;
  readonly kind?: string;
  readonly owner?: string;
  /** Due before that day. */
  readonly dueBefore?: string;
  /** Due on that day or after it. */
  readonly dueFrom?: string;
  /** A part of the name of the debtor. */
  readonly debtorNamed?: string;
  /** In integer cents, whatever the currency. */
  readonly leastCents?: number;
}

/** In which order tasks are listed. */
export type TaskSort = 'due' | 'amount' | 'debtor';

/** Where a page ended: by what it is ordered, the case and the name of its last task. */
export type TaskCursor = readonly [by: string, caseId: string, name: string];

/** A task older than its two dates was an operator's, due at once. */
const dueOn = sql`coalesce(task."dueOn", left(task.since, 10))`;
const owner = sql`coalesce(task.owner, 'operator')`;
const creditorId = sql`cases.creditor_id`;
const name = sql`task.kind || ':' || task.key`;
const debtorName = sql`coalesce(debtors.document->>'name', cases.debtor_id)`;

/** What each order goes by, the first first, and how a cursor tells it again. */
const orders: { readonly [S in TaskSort]: { readonly by: SQL; readonly told: (row: TaskRow) => string } } = {
  due: { by: dueOn, told: (row) => row.dueOn },
  amount: { by: sql`-cases.balance_cents::float8`, told: ({ balanceCents }) => String(-balanceCents) },
  debtor: { by: debtorName, told: (row) => row.debtorName ?? row.debtorId },
};

/** Of the invoices of one common formal notice (plan field `together`) the oldest alone asks for a route: what is chosen there holds for all. */
const isAsked = sql`not (task.kind = 'route' and cases.plan->>'together' = 'debtor' and exists (
  select 1 from cases first where first.creditor_id = cases.creditor_id and first.debtor_id = cases.debtor_id
    and first.currency = cases.currency and first.needs_human and (first.due_on, first.id) < (cases.due_on, cases.id)
    and first.state#>>'{notice,postedOn}' = cases.state#>>'{notice,postedOn}' and first.tasks @> '[{"kind":"route"}]'::jsonb))`;

const columns = sql`cases.id as "caseId", cases.creditor_id as "creditorId", cases.debtor_id as "debtorId",
  debtors.document->>'name' as "debtorName", cases.invoice_number as "invoiceNumber", cases.currency,
  cases.balance_cents::float8 as "balanceCents", ${inCredit}, task.kind, task.key, task.context, task.since, task.content,
  ${owner} as owner, ${dueOn} as "dueOn",
  (select count(*) > 1 from jsonb_array_elements(cases.tasks) other where other->>'kind' = task.kind) as "oneOfSeveral"`;
const tasks = sql`cases cross join lateral jsonb_to_recordset(cases.tasks)
  as task(kind text, key text, context text, since text, owner text, "dueOn" text, content text)
  left join debtors on debtors.creditor_id = cases.creditor_id and debtors.id = cases.debtor_id`;

/** A line as the database has it. */
type Stored<Row extends TaskRow> = Omit<Row, 'creditCents'> & InCredit;

/** One page of a list. */
interface Paging {
  readonly sort: TaskSort;
  readonly limit: number;
  readonly after: TaskCursor | undefined;
}

/** Open tasks of every case in some order. One that ends meanwhile vanishes; none comes twice. */
export async function listTasks(db: Queries, filter: TaskFilter, { sort, limit, after }: Paging): Promise<Page<TaskRow>> {
  const { by, told } = orders[sort];
  const rows = await rowsOf<Stored<TaskRow>>(
    db,
    sql`
    select ${columns} from ${tasks}
    where ${sql.join([sql`cases.needs_human`, isAsked, ...conditions(filter), ...beyond(by, sort, after)], sql` and `)}
    order by ${by}, cases.id, ${name}
    limit ${limit + 1}`,
  );
  return pageOf(rows.map(withCredit), limit, (last) =>
    cursorText([told(last), last.caseId, `${last.kind}:${last.key}`] satisfies TaskCursor),
  );
}

/** A task among the first of its kind, and how many of that kind there are. */
export interface FirstTask extends TaskRow {
  readonly ofKind: number;
}

/** The most urgent open tasks of each kind of those creditors (null: of all), the kind of the most urgent one first. */
export async function firstTasks(db: Queries, creditors: readonly string[] | null, ofEach: number): Promise<FirstTask[]> {
  const rows = await rowsOf<Stored<FirstTask>>(
    db,
    sql`
    select * from (
      select ${columns}, count(*) over of_kind::int as "ofKind", min(${dueOn}) over of_kind as "firstOn",
        row_number() over (partition by task.kind order by ${dueOn}, cases.id, ${name}) as place
      from ${tasks} where cases.needs_human and ${isAsked} and ${ofCreditors(creditors, creditorId)}
      window of_kind as (partition by task.kind)) ranked
    where place <= ${ofEach} order by "firstOn", kind, place`,
  );
  return rows.map(withCredit);
}

function conditions(filter: TaskFilter): SQL[] {
  const { creditors, debtorId, kind, owner: whose, dueBefore, dueFrom, debtorNamed, leastCents } = filter;
  return [
    ofCreditors(creditors, creditorId),
    ...(debtorId === undefined ? [] : [sql`cases.debtor_id = ${debtorId}`]),
    ...(kind === undefined ? [] : [sql`task.kind = ${kind}`]),
    ...(whose === undefined ? [] : [sql`${owner} = ${whose}`]),
    ...(dueBefore === undefined ? [] : [sql`${dueOn} < ${dueBefore}`]),
    ...(dueFrom === undefined ? [] : [sql`${dueOn} >= ${dueFrom}`]),
    ...(debtorNamed === undefined ? [] : [sql`strpos(lower(${debtorName}), ${debtorNamed.trim().toLowerCase()}) > 0`]),
    ...(leastCents === undefined ? [] : [sql`cases.balance_cents >= ${leastCents}`]),
  ];
}

function beyond(by: SQL, sort: TaskSort, after: TaskCursor | undefined): SQL[] {
  if (after === undefined) return [];
  const [told, caseId, task] = after;
  return [sql`(${by}, cases.id, ${name}) > (${sort === 'amount' ? Number(told) : told}, ${caseId}, ${task})`];
}
