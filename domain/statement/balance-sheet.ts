import type { BalanceVerdict } from './bank-entry.ts';

type PerCurrency = ReadonlyMap<string, number>;

/** Balances of one statement while it is read, per currency, in cents. */
export interface BalanceSheet {
  open(currency: string, cents: number): void;
  close(currency: string, cents: number): void;
  /** Counts a booked movement. */
  move(currency: string, cents: number): void;
  opening(currency: string): number | null;
  closing(currency: string): number | null;
  /** First currency that a balance or a movement named. */
  firstCurrency(): string | null;
  /** `agree` when opening + movements = closing in every currency that shows both. */
  verdict(): BalanceVerdict;
}

/** An empty balance sheet. */
export function createBalanceSheet(): BalanceSheet {
  const [opening, closing, moved] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  return {
    open: (currency, cents) => void opening.set(currency, cents),
    close: (currency, cents) => void closing.set(currency, cents),
    move: (currency, cents) => void moved.set(currency, (moved.get(currency) ?? 0) + cents),
    opening: (currency) => opening.get(currency) ?? null,
    closing: (currency) => closing.get(currency) ?? null,
    firstCurrency: () =>
      [opening, closing, moved].map((map) => map.keys().next().value).find((currency) => currency !== undefined) ?? null,
    verdict: () => balanceVerdict(opening, closing, moved),
  };
}

function balanceVerdict(opening: PerCurrency, closing: PerCurrency, moved: PerCurrency): BalanceVerdict {
  const checked = [...opening].filter(([currency]) => closing.has(currency));
  if (checked.length === 0) return 'unknown';
  const agrees = checked.every(([currency, cents]) => cents + (moved.get(currency) ?? 0) === closing.get(currency));
  return agrees ? 'agree' : 'disagree';
}
