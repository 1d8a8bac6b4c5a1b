import type { Ledger } from './ledger.ts';
import type { PayingEntry } from './open-invoice.ts';
import { isOwedBy, payersOf } from './payers.ts';
import { type ReferenceHit, referenceHits } from './references.ts';

/** Money that names an invoice without balance: it is paid once more, or its interest and indemnity are. */
export interface PaidAgain {
  readonly invoice: string;
  readonly reasons: readonly string[];
}

/**
 * The one paid invoice that an entry surely names, by a reference that decides alone and that its payer does not contradict.
 * Null when it names none or several. The ledger holds the paid invoices, without balance.
 */
export function paidAgain(ledger: Ledger, entry: PayingEntry): PaidAgain | null {
  const payers = payersOf(ledger, entry);
  const hits = referenceHits(ledger, entry).filter((hit) => hit.need === 'nothing' && isCredible(ledger, hit, payers.same));
  const places = [...new Set(hits.flatMap((hit) => hit.invoices))];
  const [place, ...others] = places;
  const invoice = place === undefined ? undefined : ledger.invoices[place];
  if (invoice === undefined || others.length > 0) return null;
  const reasons = [...new Set(hits.map((hit) => hit.reason)), 'cette facture n’a plus de solde\u00a0: trop-perçu ou intérêts'];
  return { invoice: invoice.id, reasons };
}

/** Digits alone, or a payer whom we know as another debtor, do not designate a paid invoice. */
function isCredible(ledger: Ledger, hit: ReferenceHit, payers: Parameters<typeof isOwedBy>[2]): boolean {
  const isPayers = hit.invoices.every((place) => isOwedBy(ledger, place, payers));
  return isPayers || hit.isChecked === true || (!hit.isNumeric && payers.length === 0);
}
