import { and, asc, count, desc, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm';
import type { Fact } from '../domain/case/facts/fact.ts';
import { upcastCase, upcastPlan } from '../domain/case/upcast.ts';
import { Refusal } from '../domain/fault.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { CaseRow } from './cases.ts';
import type { Queries } from './database.ts';
import { cases, PRODUCT, plans } from './schema.ts';

/** Under this creditor lie the plans that the product ships. */
const SHIPPED = '*';

/** A plan of the creditor's own, else a shipped one; its latest version unless one is asked. */
export async function planOf(db: Queries, creditorId: string, id: string, version?: number): Promise<Plan | undefined> {
  const [row] = await db
    .select({ document: plans.document })
    .from(plans)
    .where(
      and(
        inArray(plans.creditorId, [creditorId, SHIPPED]),
        eq(plans.id, id),
        version === undefined ? undefined : eq(plans.version, version),
      ),
    )
    .orderBy(desc(sql`${plans.creditorId} <> ${SHIPPED}`), desc(plans.version))
    .limit(1);
  return row && upcastPlan(row.document);
}

/** The plans that the facts of a case name, the present one first. */
export async function plansLived(
  db: Queries,
  { creditorId, plan }: Pick<CaseRow, 'creditorId' | 'plan'>,
  facts: readonly Fact[],
): Promise<Plan[]> {
  const named = facts.flatMap((fact) => (isOfPlan(fact) ? [{ id: fact.plan, version: fact.version }] : []));
  const lived = [plan];
  for (const { id, version } of named) {
    if (lived.some((known) => known.id === id && (version === undefined || known.version === version))) continue;
    const other = await planOf(db, creditorId, id, version);
    if (other) lived.push(other);
  }
  return lived;
}

function isOfPlan(fact: Fact): fact is Extract<Fact, { readonly plan: string }> {
  return fact.type === 'opened' || fact.type === 'plan-changed' || fact.type === 'change-plan';
}

/** A plan that a creditor's cases may have, in its latest version. */
export interface PlanLine {
  readonly plan: Plan;
  readonly isShipped: boolean;
  /** Open cases under any version of it. */
  readonly openCases: number;
}

/** Every plan of a creditor, his own before a shipped one of the same name. */
export async function listPlans(db: Queries, creditorId: string): Promise<PlanLine[]> {
  const isOwn = desc(sql`${plans.creditorId} <> ${SHIPPED}`);
  const [rows, counts] = await Promise.all([
    db
      .selectDistinctOn([plans.id], { creditorId: plans.creditorId, document: plans.document })
      .from(plans)
      .where(inArray(plans.creditorId, [creditorId, SHIPPED]))
      .orderBy(asc(plans.id), isOwn, desc(plans.version)),
    db
      .select({ id: cases.planId, count: count() })
      .from(cases)
      .where(and(eq(cases.creditorId, creditorId), isNull(cases.closedAt)))
      .groupBy(cases.planId),
  ]);
  return rows.map((row) => {
    const plan = upcastPlan(row.document);
    return { plan, isShipped: row.creditorId === SHIPPED, openCases: counts.find(({ id }) => id === plan.id)?.count ?? 0 };
  });
}

/** The open cases of a creditor under a plan, whatever its version, at most so many, in order of id. */
export async function openCasesUnder(db: Queries, creditorId: string, planId: string, limit: number): Promise<CaseRow[]> {
  const rows = await db.select().from(cases).where(openUnder(creditorId, planId)).orderBy(asc(cases.id)).limit(limit);
  return rows.map((row) => ({ ...row, state: upcastCase(row.state), plan: upcastPlan(row.plan) }));
}

/** The ids of all open cases of a creditor under a plan, whatever its version, in order. */
export async function openCaseIdsUnder(db: Queries, creditorId: string, planId: string): Promise<string[]> {
  const rows = await db.select({ id: cases.id }).from(cases).where(openUnder(creditorId, planId)).orderBy(asc(cases.id));
  return rows.map(({ id }) => id);
}

function openUnder(creditorId: string, planId: string) {
  return and(eq(cases.creditorId, creditorId), eq(cases.planId, planId), isNull(cases.closedAt));
}

/** Keeps a version of a plan. A version once kept never changes: the same again is nothing, another content is refused. */
export async function putPlan(tx: Queries, creditorId: string, plan: Plan, toldBy = PRODUCT): Promise<void> {
  const row = { creditorId, id: plan.id, version: plan.version, document: plan, toldBy };
  await tx.insert(plans).values(row).onConflictDoNothing();
  await isKept(tx, creditorId, plan);
}

/** True when that version of a creditor's plan is kept with this very content. Throws a `Refusal` when it is kept with another. */
export async function isKept(db: Queries, creditorId: string, plan: Plan): Promise<boolean> {
  const [row] = await db
    .select({ isSame: sql<boolean>`${plans.document} = ${JSON.stringify(plan)}::jsonb` })
    .from(plans)
    .where(and(eq(plans.creditorId, creditorId), eq(plans.id, plan.id), eq(plans.version, plan.version)));
  if (row === undefined) return false;
  if (row.isSame) return true;
  throw new Refusal(
    `Le plan ${plan.id} a déjà une version ${plan.version}, différente : des dossiers y tiennent. Augmentez « version ».`,
  );
}

/** Makes the shipped plans available to every creditor, and no other: one that an earlier start left there goes. A case keeps the plan that it has. */
export async function seedShippedPlans(db: Queries, shipped: readonly Plan[]): Promise<void> {
  const names = shipped.map(({ id }) => id);
  await db.delete(plans).where(and(eq(plans.creditorId, SHIPPED), notInArray(plans.id, names)));
  for (const plan of shipped) await putPlan(db, SHIPPED, plan);
}
