import type { Case, CreditUse } from '../case.ts';
import { dayOf, type FactOf, type Rules } from '../facts/rule.ts';
import { creditCents } from '../next/credit.ts';
import { endTask, raise, setHold } from './changes.ts';

type CreditFact = 'use-credit' | 'refunded' | 'credit-passed' | 'credit-returned' | 'credit-held';

/** What becomes of money that the debtor has to his credit. */
export const creditRules: Rules<CreditFact> = {
  'use-credit': (theCase, fact) => take(theCase, fact, { to: fact.to, passed: false }),
  refunded: (theCase, fact) => take(theCase, fact, {}),
  'credit-passed': (theCase, { id, amountCents }) => ({
    ...theCase,
    creditUses: usesOf(theCase).map((use) => (use.id === id ? { ...use, amountCents, passed: true } : use)),
  }),
  'credit-returned': (theCase, fact) => {
    const back = { ...theCase, creditUses: usesOf(theCase).filter(({ id }) => id !== fact.id) };
    return raise(
      back,
      fact,
      'credit',
      `returned:${fact.id}`,
      `Crédit non affecté (${fact.reason})\u00a0: rembourser ou choisir une autre facture.`,
    );
  },
  'credit-held': (theCase, { amountCents }) => setHold(theCase, { type: 'credit', amountCents }),
};

function usesOf({ creditUses = [] }: Case): readonly CreditUse[] {
  return creditUses;
}

/** At most what there is; once nothing is left its task is done. */
function take(theCase: Case, fact: FactOf<'use-credit'> | FactOf<'refunded'>, more: Pick<CreditUse, 'to' | 'passed'>): Case {
  const known = creditCents(theCase);
  const amountCents = Math.min(fact.amountCents ?? known, known);
  if (amountCents === 0) return theCase;
  const used = { ...theCase, creditUses: [...usesOf(theCase), { id: fact.at, amountCents, on: dayOf(fact), ...more }] };
  return amountCents === known ? endTask(used, 'credit') : used;
}
