import { isPacific } from '../calendar/departments.ts';
import type { ClaimStatement } from '../claim/claim.ts';
import { connectedSum } from '../claim/connected.ts';
import { statementOfClaim } from '../claim/statement.ts';
import { type RateTable, SHIPPED_RATES } from '../law/rates.ts';
import { sumCents } from '../money/cents.ts';
import { isFrance, territoryOf } from '../party/country.ts';
import { type Standing, standingOf } from '../party/standing.ts';
import type { Known, RoutesInput } from './route.ts';

/** What a limit is compared with, in cents: the price alone, with its interest, with the flat indemnity too. */
export interface Sums {
  readonly principalCents: number;
  readonly amountCents: number;
  readonly totalCents: number;
}

/** What the rules read: the case, with what follows from it. Amounts in cents of the claim's currency; null when the claim has no figure. */
export interface Situation {
  readonly input: RoutesInput;
  readonly debtor: Standing;
  readonly creditor: Standing;
  readonly disputed: Known;
  /** The department or collectivity of the debtor; null abroad and when nobody said. */
  readonly department: string | null;
  /** The country of a debtor outside France; null in France. */
  readonly country: string | null;
  readonly pacific: boolean;
  readonly sums: Sums | null;
  /** The same with the connected claims (CPC 35). */
  readonly joined: Sums | null;
  /** Principal and interest of what is overdue. */
  readonly dueCents: number | null;
  readonly insolvent: boolean;
}

/** Works out the amounts, the place and the quality of the parties. */
export function situationOf(input: RoutesInput, rates: RateTable = SHIPPED_RATES): Situation {
  const { asOf, debtor, creditor = {}, claim, connected = [] } = input;
  const country = debtor.country ?? 'FR';
  const department = debtor.department ?? territoryOf(country);
  const statement = statementOfClaim(claim, rates);
  return {
    input,
    debtor: standingOf(debtor, asOf),
    creditor: standingOf({ ...creditor, kind: claim.creditor.kind }, asOf),
    disputed: input.disputed ?? null,
    department,
    country: isFrance(country) ? null : country,
    pacific: department !== null && isPacific(department),
    sums: sumsOf([statement]),
    joined: sumsOf([statement, ...connected.map((each) => statementOfClaim(each, rates))]),
    dueCents: dueCentsOf(input, statement),
    insolvent: (claim.insolvency?.openedOn ?? '9999') <= asOf,
  };
}

function sumsOf(statements: readonly ClaimStatement[]): Sums | null {
  const sum = connectedSum(statements);
  return sum && { ...sum, amountCents: sum.principalCents + sum.interestCents };
}

function dueCentsOf({ claim, asOf }: RoutesInput, statement: ClaimStatement): number | null {
  if (statement.totalCents === null || statement.status === 'rate-missing') return null;
  const overdue = new Set(claim.invoices.filter(({ dueOn }) => dueOn < asOf).map(({ number }) => number));
  const due = statement.invoices.filter(({ number }) => overdue.has(number));
  return sumCents(due.map(({ principalCents, interestCents }) => principalCents + interestCents));
}
