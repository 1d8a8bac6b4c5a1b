import { Router } from 'express';
import * as z from 'zod';
import { planOf } from '../db/plans.ts';
import { planChange } from '../domain/case/plan-change.ts';
import { idSchema, readDocument, strict } from '../domain/document-schema.ts';
import { refuse } from '../domain/fault.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { caseIn } from './case-access.ts';
import type { ApiDeps } from './deps.ts';

/** The plan that a case might change to; without a version, its latest. */
export const planChangeQuerySchema = strict({ plan: idSchema, version: z.coerce.number().int().positive().exactOptional() });

/** `GET /cases/{id}/plan-change`: what `changePlan` would change. Nothing does. */
export function planChangeRoutes(deps: ApiDeps): Router {
  return Router().get('/cases/:caseId/plan-change', async (req, res) => {
    const row = await caseIn(deps, req, res);
    const wanted = readDocument(planChangeQuerySchema, req.query);
    const plan = await requirePlan(deps, row.creditorId, wanted);
    res.json({ caseId: row.id, ...planChange(row.state, row.plan, plan, deps.clock()) });
  });
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
