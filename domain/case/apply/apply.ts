import type { Plan } from '../../plan/plan.ts';
import type { Case } from '../case.ts';
import type { FactType } from '../facts/fact.ts';
import type { FactOf, Rules } from '../facts/rule.ts';
import { answerRules } from './answers.ts';
import { callRules, withTalk } from './calls.ts';
import { creditRules } from './credit.ts';
import { debtorRules } from './debtor.ts';
import { applyDoneBefore } from './done-before.ts';
import { eInvoiceRules } from './e-invoice.ts';
import { holdRules } from './holds.ts';
import { moneyRules, withoutStaleQuestions } from './money.ts';
import { stepRules, withoutPurpose } from './steps.ts';

const rules: Rules = {
  ...moneyRules,
  ...holdRules,
  ...stepRules,
  ...debtorRules,
  ...answerRules,
  ...callRules,
  ...eInvoiceRules,
  ...creditRules,
  'done-before': applyDoneBefore,
};

/**
 * The case after a fact. Called twice with a fact that carries an id (payment, credit note), the second changes nothing.
 * It never refuses: what an operator may not do is refused before, by `refusalOf`.
 */
export function apply<T extends FactType>(theCase: Case, fact: FactOf<T>, plan: Plan): Case {
  const heard = withoutStaleQuestions(theCase, rules[fact.type](theCase, fact, plan), plan);
  return withTalk(theCase, withoutPurpose(heard, plan), fact);
}
