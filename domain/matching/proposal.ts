import { formatCents, sumCents } from '../money/cents.ts';
import type { Ledger } from './ledger.ts';
import type { Allocation, Candidate, PayingEntry } from './open-invoice.ts';

/** A decision on one entry: the invoices that it pays, in the order in which it pays them, and why. */
export interface Proposal {
  readonly invoices: readonly number[];
  readonly reasons: readonly string[];
}

/** Fees or discount that a payer may keep, in cents; zero unless configured. */
export interface Tolerance {
  readonly toleranceCents: number;
}

/** What is left to pay of an invoice, in cents. */
export function remainingOf(ledger: Ledger, place: number): number {
  return ledger.remainingCents[place] ?? 0;
}

/** Sum of what is left of several invoices, in cents. */
export function remainingOfAll(ledger: Ledger, places: readonly number[]): number {
  return sumCents(places.map((place) => remainingOf(ledger, place)));
}

/** True when the amount pays what is due exactly, or less by no more than the tolerance. */
export function settles(amountCents: number, dueCents: number, { toleranceCents }: Tolerance): boolean {
  return dueCents > 0 && amountCents <= dueCents && dueCents - amountCents <= toleranceCents;
}

/** Takes the money of an entry to the invoices of a proposal, never more than a balance, and lowers the balances. */
export function allocated(ledger: Ledger, entry: PayingEntry, proposal: Proposal): readonly Allocation[] {
  let left = entry.amountCents;
  return proposal.invoices.flatMap((place) => {
    const amountCents = Math.min(left, remainingOf(ledger, place));
    if (amountCents <= 0) return [];
    left -= amountCents;
    ledger.remainingCents[place] = remainingOf(ledger, place) - amountCents;
    return [{ invoice: ledger.invoices[place]?.id ?? '', amountCents }];
  });
}

/** The sentence on what the amount does: pays all, a part, or more, of which late charges are taken before a credit is left. Asked before the balances are lowered. */
export function amountReason(ledger: Ledger, entry: PayingEntry, places: readonly number[], tolerance: Tolerance): string {
  const dueCents = remainingOfAll(ledger, places);
  const gap = formatCents(Math.abs(dueCents - entry.amountCents), entry.currency);
  if (entry.amountCents > dueCents) return `${gap} de plus que ce qui reste\u00a0: trop-perçu ou intérêts`;
  if (entry.amountCents === dueCents)
    return places.length > 1 ? `montant égal à la somme des ${places.length} factures` : 'montant égal au solde de la facture';
  if (settles(entry.amountCents, dueCents, tolerance)) return `écart de ${gap} dans la tolérance (frais ou escompte)`;
  return `paiement partiel\u00a0: il reste ${gap}`;
}

/** An invoice to choose from. */
export function candidateOf(
  ledger: Ledger,
  entry: PayingEntry,
  place: number,
  why: Pick<Candidate, 'reasons' | 'borneOut' | 'onlyNear'>,
): Candidate {
  const invoice = ledger.invoices[place];
  const amountCents = Math.min(entry.amountCents, remainingOf(ledger, place));
  return { invoice: invoice?.id ?? '', number: invoice?.number ?? '', amountCents, ...why };
}
