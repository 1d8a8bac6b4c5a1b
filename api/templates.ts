import { templateIds } from '../domain/plan/template-ids.ts';
import { creditorIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Handlers } from './http/serve.ts';

/** The wordings of messages, to be looked at. */
export function templateHandlers(deps: ApiDeps) {
  return {
    'GET /templates': async (given) => ({
      200: { templates: await deps.wordings.list(await creditorIn(deps, given)) },
    }),
    'GET /templates/{template}/sample': async (given) => {
      const template = templateIds.find((known) => known === given.params.template);
      if (template === undefined) throw new HttpProblem(404, `No template ${given.params.template}.`);
      const { kind, tone } = given.query;
      return { 200: await deps.wordings.sample(await creditorIn(deps, given), { template, kind, tone }) };
    },
  } satisfies Partial<Handlers>;
}
