import type { StatementPart, StatementSummary } from './bank-entry.ts';

/** A warning when the balances of a statement do not add up: it is read all the same, and said. */
export function unbalancedWarning(statement: StatementSummary): readonly StatementPart[] {
  if (statement.balances !== 'disagree') return [];
  const warning = `Relevé ${statement.id} du compte ${statement.account}\u00a0: le solde d’ouverture et les écritures ne donnent pas le solde de clôture, il faut redemander le fichier à la banque.`;
  return [{ kind: 'warning', warning }];
}
