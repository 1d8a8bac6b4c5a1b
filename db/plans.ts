import { and, desc, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { Refusal } from '../domain/fault.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { Queries } from './database.ts';
import { plans } from './schema.ts';

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
  return row?.document as Plan | undefined;
}

/** Keeps a version of a plan. A version once kept never changes: the same again is nothing, another content is refused. */
export async function putPlan(tx: Queries, creditorId: string, plan: Plan): Promise<void> {
  await tx.insert(plans).values({ creditorId, id: plan.id, version: plan.version, document: plan }).onConflictDoNothing();
  const [same] = await tx
    .select({ id: plans.id })
    .from(plans)
    .where(
      and(
        eq(plans.creditorId, creditorId),
        eq(plans.id, plan.id),
        eq(plans.version, plan.version),
        sql`${plans.document} = ${JSON.stringify(plan)}::jsonb`,
      ),
    );
  if (!same) {
    throw new Refusal(
      `Le plan ${plan.id} a déjà une version ${plan.version}, différente : des dossiers y tiennent. Augmentez « version ».`,
    );
  }
}

/** Makes the shipped plans available to every creditor, and no other: one that an earlier start left there goes. A case keeps the plan that it has. */
export async function seedShippedPlans(db: Queries, shipped: readonly Plan[]): Promise<void> {
  const names = shipped.map(({ id }) => id);
  await db.delete(plans).where(and(eq(plans.creditorId, SHIPPED), notInArray(plans.id, names)));
  for (const plan of shipped) await putPlan(db, SHIPPED, plan);
}
