import { and, asc, eq, getTableColumns, gt, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { Case } from '../domain/case/case.ts';
import { upcastCase, upcastPlan } from '../domain/case/upcast.ts';
import type { Creditor } from '../domain/party/party-schema.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { Queries } from './database.ts';
import { type Page, pageOf } from './page.ts';
import { cases, creditors } from './schema.ts';

/** A case as its workflow last recorded it. */
export interface CaseRow {
  readonly id: string;
  readonly creditorId: string;
  readonly revision: number;
  readonly state: Case;
  readonly plan: Plan;
  readonly nextActAt: string | null;
  readonly updatedAt: string;
}

export interface CaseFilter {
  /** Null: of every creditor. */
  readonly creditors: readonly string[] | null;
  readonly phase?: string;
  readonly hold?: string;
  readonly needsHuman?: boolean;
  readonly debtorId?: string;
  readonly number?: string;
}

const {
  state: _state,
  plan: _plan,
  run: _run,
  openCents: _open,
  segment: _segment,
  tasks: _tasks,
  ...shown
} = getTableColumns(cases);

/** What a list shows of a case. */
export type CaseSummary = Pick<typeof cases.$inferSelect, keyof typeof shown>;

/** The case of that id. */
export async function caseRowOf(db: Queries, id: string): Promise<CaseRow | undefined> {
  const [row] = await db.select().from(cases).where(eq(cases.id, id));
  return row && { ...row, state: upcastCase(row.state), plan: upcastPlan(row.plan) };
}

/** Cases of those ids, each with its creditor, in no order. */
export async function casesWithCreditors(
  db: Queries,
  ids: readonly string[],
): Promise<(Pick<CaseRow, 'state' | 'plan'> & { readonly creditor: Creditor })[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ state: cases.state, plan: cases.plan, creditor: creditors.document })
    .from(cases)
    .innerJoin(creditors, eq(creditors.id, cases.creditorId))
    .where(inArray(cases.id, [...ids]));
  return rows.map(({ state, plan, creditor }) => ({
    state: upcastCase(state),
    plan: upcastPlan(plan),
    creditor: creditor as Creditor,
  }));
}

/** Cases in order of id after `cursor`: a case that changes meanwhile neither vanishes from the pages nor comes twice. */
export async function listCases(db: Queries, filter: CaseFilter, limit: number, cursor?: string): Promise<Page<CaseSummary>> {
  const rows = await db
    .select(shown)
    .from(cases)
    .where(and(...conditions(filter), cursor === undefined ? undefined : gt(cases.id, cursor)))
    .orderBy(asc(cases.id))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ id }) => id);
}

function conditions(filter: CaseFilter): SQL[] {
  const columns = {
    phase: cases.phase,
    hold: cases.hold,
    debtorId: cases.debtorId,
    number: cases.invoiceNumber,
  };
  const texts = Object.entries(columns).flatMap(([name, column]) => {
    const value = filter[name as keyof typeof columns];
    return value === undefined ? [] : [eq(column, value)];
  });
  const { creditors, needsHuman } = filter;
  return [
    ...texts,
    ...(creditors === null ? [] : [inArray(cases.creditorId, [...creditors])]),
    ...(needsHuman === undefined ? [] : [eq(cases.needsHuman, needsHuman)]),
  ];
}

/** The open cases of a creditor that wait for a fresher bank feed. */
export async function staleCases(tx: Queries, creditorId: string): Promise<string[]> {
  const isStale = sql`${cases.state} -> 'holds' @> '[{"type":"feed-stale"}]'::jsonb`;
  const rows = await tx
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.creditorId, creditorId), isNull(cases.closedAt), isStale));
  return rows.map((row) => row.id);
}

/** Whose cases those are, and their currency; those that are not there are missing. */
export function ownersOf(
  tx: Queries,
  ids: readonly string[],
): Promise<{ id: string; creditorId: string; currency: string; debtorId: string }[]> {
  return tx
    .select({ id: cases.id, creditorId: cases.creditorId, currency: cases.currency, debtorId: cases.debtorId })
    .from(cases)
    .where(inArray(cases.id, [...ids]));
}

/** Another invoice of a debtor, by the id that billing gave it. */
interface OfInvoice {
  readonly creditorId: string;
  readonly debtorId: string;
  readonly currency: string;
  readonly invoiceId: string;
}

/** The case of an invoice of that debtor in that currency, and what it owes in cents. */
export async function caseOfInvoice(
  tx: Queries,
  { creditorId, debtorId, currency, invoiceId }: OfInvoice,
): Promise<{ id: string; closedAt: string | null; balanceCents: number } | undefined> {
  const sameDebtor = and(eq(cases.debtorId, debtorId), eq(cases.currency, currency));
  const [row] = await tx
    .select({ id: cases.id, closedAt: cases.closedAt, balanceCents: cases.balanceCents })
    .from(cases)
    .where(and(eq(cases.creditorId, creditorId), eq(cases.invoiceId, invoiceId), sameDebtor));
  return row;
}
