import { statementOfClaim } from '../claim/statement.ts';
import { COMMERCIAL_FORMS } from '../law/data/courts.ts';
import { type RateTable, SHIPPED_RATES } from '../law/rates.ts';
import { sumCents } from '../money/cents.ts';
import type { Known, RoutesInput } from './route.ts';

/** What the rules read: the case, with what follows from it. Amounts in cents; null when the claim has no figure. */
export interface Situation {
  readonly input: RoutesInput;
  readonly debtorTrades: Known;
  readonly creditorTrades: Known;
  readonly disputed: Known;
  /** Principal and interest at `asOf`, without the flat indemnity. */
  readonly amountCents: number | null;
  /** The same for the invoices whose due date is over. */
  readonly dueCents: number | null;
  readonly insolvent: boolean;
}

/** Works out the amounts and the quality of the parties. */
export function situationOf(input: RoutesInput, rates: RateTable = SHIPPED_RATES): Situation {
  return {
    input,
    debtorTrades: debtorTrades(input),
    creditorTrades: input.claim.creditor.kind === 'individual' ? false : (input.creditor?.trader ?? null),
    disputed: input.disputed ?? null,
    insolvent: (input.claim.insolvency?.openedOn ?? '9999') <= input.asOf,
    ...amountsOf(input, rates),
  };
}

function amountsOf({ claim, asOf }: RoutesInput, rates: RateTable): Pick<Situation, 'amountCents' | 'dueCents'> {
  const statement = statementOfClaim(claim, rates);
  if (statement.totalCents === null || statement.status === 'rate-missing') return { amountCents: null, dueCents: null };
  const overdue = new Set(claim.invoices.filter(({ dueOn }) => dueOn < asOf).map(({ number }) => number));
  const due = statement.invoices.filter(({ number }) => overdue.has(number));
  return {
    amountCents: statement.principalCents + statement.interestCents,
    dueCents: sumCents(due.map(({ principalCents, interestCents }) => principalCents + interestCents)),
  };
}

/** A consumer never trades; a company that is commercial by its form always does (C. com. L210-1). */
function debtorTrades({ debtor }: RoutesInput): Known {
  if (debtor.kind !== 'business') return false;
  const form = debtor.legalForm?.trim().toLowerCase().replaceAll('.', '');
  return debtor.trader ?? (form !== undefined && COMMERCIAL_FORMS.includes(form) ? true : null);
}
