import type { ClaimInput, ClaimStatement, Figures } from '../../../domain/claim/claim.ts';
import { statementOfClaim } from '../../../domain/claim/statement.ts';

/** A claim between companies on 2026-11-21, one invoice of 1 000.00 due on 2026-07-31 unless the case says otherwise. */
export function claim(given: Partial<ClaimInput> = {}): ClaimInput {
  return {
    asOf: '2026-11-21',
    creditor: { kind: 'company' },
    debtor: { kind: 'business' },
    invoices: [{ number: 'F-1', totalCents: 100_000, dueOn: '2026-07-31' }],
    ...given,
  };
}

/** Principal, interest, indemnity and total still owed. */
export function figures(statement: ClaimStatement): (number | null)[] {
  return [statement.principalCents, statement.interestCents, statement.indemnityCents, statement.totalCents];
}

/** The same for a claim. */
export function figuresOf(given: Partial<ClaimInput>): (number | null)[] {
  return figures(statementOfClaim(claim(given)));
}

/** `days base rate divisor = amount` of every line of the first invoice. */
export function linesOf(given: Partial<ClaimInput>): string[] {
  const { invoices } = statementOfClaim(claim(given));
  return (invoices[0]?.lines ?? []).map(
    (line) =>
      `${line.from} ${line.to} ${line.days}d ${line.baseCents} ${line.rateBasisPoints}/${line.divisor} ${line.regime} = ${line.amountCents}`,
  );
}

/** Where each payment went, `P-1: F-1 interest 1223`. */
export function partsOf(given: Partial<ClaimInput>): string[] {
  const { payments } = statementOfClaim(claim(given));
  return payments.flatMap(({ id, parts, creditCents }) => [
    ...parts.map((part) => `${id}: ${part.invoice} ${part.to} ${part.amountCents}`),
    ...(creditCents === undefined ? [] : [`${id}: credit ${creditCents}`]),
  ]);
}

/** Sum of the figures of several invoices. */
export function sumOf(invoices: readonly Figures[], key: keyof Figures): number {
  return invoices.reduce((sum, invoice) => sum + invoice[key], 0);
}
