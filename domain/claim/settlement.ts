import { addDays, epochDay } from '../calendar/civil-date.ts';
import { nameOf, type Semester } from '../law/semester.ts';
import { sumCents } from '../money/cents.ts';
import { type Account, type Book, becomeLate, openAccount, owedInterest, runTo } from './account.ts';
import { place } from './allocation.ts';
import type { Figures, InvoiceClaim, PaymentAllocation } from './claim.ts';
import type { KnownFacts } from './known-facts.ts';
import type { RateRules } from './regimes.ts';

/** Every account brought to one day. */
export interface Settlement {
  readonly invoices: readonly InvoiceClaim[];
  readonly payments: readonly PaymentAllocation[];
  readonly figures: Figures;
  /** Semesters without a rate, in their order. */
  readonly missing: readonly Semester[];
}

/** Runs the accounts to `facts.lastOn`, placing each payment on its day; a payment after that day takes nothing. */
export function settle(facts: KnownFacts, rules: RateRules): Settlement {
  const book: Book = { rules, actualYears: facts.terms.dayCount === 'ACT/ACT', missing: new Set() };
  const accounts = facts.invoices.map((invoice) => openAccount(invoice, facts));
  const byNumber = new Map(accounts.map((account) => [account.invoice.number, account]));
  const allocation = facts.terms.allocation ?? 'interest-first';
  const payments = facts.payments.map((payment): PaymentAllocation => {
    if (payment.on > facts.lastOn) return { id: payment.id, parts: [] };
    const named = byNumber.get(payment.invoice ?? '');
    return place(payment, named ? [named] : accounts, allocation, book);
  });
  for (const account of accounts) close(account, facts, book);
  const invoices = accounts.map(claimOf);
  return { invoices, payments, figures: totalOf(invoices), missing: [...book.missing].toSorted((a, b) => a - b).map(nameOf) };
}

function close(account: Account, { insolvency, lastOn }: KnownFacts, book: Book): void {
  runTo(account, epochDay(lastOn), book);
  if (insolvency) becomeLate(account, epochDay(addDays(lastOn, 1)));
}

function claimOf(account: Account): InvoiceClaim {
  const { invoice, lines, principalCents, indemnityCents } = account;
  const interestCents = owedInterest(account);
  return {
    number: invoice.number,
    principalCents,
    interestCents,
    indemnityCents,
    totalCents: principalCents + interestCents + indemnityCents,
    lines,
  };
}

function totalOf(invoices: readonly InvoiceClaim[]): Figures {
  const total = (key: keyof Figures) => sumCents(invoices.map((invoice) => invoice[key]));
  return {
    principalCents: total('principalCents'),
    interestCents: total('interestCents'),
    indemnityCents: total('indemnityCents'),
    totalCents: total('totalCents'),
  };
}
