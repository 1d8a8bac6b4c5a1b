import { addDays, earlier } from '../calendar/civil-date.ts';
import { type RateTable, SHIPPED_RATES } from '../law/rates.ts';
import { firstDayOf } from '../law/semester.ts';
import type { BelowFloorClaim, ClaimInput, ClaimStatement } from './claim.ts';
import { alternativesOf, type Breach, breachOf } from './floor.ts';
import { type KnownFacts, knownFacts } from './known-facts.ts';
import { rateRules } from './regimes.ts';
import { type Settlement, settle } from './settlement.ts';
import { belowFloorWarning, warningsOf } from './warnings.ts';

/**
 * Statement of claim (décompte): what is still owed on a day, slice by slice. Amounts in integer cents, each printed line rounded half up,
 * totals are sums of lines. C. com. L441-10, D441-5; C. civ. 1231-6, 1342-10, 1343-1, 1343-2, 1344-1; CMF L313-2, L313-3; CCP L2192-13; C. com. L622-28.
 * Never extrapolates a rate: the status is then `rate-missing`. Pure: same input and rates, same answer, whatever the order of the facts.
 */
export function statementOfClaim(input: ClaimInput, rates: RateTable = SHIPPED_RATES): ClaimStatement {
  const all = knownFacts(input);
  const rules = rateRules(all, rates);
  const whole = settle(all, rules);
  const facts = untilKnown(all, whole);
  const settlement = facts === all ? whole : settle(facts, rules);
  const breach = breachOf(settlement.invoices, facts, rates);
  if (breach) return belowFloor(facts, breach, alternativesOf(facts, rules, rates));
  const detail = { ...detailOf(settlement), warnings: warningsOf(input, facts, settlement) };
  if (whole.missing.length > 0)
    return { status: 'rate-missing', ...settlement.figures, ...detail, missing: whole.missing, knownUntil: facts.lastOn };
  return { status: facts.insolvency ? 'insolvency' : 'ok', ...settlement.figures, ...detail };
}

/** The same facts, stopped on the last day before the first semester without a rate. */
function untilKnown(facts: KnownFacts, { missing: [first] }: Settlement): KnownFacts {
  if (first === undefined) return facts;
  return { ...facts, lastOn: earlier(facts.lastOn, addDays(firstDayOf(first), -1)) };
}

function detailOf({ invoices, payments }: Settlement) {
  return { invoices, payments, alternatives: [] };
}

function belowFloor(facts: KnownFacts, breach: Breach, alternatives: BelowFloorClaim['alternatives']): BelowFloorClaim {
  const warnings = [belowFloorWarning(facts, breach)];
  return {
    status: 'rate-below-floor',
    principalCents: null,
    interestCents: null,
    indemnityCents: null,
    totalCents: null,
    invoices: [],
    payments: [],
    alternatives,
    warnings,
  };
}
