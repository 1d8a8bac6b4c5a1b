import type { DebtorKind } from '../plan/plan.ts';

/** What stands in the way of chasing a debtor of that kind. */
interface Mediated {
  readonly mediator?: object | undefined;
}

/**
 * What a creditor must say before a consumer is chased: his mediator, whose name and address each message on a dispute gives
 * (C. conso. L612-1, L616-1, L616-2, R616-1). A sentence for the operator; null when nothing is missing.
 */
export function missingMediator({ mediator }: Mediated, debtorKind: DebtorKind): string | null {
  if (debtorKind !== 'consumer' || mediator !== undefined) return null;
  return 'Médiateur de la consommation à renseigner dans la fiche du créancier («\u00a0mediator\u00a0»\u00a0: nom et adresse) avant de relancer un particulier.';
}
