import type { Plan } from '../plan/plan.ts';
import { answerRules } from './apply-answers.ts';
import { callRules } from './apply-calls.ts';
import { creditRules } from './apply-credit.ts';
import { debtorRules } from './apply-debtor.ts';
import { eInvoiceRules } from './apply-e-invoice.ts';
import { holdRules } from './apply-holds.ts';
import { moneyRules } from './apply-money.ts';
import { stepRules, withoutErrand } from './apply-steps.ts';
import type { Case } from './case.ts';
import type { Fact } from './fact.ts';
import type { Rules } from './rule.ts';

const rules: Rules = {
  ...moneyRules,
  ...holdRules,
  ...stepRules,
  ...debtorRules,
  ...answerRules,
  ...callRules,
  ...eInvoiceRules,
  ...creditRules,
};

/**
 * The case after a fact. Called twice with a fact that carries an id (payment, credit note), the second changes nothing.
 * It never refuses: what an operator may not do is refused before, by `refusalOf`.
 */
export function apply(theCase: Case, fact: Fact, plan: Plan): Case {
  const rule = rules[fact.type] as (theCase: Case, fact: Fact, plan: Plan) => Case;
  return withoutErrand(rule(theCase, fact, plan), plan);
}
