import type { CaseRow } from '../db/cases.ts';
import { isKept, listPlans, openCasesUnder } from '../db/plans.ts';
import { balanceCents } from '../domain/case/balance.ts';
import type { LiveCase } from '../domain/case/case.ts';
import { planChange } from '../domain/case/next/plan-change.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { parsePlan } from '../domain/plan/plan-document.ts';
import { planWarnings } from '../domain/plan/plan-warnings.ts';
import { type AgendaLine, agendaOf } from '../domain/simulate/agenda.ts';
import { COMPARED_DAYS, planEffect } from '../domain/simulate/plan-effect.ts';
import { lifeToCome } from '../domain/simulate/what-if.ts';
import { creditorIn, requireCreditor } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import type { Given, Handlers } from './http/serve.ts';
import { standingDebtors } from './standing-debtors.ts';

/** More cases than that are not compared while somebody waits. */
const MOST_COMPARED = 1000;

/** The plans of a creditor, and what another version of one would change. Nothing is kept. */
export function planHandlers(deps: ApiDeps) {
  return {
    'GET /plans': async (given) => ({ 200: { plans: await listPlans(deps.db, await creditorIn(deps, given)) } }),
    'POST /plans/comparison': async (given) => ({ 200: await comparing(deps, given) }),
  } satisfies Partial<Handlers>;
}

async function comparing(deps: ApiDeps, given: Given<'POST /plans/comparison'>) {
  const plan = parsePlan(given.body);
  const creditorId = await creditorIn(deps, given);
  const known = await isKept(deps.db, creditorId, plan);
  const rows = await openCasesUnder(deps.db, creditorId, plan.id, MOST_COMPARED + 1);
  const compared = rows.slice(0, MOST_COMPARED);
  const nowMs = deps.clock();
  return {
    plan,
    warnings: planWarnings(plan),
    isKept: known,
    compared: compared.length,
    isMore: rows.length > MOST_COMPARED,
    ...(await effects(deps, { creditorId, compared, plan, nowMs })),
    changed: compared.flatMap((row) => changedLine(row, plan, nowMs)),
  };
}

function changedLine({ id, state, plan: from }: CaseRow, plan: Plan, nowMs: number) {
  const { next, steps, noticeFirst } = planChange(state, from, plan, nowMs);
  if (steps.length === 0 && next.before === next.after) return [];
  const { number, currency } = state.invoice;
  return [{ caseId: id, invoiceNumber: number, currency, balanceCents: balanceCents(state), next, noticeFirst }];
}

interface Compared {
  readonly creditorId: string;
  readonly compared: readonly CaseRow[];
  readonly plan: Plan;
  readonly nowMs: number;
}

/** What leaves for the cases that are compared, beside whatever else their debtors have: as they stand, and under the plan. */
async function effects(deps: ApiDeps, { creditorId, compared, plan, nowMs }: Compared) {
  const creditor = await requireCreditor(deps, creditorId);
  const ids = new Set(compared.map(({ id }) => id));
  const debtors = [...new Set(compared.map(({ state }) => state.debtor.id))].map((id) => ({ id, name: null }));
  const [now, then] = [[], []] as [AgendaLine[], AgendaLine[]];
  for await (const { cases, contacts } of standingDebtors(deps, creditorId, debtors)) {
    const coming = (played: readonly LiveCase[]) =>
      agendaOf(lifeToCome(creditor, plan, { cases: played, contacts }, nowMs), COMPARED_DAYS);
    now.push(...coming(cases));
    then.push(...coming(cases.map((each) => (ids.has(each.case.id) ? { ...each, plan } : each))));
  }
  const states = compared.map(({ state }) => state);
  return { before: planEffect(now, states), after: planEffect(then, states) };
}
