import { legalValue } from '../law/legal-values.ts';
import { basisPointsAt, type RateTable } from '../law/rates.ts';
import { indexOf, type Semester, semesterOf } from '../law/semester.ts';
import type { Alternative, InvoiceClaim, Regime } from './claim.ts';
import type { KnownFacts } from './known-facts.ts';
import type { RateRules } from './regimes.ts';
import { settle } from './settlement.ts';

/** A semester in which the contract's rate is under three times the legal rate of professionals. */
export interface Breach {
  readonly semester: Semester;
  readonly floorBasisPoints: number;
}

/** The lowest rate that a clause may set, whoever the creditor is: three times the legal rate of professionals (C. com. L441-10 II). */
function floorOf(semester: number, facts: KnownFacts, rates: RateTable): number | undefined {
  const legal = basisPointsAt('legalProfessional', semester, rates);
  return legal === undefined ? undefined : legal * legalValue('contract-floor-multiple', facts.asOf);
}

/** The first slice of contract interest that is under the floor of its semester, if any. */
export function breachOf(invoices: readonly InvoiceClaim[], facts: KnownFacts, rates: RateTable): Breach | undefined {
  const lines = invoices.flatMap((invoice) => invoice.lines.filter((line) => line.regime === 'contract'));
  for (const { from, rateBasisPoints } of lines.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const semester = semesterOf(from);
    const floorBasisPoints = floorOf(indexOf(semester), facts, rates) ?? 0;
    if (rateBasisPoints < floorBasisPoints) return { semester, floorBasisPoints };
  }
  return undefined;
}

/** Interest still owed under the contract's rate, the floor and the default rate; each rate is the one of `on`. What replaces the clause is not settled: nothing is chosen. */
export function alternativesOf(facts: KnownFacts, rules: RateRules, rates: RateTable): readonly Alternative[] {
  const floor: RateRules['contract'] = (semester) => floorOf(semester, facts, rates);
  return [rules.contract, floor, rules['commercial-default']].map((rule) => ({
    rateBasisPoints: rateAt(facts, rule),
    interestCents: settle(facts, { ...rules, contract: rule }).figures.interestCents,
  }));
}

function rateAt({ asOf, lastOn }: KnownFacts, rule: RateRules[Regime]): number {
  return rule(indexOf(semesterOf(asOf))) ?? rule(indexOf(semesterOf(lastOn))) ?? 0;
}
