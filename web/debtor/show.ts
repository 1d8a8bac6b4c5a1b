import {
  type Account,
  type AccountInvoice,
  askedOf,
  type DemandedCharges,
  dueNowOf,
  isDueNow,
  type Waiting,
} from '../../api/debtor/account.ts';
import type { DebtorVisit } from '../../api/debtor/desk.ts';
import type { Receipt } from '../../api/debtor/receipt.ts';
import { sumCents } from '../../domain/money/cents.ts';
import type { Language } from '../../domain/party/language.ts';
import { remittanceOf } from '../../domain/payment/payment-order.ts';
import { groupedIban } from '../../templates/french.ts';
import { paymentQr } from '../../templates/payment/payment-qr.ts';
import { type Speech, speechOf } from '../../templates/speech.ts';
import { type WordKey, wordsIn } from './words.ts';

/** Invoices of a part that are shown before one asks for all of them, and on a page of all of them. */
const FIRST = 50;
const PAGE = 200;

const partNames = ['overdue', 'toCome', 'disputed', 'settled'] as const;
export type PartName = (typeof partNames)[number];

export function isPartName(name: string): name is PartName {
  return partNames.some((known) => known === name);
}

/** Where the reader is: his own address, and the language that he reads. */
export interface Seen {
  readonly visit: DebtorVisit;
  readonly language: Language;
  /** `/d/<token>`. */
  readonly base: string;
}

/** Acts offered beside paying, in their order. */
const offered = ['paid', 'promise', 'instalments', 'dispute', 'question', 'contact'] as const;

/** The account: its first lines of each part, or a page of one part. */
export function accountShown(seen: Seen, only?: { readonly part: PartName; readonly page: number }): object {
  const { visit, language, base } = seen;
  const { account, debtorName, today } = visit;
  const w = wordsIn(language);
  const say = speechOf(language);
  const names = only ? [only.part] : partNames.filter((name) => account[name].length > 0);
  const now = account.overdue.filter(isDueNow);
  const pageOf = (page: number) => `${base}?lang=${language}&part=${only?.part}&page=${page}`;
  const pages = only ? Math.ceil(account[only.part].length / PAGE) : 1;
  return {
    title: `${w.account} – ${visit.creditor.name}`,
    debtorName,
    today: say.day(today),
    insolvent: account.insolvent,
    total: totalsOf(account, say),
    charges: chargesSaid(now, w),
    mayAnswer: !account.insolvent && names.some((name) => name !== 'settled'),
    acts: offered.map((name) => ({ name, label: w[name] })),
    parts: names.filter((name) => name !== 'settled').map((name) => partShown(seen, name, only?.page)),
    settled: names.includes('settled') ? [partShown(seen, 'settled', only?.page)] : [],
    pager: only && {
      previous: only.page > 1 ? pageOf(only.page - 1) : null,
      next: only.page < pages ? pageOf(only.page + 1) : null,
    },
  };
}

/** What the sum that is asked leaves out: what the delay may add to invoices of which it was not claimed. */
function chargesSaid(now: readonly AccountInvoice[], w: ReturnType<typeof wordsIn>): string | null {
  const claimed = now.filter(({ charges }) => charges !== null).length;
  if (claimed === now.length) return null;
  return claimed === 0 ? w.charges : w.otherCharges;
}

/** What was received for one invoice, to keep. */
export function receiptShown({ visit, language }: Seen, receipt: Receipt): object {
  const [w, say] = [wordsIn(language), speechOf(language)];
  const { number, currency, totalCents, balanceCents, received, credited, paidBack, lateCharges } = receipt;
  const lineOf = (label: string) => (one: Receipt['received'][number]) => ({
    label: `${label} ${say.day(one.on)}`,
    amount: say.amount(one.amountCents, currency),
  });
  const late = lateCharges && { on: lateCharges.askedOn, amountCents: lateCharges.amountCents };
  return {
    title: `${w.receiptFor} ${number} – ${visit.creditor.name}`,
    debtorName: visit.debtorName,
    today: say.day(visit.today),
    number,
    total: say.amount(totalCents, currency),
    lines: [
      ...received.map(lineOf(w.receivedOn)),
      ...credited.map(lineOf(w.creditOf)),
      ...paidBack.map(lineOf(w.paidBackOn)),
      ...(late ? [lineOf(lateCharges.indemnityCents > 0 ? w.lateChargesOf : w.lateInterestOf)(late)] : []),
    ],
    left: say.amount(Math.max(0, balanceCents) + (late?.amountCents ?? 0), currency),
  };
}

