import { planOf } from '../db/plans.ts';
import { planChange } from '../domain/case/next/plan-change.ts';
import { refuse } from '../domain/fault.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { caseIn } from './case-access.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';

/** `GET /cases/{id}/plan-change`: what `changePlan` would change. Nothing does. */
export function planChangeHandlers(deps: ApiDeps) {
  return {
    'GET /cases/{caseId}/plan-change': async (given) => {
      const row = await caseIn(deps, given);
      const plan = await requirePlan(deps, row.creditorId, given.query);
      return { 200: { caseId: row.id, ...planChange(row.state, row.plan, plan, deps.clock()) } };
    },
  } satisfies Partial<Handlers>;
}

/** The plan of that id and version. Throws `BadInput` when the creditor has none. */
export async function requirePlan(
  { db }: Pick<ApiDeps, 'db'>,
  creditorId: string,
  { plan, version }: { readonly plan: string; readonly version?: number },
): Promise<Plan> {
  const found = await planOf(db, creditorId, plan, version);
  if (found) return found;
  const asked = version === undefined ? plan : `${plan} version ${version}`;
  return refuse('$.plan', `got ${JSON.stringify(asked)}, expected a plan of this creditor or a shipped one`);
}
