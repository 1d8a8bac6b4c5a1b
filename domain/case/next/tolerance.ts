import type { Plan } from '../../plan/plan.ts';
import { balanceCents } from '../balance.ts';
import type { Case } from '../case.ts';

/** What a plan that says nothing lets go by: one euro, which a person is told of. */
const USUAL_CENTS = 100;

/** The largest rest of the invoice that is never asked for, in cents: the greater of the plan's amount and of its share of the invoice. */
export function toleratedCents({ invoice }: Case, { tolerance }: Plan): number {
  const { cents = USUAL_CENTS, perMille = 0 } = tolerance ?? {};
  return Math.max(cents, Number((BigInt(invoice.totalCents) * BigInt(perMille)) / 1000n));
}

/** True when something is left, and it is so little that nobody is asked for it. */
export function hasSmallRest(theCase: Case, plan: Plan): boolean {
  const rest = balanceCents(theCase);
  return rest > 0 && rest <= toleratedCents(theCase, plan);
}

/** The principal is paid, but for a rest that nobody asks for. */
export function isSettledInPrincipal(theCase: Case, plan: Plan): boolean {
  return balanceCents(theCase) <= toleratedCents(theCase, plan);
}
