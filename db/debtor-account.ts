import { and, asc, count, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { acts, isActName } from '../domain/case/acts/index.ts';
import type { Case, Hold } from '../domain/case/case.ts';
import type { Before } from '../domain/case/debtor/asks.ts';
import type { Fact } from '../domain/case/facts/fact.ts';
import type { Queries } from './database.ts';
import { cases, evidence, inbox, invoices } from './schema.ts';

/** An invoice of a debtor as his account shows it; amounts in cents. */
export interface AccountRow {
  readonly caseId: string;
  readonly invoiceId: string;
  readonly number: string;
  readonly currency: string;
  readonly dueOn: string;
  readonly totalCents: number;
  readonly balanceCents: number;
  /** What is owed less what is disputed. */
  readonly openCents: number;
  readonly holds: readonly Hold[];
  readonly closed: Case['closed'];
  readonly paidOn: string | null;
  /** Billing named where the invoice lies as a file. */
  readonly hasFile: boolean;
  /** The last day on which it could be asked for; null: none is known. */
  readonly timeBarredOn: string | null;
}

/** Every invoice of a debtor with a creditor, the oldest due first: only what his account shows is read. */
export function accountOf(db: Queries, creditorId: string, debtorId: string): Promise<AccountRow[]> {
  return rowsWhere(db, ofDebtor(creditorId, debtorId));
}

/** Of them those whose case is open: all that may be asked of him. */
export function openAccountOf(db: Queries, creditorId: string, debtorId: string): Promise<AccountRow[]> {
  return rowsWhere(db, and(ofDebtor(creditorId, debtorId), isNull(cases.closedAt)));
}

function ofDebtor(creditorId: string, debtorId: string): SQL | undefined {
  return and(eq(cases.creditorId, creditorId), eq(cases.debtorId, debtorId));
}

async function rowsWhere(db: Queries, which: SQL | undefined): Promise<AccountRow[]> {
  const rows = await db
    .select({
      caseId: cases.id,
      invoiceId: cases.invoiceId,
      number: cases.invoiceNumber,
      currency: cases.currency,
      dueOn: cases.dueOn,
      totalCents: sql<number>`(state -> 'invoice' ->> 'totalCents')::float8`,
      balanceCents: cases.balanceCents,
      openCents: cases.openCents,
      holds: sql<Hold[]>`state -> 'holds'`,
      closed: sql<Case['closed']>`nullif(state -> 'closed', 'null'::jsonb)`,
      paidOn: sql<string | null>`state #>> '{payments,-1,on}'`,
      hasFile: sql<boolean>`coalesce(${invoices.document} ->> 'documentUrl', '') <> ''`,
      timeBarredOn: sql<string | null>`state ->> 'timeBarredOn'`,
    })
    .from(cases)
    .leftJoin(invoices, and(eq(invoices.creditorId, cases.creditorId), eq(invoices.id, cases.invoiceId)))
    .where(which)
    .orderBy(asc(cases.dueOn), asc(cases.id));
  return rows.map((row) => ({ ...row, balanceCents: Number(row.balanceCents), openCents: Number(row.openCents) }));
}

/** How often facts of each type were told to a case, those too that it has not read yet. */
export async function factsBefore(db: Queries, caseId: string, types: readonly Fact['type'][]): Promise<Before> {
  const [written, waiting] = await Promise.all([writtenBefore(db, caseId, types), waitingFor(db, caseId)]);
  const timesOf = (type: Fact['type']) => (written[type] ?? 0) + waiting.filter((one) => one === type).length;
  return Object.fromEntries(types.map((type) => [type, timesOf(type)]));
}

async function writtenBefore(db: Queries, caseId: string, types: readonly string[]): Promise<Before> {
  const rows = await db
    .select({ type: evidence.type, times: count() })
    .from(evidence)
    .where(and(eq(evidence.caseId, caseId), inArray(evidence.type, [...types])))
    .groupBy(evidence.type);
  return Object.fromEntries(rows.map(({ type, times }) => [type, Number(times)]));
}

/** The types of the facts that lie in the mail of a case, told as they are or by an act. */
async function waitingFor(db: Queries, caseId: string): Promise<string[]> {
  const name = sql<string | null>`coalesce(${inbox.body} ->> 'act', ${inbox.body} -> 'payload' ->> 'type')`;
  const rows = await db
    .select({ name })
    .from(inbox)
    .where(and(eq(inbox.lane, caseId), eq(inbox.caseId, caseId)));
  return rows.flatMap((row) => (row.name === null ? [] : isActName(row.name) ? acts[row.name].fact : row.name));
}

/** The overdue invoices of a debtor in one currency, less what is disputed; cents. */
export async function overdueOf(
  db: Queries,
  of: { readonly creditorId: string; readonly debtorId: string; readonly currency: string },
  today: string,
): Promise<{ readonly invoices: number; readonly cents: number }> {
  const open = sql`closed_at is null and open_cents > 0 and due_on < ${today}::date`;
  const [sums] = await db
    .select({ invoices: sql<number>`count(*)::int`, cents: sql<number>`coalesce(sum(open_cents), 0)::float8` })
    .from(cases)
    .where(and(eq(cases.creditorId, of.creditorId), eq(cases.debtorId, of.debtorId), eq(cases.currency, of.currency), open));
  return sums ?? { invoices: 0, cents: 0 };
}
