import { addDays, type CivilDate, epochDay } from '../calendar/civil-date.ts';
import { nameOf, type Semester } from '../law/semester.ts';
import { sumCents } from '../money/cents.ts';
import { type Account, type Book, becomeLate, openAccount, owedInterest, runTo } from './account.ts';
import { place, takeBack, takeCredit } from './allocation.ts';
import type { Figures, InvoiceClaim, PaymentAllocation } from './claim.ts';
import { compare, excessCents, type KnownFacts } from './known-facts.ts';
import type { RateRules } from './regimes.ts';

/** Every account brought to one day. */
export interface Settlement {
  readonly invoices: readonly InvoiceClaim[];
  readonly payments: readonly PaymentAllocation[];
  readonly figures: Figures;
  /** Semesters without a rate, in their order. */
  readonly missing: readonly Semester[];
}

/** Runs the accounts to `facts.lastOn`, placing each payment on its day, and taking back after those of that day what went back; what came after that day takes nothing, what went then leaves no debt. */
export function settle(facts: KnownFacts, rules: RateRules): Settlement {
  const accounts = facts.invoices.map((invoice) => openAccount(invoice, facts));
  const creditCents = sumCents(accounts.map(({ invoice }) => excessCents(invoice, facts)));
  const book: Book = { rules, actualYears: facts.terms.dayCount === 'ACT/ACT', missing: new Set(), creditCents };
  const payments = movesOf(facts, accounts, book).map((move) => move.place());
  for (const account of accounts) close(account, facts, book);
  const invoices = accounts.map(claimOf);
  return { invoices, payments, figures: totalOf(invoices), missing: [...book.missing].toSorted((a, b) => a - b).map(nameOf) };
}

interface Move {
  readonly on: CivilDate;
  readonly place: () => PaymentAllocation;
}

function movesOf({ payments, paidBack, terms, lastOn }: KnownFacts, accounts: readonly Account[], book: Book): Move[] {
  const byNumber = new Map(accounts.map((account) => [account.invoice.number, account]));
  const allocation = terms.allocation ?? 'interest-first';
  const came = payments.map((payment): Move => {
    const [{ id, on }, named] = [payment, byNumber.get(payment.invoice ?? '')];
    if (on > lastOn) return { on, place: () => ({ id, parts: [] }) };
    return { on, place: () => place(payment, named ? [named] : accounts, allocation, book) };
  });
  const went = paidBack.flatMap((back): Move[] => {
    const account = byNumber.get(back.invoice);
    if (!account) return [];
    return [{ on: back.on, place: () => (back.on > lastOn ? takeCredit(back, book) : takeBack(back, account, book)) }];
  });
  return [...came, ...went].toSorted((a, b) => compare(a.on, b.on));
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
