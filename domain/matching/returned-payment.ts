import type { BankEntry } from '../statement/bank-entry.ts';
import { compactNumber, numberTokens } from './number-tokens.ts';
import { isSamePayer, payerName } from './payer-name.ts';

/** Under this many letters and digits two texts share a number by chance. */
const SHORT = 5;

type Likeness = (returned: BankEntry, payment: BankEntry) => boolean;

/** What may tell which payment came back, strongest first; each narrows what the ones before left open. */
const SIGNS: readonly Likeness[] = [hasSameEndToEndId, sharesReference, sharesNumber, hasSamePayer];

/**
 * The payment that a booked return undoes: same amount and currency, not booked after it, and alone in sharing its end-to-end id, a
 * reference, an invoice number or its payer. Null when none or several do: a human decides.
 */
export function returnedPayment<Payment extends { readonly document: BankEntry }>(
  returned: BankEntry,
  payments: readonly Payment[],
): Payment | null {
  let possible = payments.filter(({ document }) => mayBeUndone(returned, document));
  let isDesignated = false;
  for (const sign of SIGNS) {
    const alike = possible.filter(({ document }) => sign(returned, document));
    if (alike.length === 0) continue;
    possible = alike;
    isDesignated = true;
  }
  return isDesignated && possible.length === 1 ? (possible[0] ?? null) : null;
}

function mayBeUndone(returned: BankEntry, payment: BankEntry): boolean {
  if (payment.reversal || payment.amountCents !== -returned.amountCents || payment.currency !== returned.currency) return false;
  if ((payment.bookedOn ?? '') > (returned.bookedOn ?? '9999')) return false;
  return returned.endToEndId === null || payment.endToEndId === null || hasSameEndToEndId(returned, payment);
}

function hasSameEndToEndId(returned: BankEntry, payment: BankEntry): boolean {
  return returned.endToEndId !== null && returned.endToEndId === payment.endToEndId;
}

function sharesReference(returned: BankEntry, payment: BankEntry): boolean {
  const known = payment.references.map(compactNumber);
  return returned.references.map(compactNumber).some((reference) => reference.length >= SHORT && known.includes(reference));
}

function sharesNumber(returned: BankEntry, payment: BankEntry): boolean {
  const known = numbersIn(payment);
  return numbersIn(returned).some((number) => known.includes(number));
}

function hasSamePayer(returned: BankEntry, payment: BankEntry): boolean {
  return isSamePayer(payerName(returned.counterparty ?? ''), payerName(payment.counterparty ?? ''));
}

function numbersIn({ label, references }: BankEntry): readonly string[] {
  return [label ?? '', ...references]
    .flatMap(numberTokens)
    .map(({ compact }) => compact)
    .filter((compact) => compact.length >= SHORT && /\d{3}/.test(compact));
}
