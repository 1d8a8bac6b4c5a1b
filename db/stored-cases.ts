import { and, asc, eq, getTableColumns, inArray, isNull, or, sql } from 'drizzle-orm';
import { balanceCents, uncontestedCents } from '../domain/case/balance.ts';
import type { LiveCase } from '../domain/case/case.ts';
import { phaseOf, strongestHold } from '../domain/case/phase.ts';
import { upcastCase, upcastPlan } from '../domain/case/upcast.ts';
import type { Queries } from './database.ts';
import { cases } from './schema.ts';

/** A case as its row has it. */
export interface StoredCase extends LiveCase {
  /** Facts written down so far: the sequence of the last evidence row. */
  readonly revision: number;
  /** The run of the workflow that speaks for the case; 0: none of this release. */
  readonly run: number;
  /** When people are shown something as coming. */
  readonly nextActAt: string | null;
}

const { state, plan, revision, run, nextActAt } = getTableColumns(cases);
const columns = { state, plan, revision, run, nextActAt };
type Columns = Pick<typeof cases.$inferSelect, keyof typeof columns>;

/** The stored case of that id. */
export async function storedCase(db: Queries, caseId: string): Promise<StoredCase | undefined> {
  const [row] = await db.select(columns).from(cases).where(eq(cases.id, caseId));
  return row && storedOf(row);
}

/** The stored cases of those ids, in their order by id. */
export async function storedCases(db: Queries, caseIds: readonly string[]): Promise<StoredCase[]> {
  if (caseIds.length === 0) return [];
  const rows = await db
    .select(columns)
    .from(cases)
    .where(inArray(cases.id, [...caseIds]))
    .orderBy(asc(cases.id));
  return rows.map(storedOf);
}

/** The rows of cases, locked in the order of their ids until the transaction ends; those that are not there are missing. */
export async function lockCases(tx: Queries, caseIds: readonly string[]): Promise<StoredCase[]> {
  const rows = await tx
    .select(columns)
    .from(cases)
    .where(inArray(cases.id, [...caseIds]))
    .orderBy(asc(cases.id))
    .for('update');
  return rows.map(storedOf);
}

/** A stored document as the code of today reads it. */
function storedOf({ state, plan, ...row }: Columns): StoredCase {
  return { ...row, case: upcastCase(state), plan: upcastPlan(plan) };
}

/** Writes the row of a case. */
export async function saveCase(tx: Queries, stored: StoredCase, nowMs: number): Promise<void> {
  const row = rowOf(stored, nowMs);
  await tx.insert(cases).values(row).onConflictDoUpdate({ target: cases.id, set: row });
}

/** Gives the case to another run of its workflow. */
export async function setRun(tx: Queries, caseId: string, run: number): Promise<void> {
  await tx.update(cases).set({ run }).where(eq(cases.id, caseId));
}

/** A case and the run of the workflow that speaks for it. */
export interface LiveRun {
  readonly id: string;
  readonly creditorId: string;
  readonly run: number;
}

/** The cases that have something to do yet, open or with something left to say: one, or all of them; `unlived`: only those that no run of this release has. */
export function liveRuns(db: Queries, caseId?: string, unlived = false): Promise<LiveRun[]> {
  const isOpen = or(isNull(cases.closedAt), sql`jsonb_array_length(${cases.state}->'notes') > 0`);
  const wanted = and(isOpen, caseId === undefined ? undefined : eq(cases.id, caseId), unlived ? eq(cases.run, 0) : undefined);
  return db.select({ id: cases.id, creditorId: cases.creditorId, run: cases.run }).from(cases).where(wanted);
}

function rowOf({ case: theCase, plan, revision, run, nextActAt }: StoredCase, nowMs: number): typeof cases.$inferInsert {
  return {
    id: theCase.id,
    creditorId: theCase.creditorId,
    debtorId: theCase.debtor.id,
    invoiceId: theCase.invoice.id,
    invoiceNumber: theCase.invoice.number,
    currency: theCase.invoice.currency,
    phase: phaseOf(theCase, plan, nowMs),
    hold: strongestHold(theCase),
    planId: plan.id,
    planVersion: plan.version,
    balanceCents: balanceCents(theCase),
    openCents: theCase.closed ? 0 : uncontestedCents(theCase),
    dueOn: theCase.invoice.dueOn,
    nextActAt,
    needsHuman: theCase.tasks.length > 0,
    route: theCase.route?.route ?? null,
    revision,
    run,
    state: theCase,
    plan,
    closedAt: theCase.closed?.at ?? null,
    updatedAt: new Date(nowMs).toISOString(),
  };
}
