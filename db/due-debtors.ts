import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Case } from '../domain/case/case.ts';
import { upcastCase, upcastPlan } from '../domain/case/upcast.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { Queries } from './database.ts';
import { cases, debtors } from './schema.ts';

/** A debtor for whom something comes, by the case for which it comes first. */
export interface DueDebtor {
  readonly name: string | null;
  readonly state: Case;
  readonly plan: Plan;
}

/** The debtors with a case that acts before a moment, at most so many, the soonest first. */
export async function debtorsDue(db: Queries, creditorId: string, beforeMs: number, limit: number): Promise<DueDebtor[]> {
  const due = and(
    eq(cases.creditorId, creditorId),
    lt(cases.nextActAt, new Date(beforeMs).toISOString()),
    isNull(cases.closedAt),
  );
  const firsts = db
    .selectDistinctOn([cases.debtorId], { id: cases.id, at: cases.nextActAt })
    .from(cases)
    .where(due)
    .orderBy(asc(cases.debtorId), asc(cases.nextActAt))
    .as('firsts');
  const rows = await db
    .select({ name: sql<string | null>`${debtors.document}->>'name'`, state: cases.state, plan: cases.plan })
    .from(firsts)
    .innerJoin(cases, eq(cases.id, firsts.id))
    .leftJoin(debtors, and(eq(debtors.creditorId, cases.creditorId), eq(debtors.id, cases.debtorId)))
    .orderBy(asc(firsts.at), asc(cases.id))
    .limit(limit);
  return rows.map(({ name, state, plan }) => ({ name, state: upcastCase(state), plan: upcastPlan(plan) }));
}