function partShown({ visit, language, base }: Seen, name: PartName, page?: number): object {
  const invoices = visit.account[name];
  const shown = page === undefined ? invoices.slice(0, FIRST) : invoices.slice((page - 1) * PAGE, page * PAGE);
  const more = page === undefined && invoices.length > FIRST ? `${base}?lang=${language}&part=${name}&page=1` : null;
  const isOpen = name !== 'settled';
  const lines = shown.map((invoice) => ({
    ...lineOf(invoice, language, isOpen),
    chosen: name === 'overdue' && shown.length <= FIRST && isDueNow(invoice),
  }));
  return { name, title: wordsIn(language)[name], count: invoices.length, open: isOpen, more, invoices: lines };
}

function lineOf(invoice: AccountInvoice, language: Language, isOpen: boolean): object {
  const w = wordsIn(language);
  const say = speechOf(language);
  const { id, number, currency, totalCents, balanceCents, dueOn, paidOn, hasFile, charges } = invoice;
  const isPart = isOpen && balanceCents > 0 && balanceCents !== totalCents;
  const whole = isPart ? ` (${w.of} ${say.amount(totalCents, currency)})` : '';
  const when = isOpen || paidOn === null ? `${w.due} ${say.day(dueOn)}` : `${w.paidOn} ${say.day(paidOn)}`;
  const amount = say.amount(isOpen ? leftOf([invoice]) : totalCents, currency);
  const notes = invoice.waiting.map((waiting) => noteOf(waiting, currency, language));
  const demanded = charges ? [demandedNote(charges, balanceCents, currency, language)] : [];
  return { id, number, amount, when: `${when}${whole}`, notes: [...notes, ...demanded], hasFile, hasReceipt: paidOn !== null };
}

/** What of the sum of an invoice is interest and indemnity, beside what is left of its price or where nothing is, and when it was demanded. */
function demandedNote(charges: DemandedCharges, balanceCents: number, currency: string, language: Language): string {
  const w = wordsIn(language);
  const parts = partsSaid(charges, currency, language).join(w.and);
  return `${balanceCents > 0 ? w.includes : w.priceIsPaid} ${parts} (${w.demandedOn} ${speechOf(language).day(charges.askedOn)})`;
}

/** Interest, and indemnity: what there is of them. */
function partsSaid(
  { interestCents, indemnityCents }: Pick<DemandedCharges, 'interestCents' | 'indemnityCents'>,
  currency: string,
  language: Language,
): string[] {
  const w = wordsIn(language);
  const parts: readonly [number, string][] = [
    [interestCents, w.ofInterest],
    [indemnityCents, w.ofIndemnity],
  ];
  return parts.filter(([cents]) => cents > 0).map(([cents, words]) => `${speechOf(language).amount(cents, currency)} ${words}`);
}

/** What an invoice waits for, in one line. */
function noteOf(waiting: Waiting, currency: string, language: Language): string {
  const w = wordsIn(language);
  const say = speechOf(language);
  switch (waiting.for) {
    case 'promise':
      return `${w.promisedFor} ${say.day(waiting.on)} (${say.amount(waiting.amountCents, currency)})`;
    case 'payment':
    case 'answer':
      return `${waiting.for === 'payment' ? w.announced : w.answering} ${waiting.until === null ? '…' : say.day(waiting.until)}`;
    case 'instalments':
      return `${w.instalmentsAgreed}\u00a0: ${waiting.schedule.map(({ on, amountCents }) => `${say.shortDay(on)} ${say.amount(amountCents, currency)}`).join(', ')}`;
    case 'credit':
      return `${w.coveredByCredit} (${say.amount(waiting.amountCents, currency)})`;
    case 'credit-note':
      return `${w.concededSum} (${say.amount(waiting.amountCents, currency)})`;
    case 'dispute': {
      const sum = waiting.amountCents === null ? '' : ` (${say.amount(waiting.amountCents, currency)})`;
      return `${w.disputedSum}${sum}, ${w.answerBy} ${say.day(waiting.answerBy)}`;
    }
  }
}

