import { creditorOf } from '../../db/creditors.ts';
import type { ToldInvoice } from '../../db/inbox.ts';
import { planOf } from '../../db/plans.ts';
import { refuse } from '../../domain/fault.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { chosenPlan } from '../../domain/plan/plan-choice.ts';
import type { ApiDeps } from '../deps.ts';
import { createCache } from '../http/cache.ts';

const FOR_MS = 3_000;

/** A new invoice, with the plan that its teller asks for when he does. */
export interface NewInvoice extends ToldInvoice {
  readonly plan?: string;
}

/** The plan of a new invoice: the one asked for, else the creditor's first choice that fits, else his usual one. Refuses a plan that nobody has. */
export type PlanFinder = (creditorId: string, told: NewInvoice) => Promise<Plan>;

/** Creditors and plans are read again every few seconds: many invoices are told in a row. `path`: where a plan is asked for. */
export function planFinder(deps: ApiDeps, path: string): PlanFinder {
  const creditors = createCache((id: string) => creditorOf(deps.db, id), FOR_MS, deps.clock);
  const plans = createCache((creditorId: string, id: string) => planOf(deps.db, creditorId, id), FOR_MS, deps.clock);
  return async (creditorId, told) => {
    const creditor = told.plan === undefined ? await creditors.get(creditorId) : undefined;
    const id = told.plan ?? chosenPlan(creditor?.planChoices ?? [], creditor?.defaultPlan ?? 'default-b2b', told);
    const plan = await plans.get(creditorId, id);
    return plan ?? refuse(path, `got ${JSON.stringify(id)}, expected a plan of this creditor or a shipped one`);
  };
}
