import { isOnlyReading } from './exact-sums.ts';
import { type Ledger, openInvoicesOf } from './ledger.ts';
import type { PayingEntry } from './open-invoice.ts';
import { namesAnother } from './other-numbers.ts';
import type { Payers } from './payers.ts';
import { amountReason, type Proposal, remainingOf, remainingOfAll, settles, type Tolerance } from './proposal.ts';

/**
 * Decides by the payer's name, when one debtor alone bears it: the exact balance of one of his invoices, or the exact sum of all that
 * he has open.
 */
export function payerRule(ledger: Ledger, entry: PayingEntry, payers: Payers, tolerance: Tolerance): Proposal | null {
  const [account] = payers.same;
  if (account === undefined || payers.same.length > 1) return null;
  const open = openInvoicesOf(ledger, account);
  const settled = settledInvoices(ledger, entry, open, tolerance);
  if (settled.length > 1) return null;
  const chosen = settled.length === 1 ? settled : open;
  if (
    !settles(entry.amountCents, remainingOfAll(ledger, chosen), tolerance) ||
    !isOnlyReading(ledger, account, chosen, entry.amountCents)
  )
    return null;
  return named(ledger, entry, chosen, payers, tolerance);
}

/** The invoices that the amount settles; an exact balance goes before one within the tolerance. */
function settledInvoices(ledger: Ledger, entry: PayingEntry, open: readonly number[], tolerance: Tolerance): readonly number[] {
  const exact = open.filter((place) => remainingOf(ledger, place) === entry.amountCents);
  return exact.length > 0 ? exact : open.filter((place) => settles(entry.amountCents, remainingOf(ledger, place), tolerance));
}

function named(
  ledger: Ledger,
  entry: PayingEntry,
  invoices: readonly number[],
  payers: Payers,
  tolerance: Tolerance,
): Proposal | null {
  if (namesAnother(ledger, entry, invoices)) return null;
  const whole = invoices.length > 1 ? ['toutes les factures ouvertes de ce débiteur'] : [];
  return {
    invoices,
    reasons: [`nom du payeur «\u00a0${payers.name ?? ''}\u00a0»`, ...whole, amountReason(ledger, entry, invoices, tolerance)],
  };
}
