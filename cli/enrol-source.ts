import type { ApiClient } from '../api/client.ts';
import { idsOfCase } from '../domain/case/case.ts';
import type { Enrolment } from '../domain/enrol/enrolment.ts';
import { BadInput, refuse } from '../domain/fault.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { choicesByKind, chosenPlan } from '../domain/plan/plan-choice.ts';
import { shippedPlans } from '../domain/plan/shipped.ts';

/** What is known of the creditor before his invoices are enrolled. */
export interface EnrolSource {
  /** The plan of an invoice. Throws `BadInput` for a plan that nobody has. */
  planFor(enrolment: Enrolment): Promise<Plan>;
  /** Ids of the invoices that run already. */
  readonly running: ReadonlySet<string>;
}

/** Without a server: the shipped plans, chosen by what the debtor is. */
export const shippedSource: EnrolSource = {
  planFor: (enrolment) => {
    const id = enrolment.plan ?? chosenPlan(choicesByKind, 'default-b2b', enrolment);
    const plan = shippedPlans.find((shipped) => shipped.id === id);
    return Promise.resolve(plan ?? unknownPlan(enrolment, id));
  },
  running: new Set(),
};

/** With a server: the creditor's own choices and plans, and what he has running. */
export async function serverSource(api: ApiClient, creditorId: string): Promise<EnrolSource> {
  const creditor = await api.call('GET /creditors/{id}', { params: { id: creditorId } });
  const running = new Set<string>();
  for await (const { caseId } of api.cases({ creditor: creditorId })) running.add(idsOfCase(caseId).invoiceId);
  const plans = new Map<string, Promise<Plan>>();
  const planOf = (id: string) => api.call('GET /plans/{id}', { params: { id }, query: { creditor: creditorId } });
  return {
    running,
    async planFor(enrolment) {
      const id = enrolment.plan ?? chosenPlan(creditor.planChoices ?? [], creditor.defaultPlan, enrolment);
      const plan = plans.get(id) ?? planOf(id);
      plans.set(id, plan);
      return plan.catch((error: unknown) => (error instanceof BadInput ? unknownPlan(enrolment, id) : Promise.reject(error)));
    },
  };
}

function unknownPlan({ line }: Enrolment, id: string): never {
  return refuse(
    `ligne ${line}, colonne « Plan »`,
    `le plan « ${id} » n’existe pas\u00a0: corriger, ou le charger d’abord (PUT /plans/${id})`,
  );
}