/** What is asked, currency by currency; null when nothing is. */
function totalsOf(account: Account, say: Speech): string | null {
  const owed = dueNowOf(account).map(({ cents, currency }) => say.amount(cents, currency));
  return owed.length === 0 ? null : owed.join(' + ');
}

/** All that is left of invoices of one currency, in cents: what is disputed or covered by a credit may be paid all the same. */
export function leftOf(invoices: readonly AccountInvoice[]): number {
  return sumCents(invoices.map(({ balanceCents, charges }) => balanceCents + (charges?.amountCents ?? 0)));
}

/** What he is offered to pay: what is asked, or all that is left where nothing is. */
export function offeredOf(invoices: readonly AccountInvoice[]): number {
  return askedOf(invoices) > 0 ? askedOf(invoices) : leftOf(invoices);
}

/** The same invoices by their prices: what one promises, divides or disputes; interest and indemnity alone where nothing else is left. */
export function pricesOf(invoices: readonly AccountInvoice[]): readonly AccountInvoice[] {
  const isOwed = invoices.some(({ balanceCents }) => balanceCents > 0);
  return isOwed ? invoices.map((invoice) => ({ ...invoice, charges: null })) : invoices;
}

/** What the sum of some invoices is made of, where interest or indemnity are in it. */
function splitSaid(chosen: readonly AccountInvoice[], amountCents: number, currency: string, seen: Seen): string | null {
  const { language, visit } = seen;
  const [w, say] = [wordsIn(language), speechOf(language)];
  const charges = chosen.flatMap((one) => one.charges ?? []);
  if (charges.length === 0 || amountCents !== offeredOf(chosen)) return null;
  const interestCents = sumCents(charges.map((one) => one.interestCents));
  const indemnityCents = sumCents(charges.map((one) => one.indemnityCents));
  const priceCents = amountCents - interestCents - indemnityCents;
  const price = priceCents > 0 ? [`${say.amount(priceCents, currency)} ${w.ofPrincipal}`] : [];
  const parts = [...price, ...partsSaid({ interestCents, indemnityCents }, currency, language)];
  const [last = ''] = parts.slice(-1);
  const listed = parts.length === 1 ? last : `${parts.slice(0, -1).join(', ')}${w.and}${last}`;
  return `${w.madeOf} ${listed}, ${w.reckonedOn} ${say.day(visit.today)}.`;
}

/** How to pay some invoices: `amountCents` of the first currency among them. */
export function payShown(seen: Seen, chosen: readonly AccountInvoice[], amountCents: number, fault: WordKey | null): object {
  const { visit, language } = seen;
  const w = wordsIn(language);
  const currency = chosen[0]?.currency ?? 'EUR';
  const numbers = chosen.map(({ number }) => number);
  const { name, iban, bic, bankName } = visit.payee;
  const amount = speechOf(language).amount(amountCents, currency);
  const reference = remittanceOf(numbers).value;
  const lines = [
    { label: w.holder, value: name, copy: name },
    { label: 'IBAN', value: groupedIban(iban), copy: iban.replaceAll(/\s/g, '') },
    ...(bic === undefined ? [] : [{ label: 'BIC', value: bic, copy: bic }]),
    ...(bankName === undefined ? [] : [{ label: w.bank, value: bankName, copy: bankName }]),
    { label: w.amount, value: amount, copy: (amountCents / 100).toFixed(2) },
    { label: w.reference, value: reference, copy: reference },
  ];
  const order = { ...visit.payee, amountCents, invoiceNumbers: numbers };
  return {
    title: `${w.pay} – ${visit.creditor.name}`,
    fault: fault && w[fault],
    amount,
    split: splitSaid(chosen, amountCents, currency, seen),
    numbers: numbers.join(', '),
    ids: chosen.map(({ id }) => id),
    lines,
    qr: currency === 'EUR' && amountCents > 0 ? paymentQr(order, language) : null,
  };
}
