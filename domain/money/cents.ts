/** The part `numerator / denominator` of an amount, in integer cents, rounded half up (away from zero for a negative amount). Exact: BigInt inside. */
export function partOfCents(amountCents: number, numerator: bigint, denominator: bigint): number {
  const product = BigInt(amountCents) * numerator;
  const sign = product < 0n !== denominator < 0n ? -1n : 1n;
  const [dividend, divisor] = [product < 0n ? -product : product, denominator < 0n ? -denominator : denominator];
  return Number(sign * ((2n * dividend + divisor) / (2n * divisor)));
}

/** Sum of integer cents. */
export function sumCents(amounts: readonly number[]): number {
  return amounts.reduce((sum, amountCents) => sum + amountCents, 0);
}

/** `1 234,50 €` as French typography wants it: narrow no-break space between thousands, no-break space before the sign, a true minus. */
export function formatCents(amountCents: number, currency = 'EUR'): string {
  const minus = amountCents < 0 ? '\u2212' : '';
  const digits = String(Math.abs(amountCents)).padStart(3, '0');
  const units = digits.slice(0, -2).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
  return `${minus}${units},${digits.slice(-2)}\u00a0${currency === 'EUR' ? '€' : currency}`;
}

/** `12,40 %` of basis points. */
export function formatRate(rateBasisPoints: number): string {
  const digits = String(rateBasisPoints).padStart(3, '0');
  return `${digits.slice(0, -2)},${digits.slice(-2)}\u00a0%`;
}

/** An amount in minor units of its currency. */
export interface Sum {
  readonly currency: string;
  readonly cents: number;
}

/** What amounts come to, each currency by itself, in the order in which they come first. */
export function sumsByCurrency(amounts: readonly Sum[]): Sum[] {
  const sums = new Map<string, number>();
  for (const { currency, cents } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + cents);
  return [...sums].map(([currency, cents]) => ({ currency, cents }));
}
