import type { CentsByCurrency, DebtorKind } from './plan.ts';

/** A rule by which a creditor chooses the plan of an invoice: what is absent fits every invoice. */
export interface PlanChoice {
  readonly plan: string;
  readonly kinds?: readonly DebtorKind[];
  readonly segments?: readonly string[];
  /** Ids of debtors. */
  readonly debtors?: readonly string[];
  /** Total of the invoice in integer cents by currency: at least, and below. A currency that is not listed does not fit. */
  readonly minimumTotal?: CentsByCurrency;
  readonly belowTotal?: CentsByCurrency;
}

/** What the choice looks at. */
export interface Chosen {
  readonly debtor: { readonly id: string; readonly kind: DebtorKind; readonly segment?: string | undefined };
  readonly invoice: { readonly totalCents: number; readonly currency: string };
}

/** The plan of the first rule that fits, else the creditor's usual one. */
export function chosenPlan(choices: readonly PlanChoice[], usual: string, chosen: Chosen): string {
  return choices.find((choice) => fits(choice, chosen))?.plan ?? usual;
}

function fits(choice: PlanChoice, { debtor, invoice }: Chosen): boolean {
  const { kinds, segments, debtors, minimumTotal, belowTotal } = choice;
  if (kinds && !kinds.includes(debtor.kind)) return false;
  if (segments && !segments.includes(debtor.segment ?? '')) return false;
  if (debtors && !debtors.includes(debtor.id)) return false;
  if (minimumTotal && invoice.totalCents < (minimumTotal[invoice.currency] ?? Number.POSITIVE_INFINITY)) return false;
  return !belowTotal || invoice.totalCents < (belowTotal[invoice.currency] ?? Number.NEGATIVE_INFINITY);
}

/** The shipped plans for those to whom the plan of businesses does not apply: what a new creditor begins with. */
export const choicesByKind: readonly PlanChoice[] = [
  { plan: 'consumer', kinds: ['consumer'] },
  { plan: 'public-body', kinds: ['public'] },
];
