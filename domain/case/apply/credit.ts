import type { Case, CreditUse } from '../case.ts';
import { dayOf, type FactOf, type Rules } from '../facts/rule.ts';
import { creditCents } from '../next/credit.ts';
import { endTask, raise, setHold } from './changes.ts';

type CreditFact = 'use-credit' | 'refunded' | 'credit-passed' | 'credit-returned' | 'credit-held';

/** What becomes of money that the debtor has to his credit. */
export const creditRules: Rules<CreditFact> = {
  'use-credit': (c, fact) => take(c, fact, { to: fact.to, passed: false }),
  refunded: (c, fact) => take(c, fact, {}),
  'credit-passed': (c, { id, amountCents }) => ({
    ...c,
    creditUses: usesOf(c).map((use) => (use.id === id ? { ...use, amountCents, passed: true } : use)),
  }),
  'credit-returned': (c, fact) => {
    const back = { ...c, creditUses: usesOf(c).filter(({ id }) => id !== fact.id) };
    return raise(
      back,
      fact,
      'credit',
      `returned:${fact.id}`,
      `Crédit non affecté (${fact.reason})\u00a0: rembourser ou choisir une autre facture.`,
    );
  },
  'credit-held': (c, { amountCents }) => setHold(c, { type: 'credit', amountCents }),
};

function usesOf({ creditUses = [] }: Case): readonly CreditUse[] {
  return creditUses;
}

/** At most what there is; once nothing is left its task is done. */
function take(c: Case, fact: FactOf<'use-credit'> | FactOf<'refunded'>, more: Pick<CreditUse, 'to' | 'passed'>): Case {
  const known = creditCents(c);
  const amountCents = Math.min(fact.amountCents ?? known, known);
  if (amountCents === 0) return c;
  const used = { ...c, creditUses: [...usesOf(c), { id: fact.at, amountCents, on: dayOf(fact), ...more }] };
  return amountCents === known ? endTask(used, 'credit') : used;
}
