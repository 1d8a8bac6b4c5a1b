import type { EntryRow } from '../db/bank.ts';
import type { Candidates } from '../db/open-invoices.ts';
import { createLedger } from '../domain/matching/ledger.ts';
import { matchAgainst } from '../domain/matching/match.ts';
import type { Candidate, OpenInvoice } from '../domain/matching/open-invoice.ts';
import type { BankEntry } from '../domain/statement/bank-entry.ts';

/** An invoice that money may pay, and what speaks for it. */
export interface Offered extends Pick<Candidate, 'amountCents' | 'reasons' | 'borneOut' | 'onlyNear'> {
  readonly invoice: OpenInvoice;
}

/** What was placed is of no concern: the rest is looked for as an entry of its own. */
export function whatIsLeftOf({ document, openCents }: EntryRow): BankEntry {
  return openCents > 0 ? { ...document, amountCents: openCents } : document;
}

/** What each of some entries may pay of what is open, best first, in the order of the entries. */
export function offeredAmong({ invoices, remembered }: Candidates, documents: readonly BankEntry[]): Offered[][] {
  const known = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  return matchAgainst(createLedger(invoices, remembered), documents).map((result) => {
    const why = { reasons: result.reasons, borneOut: true, onlyNear: false };
    const sure = result.allocations.map((share) => ({ ...share, ...why }));
    return [...sure, ...result.candidates].flatMap(({ invoice: id, amountCents, reasons, borneOut, onlyNear }) => {
      const invoice = known.get(id);
      return invoice ? [{ invoice, amountCents, reasons, borneOut, onlyNear }] : [];
    });
  });
}
