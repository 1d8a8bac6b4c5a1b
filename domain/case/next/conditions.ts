import type { Step } from '../../plan/plan.ts';
import { balanceCents } from '../balance.ts';
import type { Case } from '../case.ts';

/** Why a step is left out on its day, or null: kinds, segments, and the face balance of the invoice, minimum included (docs/plans.md 4). `jointCents`: what a step asks in common, when that is more. */
export function unmetCondition(theCase: Case, { conditions }: Step, jointCents = 0): string | null {
  if (!conditions) return null;
  const { kinds, segments, minimumBalance, belowBalance } = conditions;
  const [balance, currency] = [Math.max(balanceCents(theCase), jointCents), theCase.invoice.currency];
  if (kinds && !kinds.includes(theCase.debtor.kind)) return 'étape réservée à d’autres débiteurs';
  if (segments && !segments.includes(theCase.debtor.segment ?? '')) return 'étape réservée à d’autres segments';
  if (balance < (minimumBalance?.[currency] ?? 0)) return 'solde inférieur au minimum de l’étape';
  if (balance >= (belowBalance?.[currency] ?? Number.POSITIVE_INFINITY)) return 'solde supérieur au plafond de l’étape';
  return null;
}
