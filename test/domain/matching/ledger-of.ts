import type { OpenInvoice, PayingEntry } from '../../../domain/matching/open-invoice.ts';

/** An invoice of 1 200,00 EUR by `Menuiserie Aubert SARL` unless said otherwise. */
export function invoice(
  id: string,
  given: Partial<Omit<OpenInvoice, 'debtor'>> & { debtor?: string; name?: string } = {},
): OpenInvoice {
  const { debtor = 'aubert', name = 'Menuiserie Aubert SARL', ...rest } = given;
  const defaults = {
    number: `F-2026-${id.padStart(4, '0')}`,
    creditor: 'c1',
    balanceCents: 120_000,
    currency: 'EUR',
    dueOn: `2026-11-${id.padStart(2, '0').slice(-2)}`,
  };
  return { id, ...defaults, debtor: { id: debtor, name }, ...rest };
}

/** A booked credit of 1 200,00 EUR. */
export function entry(given: Partial<PayingEntry> = {}): PayingEntry {
  return {
    key: 'e1',
    bookedOn: '2026-11-20',
    amountCents: 120_000,
    currency: 'EUR',
    status: 'booked',
    reversal: false,
    references: [],
    ...given,
  };
}
