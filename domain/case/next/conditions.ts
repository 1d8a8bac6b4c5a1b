import type { Step } from '../../plan/plan.ts';
import { balanceCents } from '../balance.ts';
import type { Case } from '../case.ts';
import { because, type Reason } from '../reason.ts';

/** Why a step is left out on its day, or null: kinds, segments, and the face balance of the invoice, minimum included (docs/plans.md 4). `jointCents`: what a step asks in common, when that is more. */
export function unmetCondition(theCase: Case, { conditions }: Step, jointCents = 0): Reason | null {
  if (!conditions) return null;
  const { kinds, segments, minimumBalance, belowBalance } = conditions;
  const [balance, currency] = [Math.max(balanceCents(theCase), jointCents), theCase.invoice.currency];
  if (kinds && !kinds.includes(theCase.debtor.kind)) return because('other-kinds');
  if (segments && !segments.includes(theCase.debtor.segment ?? '')) return because('other-segments');
  if (balance < (minimumBalance?.[currency] ?? 0)) return because('below-minimum');
  if (balance >= (belowBalance?.[currency] ?? Number.POSITIVE_INFINITY)) return because('above-ceiling');
  return null;
}
