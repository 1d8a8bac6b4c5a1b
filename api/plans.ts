import type { CaseRow } from '../db/cases.ts';
import { isKept, listPlans, openCasesUnder } from '../db/plans.ts';
import { balanceCents } from '../domain/case/balance.ts';
import { planChange } from '../domain/case/next/plan-change.ts';
import { planEffect } from '../domain/case/next/plan-effect.ts';
import { sumsByCurrency } from '../domain/money/cents.ts';
import { postedOf } from '../domain/party/postage.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { parsePlan } from '../domain/plan/plan-document.ts';
import { planWarnings } from '../domain/plan/plan-warnings.ts';
import { creditorIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import type { Given, Handlers } from './http/serve.ts';

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
    before: sumOf(compared, (row) => row.plan, nowMs),
    after: sumOf(compared, () => plan, nowMs),
    changed: compared.flatMap((row) => changedLine(row, plan, nowMs)),
  };
}

function changedLine({ id, state, plan: from }: CaseRow, plan: Plan, nowMs: number) {
  const { next, steps, noticeFirst } = planChange(state, from, plan, nowMs);
  if (steps.length === 0 && next.before === next.after) return [];
  const { number, currency } = state.invoice;
  return [{ caseId: id, invoiceNumber: number, currency, balanceCents: balanceCents(state), next, noticeFirst }];
}

function sumOf(rows: readonly CaseRow[], planOf: (row: CaseRow) => Plan, nowMs: number) {
  const effects = rows.map((row) => ({ ...planEffect(row.state, planOf(row), nowMs), currency: row.state.invoice.currency }));
  const letters = effects.filter((each) => each.letters > 0);
  return {
    messages: effects.reduce((sum, each) => sum + each.messages, 0),
    letters: effects.reduce((sum, each) => sum + each.letters, 0),
    posted: postedOf(effects.flatMap((each) => each.posted)),
    letterSums: sumsByCurrency(letters.map(({ currency, letterCents: cents }) => ({ currency, cents }))),
  };
}
