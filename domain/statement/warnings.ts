import { BadInput } from '../fault.ts';
import type { StatementPart, StatementSummary } from './bank-entry.ts';

/** A warning when the balances of a statement do not add up: it is read all the same, and said. */
export function unbalancedWarning(statement: StatementSummary): readonly StatementPart[] {
  if (statement.balances !== 'disagree') return [];
  const warning = `Relevé ${statement.id} du compte ${statement.account}\u00a0: le solde d’ouverture et les écritures ne donnent pas le solde de clôture, il faut redemander le fichier à la banque.`;
  return [{ kind: 'warning', warning }];
}

/** What to do with a file of which a record cannot be read: nothing of it counts, so nothing is lost nor counted twice. */
const ADVICE = 'Rien de ce fichier n’est pris\u00a0: le redemander à la banque, ou corriger cet endroit et le redonner';

/** What `read` gives. A file that it refuses says besides what to do, for one odd record keeps the other payments out. */
export function advised<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(error.faults.map(({ path, message }) => ({ path, message: `${message}. ${ADVICE}.` })));
  }
}
