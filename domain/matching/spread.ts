/** Money of an entry that waits, in integer cents. */
export interface OpenMoney {
  readonly entryKey: string;
  readonly openCents: number;
}

/** What an invoice is to get, in integer cents. */
export interface WantedShare {
  readonly caseId: string;
  readonly amountCents: number;
}

/** What an entry gives to which cases. */
export interface Placement {
  readonly entryKey: string;
  readonly allocations: readonly WantedShare[];
}

/**
 * Several entries over several invoices: what is of one amount goes together, the rest fills one invoice after the other in the order of
 * both lists. An entry that gives nothing is left out. Throws a `RangeError` when more is wanted than there is.
 */
export function spreadOver(entries: readonly OpenMoney[], wanted: readonly WantedShare[]): readonly Placement[] {
  const money = entries.map((entry) => ({ ...entry, given: [] as WantedShare[] }));
  const rest = wanted.filter((share) => !placedWhole(money, share));
  let at = 0;
  for (const { caseId, amountCents } of rest) {
    for (let left = amountCents; left > 0; ) {
      const entry = money[at];
      if (entry === undefined) throw new RangeError('more is wanted than the entries hold');
      const cents = Math.min(left, entry.openCents);
      give(entry, { caseId, amountCents: cents });
      left -= cents;
      if (entry.openCents === 0) at += 1;
    }
  }
  return money.flatMap(({ entryKey, given }) => (given.length === 0 ? [] : [{ entryKey, allocations: given }]));
}

type Money = OpenMoney & { openCents: number; given: WantedShare[] };

/** True when an entry of that very amount was there for it. */
function placedWhole(money: readonly Money[], share: WantedShare): boolean {
  const fitting = money.find(({ openCents }) => openCents === share.amountCents);
  if (fitting) give(fitting, share);
  return fitting !== undefined;
}

function give(entry: Money, share: WantedShare): void {
  if (share.amountCents === 0) return;
  entry.openCents -= share.amountCents;
  entry.given.push(share);
}
