import { parisDay } from '../domain/calendar/paris.ts';
import { offeredActs } from '../domain/case/acts/offered.ts';
import { shownSteps } from '../domain/case/show/steps-shown.ts';
import { caseIn } from './case-access.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';

/** What lies before a case: the steps of its plan with their days, and which acts it would take now. */
export function caseAheadHandlers(deps: ApiDeps) {
  return {
    'GET /cases/{caseId}/steps': async (given) => {
      const { id, state, plan } = await caseIn(deps, given);
      const { id: planId, version, name } = plan;
      return { 200: { caseId: id, plan: { id: planId, version, name }, steps: shownSteps(state, plan) } };
    },
    'GET /cases/{caseId}/acts': async (given) => {
      const { id, state, plan } = await caseIn(deps, given);
      return { 200: { caseId: id, acts: offeredActs(state, plan, parisDay(deps.clock())) } };
    },
  } satisfies Partial<Handlers>;
}
