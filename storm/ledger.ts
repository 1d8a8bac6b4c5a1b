/** What the product has acknowledged to the world, and when: it is held to it at the end. */
export interface Ledger {
  opened(caseId: string): void;
  /** `payment`: the id under which its case knows it; null where only its bank file was acknowledged. */
  paid(caseId: string, payment: string | null, cents: number): void;
  reversed(caseId: string, payment: string): void;
  /** From now on nobody may be asked for money. */
  settled(caseId: string): void;
  /** A person, or the bank, is about to let the case ask again. */
  asksAgain(caseId: string): void;
  acted(caseId: string, act: string): void;
  of(caseId: string): Account;
}

/** What was acknowledged for one case. */
export interface Account {
  isOpened: boolean;
  readonly payments: string[];
  readonly reversals: string[];
  /** Payments that a bank file brings: their ids are the product's. */
  byFile: number;
  readonly acts: string[];
  paidCents: number;
  /** Spans in milliseconds in which nothing may be demanded; the last may have no end. */
  readonly quiet: { readonly fromMs: number; untilMs: number | null }[];
}

/** An empty ledger; `totalOf` says what the invoice of a case asks for. */
export function createLedger(totalOf: (caseId: string) => number): Ledger {
  const accounts = new Map<string, Account>();
  const of = (caseId: string): Account => {
    const known = accounts.get(caseId);
    if (known) return known;
    const fresh: Account = { isOpened: false, payments: [], reversals: [], byFile: 0, acts: [], paidCents: 0, quiet: [] };
    accounts.set(caseId, fresh);
    return fresh;
  };
  const settled = (caseId: string) => void of(caseId).quiet.push({ fromMs: Date.now(), untilMs: null });
  const asksAgain = (caseId: string) => {
    const last = of(caseId).quiet.at(-1);
    if (last) last.untilMs ??= Date.now();
  };
  return {
    of,
    settled,
    asksAgain,
    opened: (caseId) => {
      of(caseId).isOpened = true;
    },
    paid(caseId, payment, cents) {
      const account = of(caseId);
      if (payment === null) account.byFile += 1;
      else account.payments.push(payment);
      account.paidCents += cents;
      if (account.paidCents >= totalOf(caseId)) settled(caseId);
    },
    reversed(caseId, payment) {
      of(caseId).reversals.push(payment);
      of(caseId).paidCents = 0;
    },
    acted: (caseId, act) => void of(caseId).acts.push(act),
  };
}
