import { epochDay } from '../calendar/civil-date.ts';
import { sumCents } from '../money/cents.ts';
import { type Account, type Book, owedInterest, rateOn, runTo } from './account.ts';
import type { ClaimPaidBack, ClaimPayment, PaymentAllocation, PaymentPart } from './claim.ts';
import { compare } from './known-facts.ts';

type Allocation = 'interest-first' | 'principal-first';
type Bucket = PaymentPart['to'];

/** Debts that one payment extinguishes together: some accounts and, of each, some buckets in their order. */
interface Turn {
  readonly accounts: readonly Account[];
  readonly buckets: readonly Bucket[];
}

const DEBT: Readonly<Record<Allocation, readonly Bucket[]>> = {
  'interest-first': ['interest', 'principal'],
  'principal-first': ['principal', 'interest'],
};

/**
 * Places a payment on its day, which itself counts on the balance before it. On one invoice: interest, then principal (C. civ. 1343-1; the
 * reverse by contract), the flat indemnity last. Without an invoice, C. civ. 1342-10: due debts first, among them the most onerous, then
 * the oldest, then in proportion; the indemnities bear no interest, so they come after every due invoice and before what is not due.
 */
export function place(
  payment: ClaimPayment,
  accounts: readonly Account[],
  allocation: Allocation,
  book: Book,
): PaymentAllocation {
  const day = epochDay(payment.on);
  const parts: PaymentPart[] = [];
  let leftCents = payment.amountCents;
  for (const turn of turnsOf(payment, accounts, DEBT[allocation], book)) {
    if (leftCents === 0) break;
    const taken = takeTurn(turn, leftCents, day, book);
    parts.push(...taken);
    leftCents -= sumCents(taken.map((part) => part.amountCents));
  }
  book.creditCents += leftCents;
  return { id: payment.id, parts, ...(leftCents > 0 ? { creditCents: leftCents } : {}) };
}

/**
 * Takes money back on its day: the debtor's credit first, then what payments paid of its invoice, the last one first, as if they had
 * brought less; what nothing paid is owed as principal.
 */
export function takeBack(back: ClaimPaidBack, account: Account, book: Book): PaymentAllocation {
  const taken = takeCredit(back, book);
  const leftCents = back.amountCents + (taken.creditCents ?? 0);
  if (leftCents > 0) runTo(account, epochDay(back.on), book);
  return { ...taken, parts: unpay(account, leftCents) };
}

/** Takes money back of the debtor's credit alone, up to what there is. */
export function takeCredit({ id, amountCents }: ClaimPaidBack, book: Book): PaymentAllocation {
  const creditCents = Math.min(amountCents, book.creditCents);
  book.creditCents -= creditCents;
  return { id, parts: [], ...(creditCents > 0 ? { creditCents: -creditCents } : {}) };
}

function unpay(account: Account, cents: number): PaymentPart[] {
  if (cents === 0) return [];
  const { to, amountCents } = account.paid.pop() ?? { to: 'principal', amountCents: cents };
  const backCents = Math.min(cents, amountCents);
  if (backCents < amountCents) account.paid.push({ to, amountCents: amountCents - backCents });
  lower(account, to, -backCents);
  return [{ invoice: account.invoice.number, to, amountCents: -backCents }, ...unpay(account, cents - backCents)];
}

function* turnsOf(payment: ClaimPayment, accounts: readonly Account[], debt: readonly Bucket[], book: Book): Generator<Turn> {
  const day = epochDay(payment.on);
  const open = accounts.filter((account) => isPayable(account, payment));
  const due = open.filter(({ dueDay }) => dueDay <= day);
  const groups = inLegalOrder(due, day, book);
  yield* groups.map((group) => ({ accounts: group, buckets: debt }));
  yield* groups.map((group) => ({ accounts: group, buckets: ['indemnity' as const] }));
  const undue = open.filter(({ dueDay }) => dueDay > day);
  yield* inLegalOrder(undue, day, book).map((group) => ({ accounts: group, buckets: ['principal' as const] }));
}

function isPayable(account: Account, { invoice, on }: ClaimPayment): boolean {
  if (invoice !== undefined) return account.invoice.number === invoice;
  return (account.invoice.issuedOn ?? '') <= on && account.principalCents + owedInterest(account) + account.indemnityCents > 0;
}

/** Groups in the order of C. civ. 1342-10; the members of a group are equal and share in proportion. */
function inLegalOrder(accounts: readonly Account[], day: number, book: Book): readonly (readonly Account[])[] {
  if (accounts.length < 2) return accounts.map((account) => [account]);
  const rates = new Map(accounts.map((account) => [account, rateOn(account, day, book)]));
  const order = (a: Account, b: Account) =>
    (rates.get(b) ?? 0) - (rates.get(a) ?? 0) || a.dueDay - b.dueDay || compare(ageOf(a), ageOf(b));
  return groupEqual(accounts.toSorted(order), order);
}

/** Two invoices due the same day: the one issued first is older; an unknown day of issue counts as the due date. */
function ageOf({ invoice }: Account): string {
  return invoice.issuedOn ?? invoice.dueOn;
}

function groupEqual(sorted: readonly Account[], order: (a: Account, b: Account) => number): Account[][] {
  const groups: Account[][] = [];
  for (const account of sorted) {
    const last = groups.at(-1);
    if (last?.[0] && order(last[0], account) === 0) last.push(account);
    else groups.push([account]);
  }
  return groups;
}

function takeTurn({ accounts, buckets }: Turn, leftCents: number, day: number, book: Book): PaymentPart[] {
  const shares =
    accounts.length === 1
      ? [leftCents]
      : sharesOf(
          leftCents,
          accounts.map((account) => owedOn(account, buckets, day, book)),
        );
  return accounts.flatMap((account, index) => takeShare(account, buckets, shares[index] ?? 0, day, book));
}

/** What a turn could take from an account on a day, looked up without cutting its slices: an account that gets nothing keeps them whole. */
function owedOn(account: Account, buckets: readonly Bucket[], day: number, book: Book): number {
  const ahead: Account = { ...account, lines: [] };
  runTo(ahead, day, book);
  return sumCents(buckets.map((bucket) => owedIn(ahead, bucket)));
}

/** Shares in proportion to what is owed, to the cent: largest remainders get the odd cents, earlier accounts first. */
export function sharesOf(amountCents: number, owed: readonly number[]): readonly number[] {
  const totalCents = sumCents(owed);
  if (totalCents <= amountCents) return owed;
  const exact = owed.map((each) => BigInt(amountCents) * BigInt(each));
  const whole = exact.map((share) => Number(share / BigInt(totalCents)));
  const oddCents = amountCents - sumCents(whole);
  const rest = (index: number) => (exact[index] ?? 0n) % BigInt(totalCents);
  const luckiest = owed.map((_, index) => index).toSorted((a, b) => Number(rest(b) - rest(a)) || a - b);
  const lucky = new Set(luckiest.slice(0, oddCents));
  return whole.map((share, index) => share + Number(lucky.has(index)));
}

function takeShare(account: Account, buckets: readonly Bucket[], shareCents: number, day: number, book: Book): PaymentPart[] {
  if (shareCents === 0) return [];
  runTo(account, day, book);
  let leftCents = shareCents;
  return buckets.flatMap((to) => {
    const amountCents = Math.min(leftCents, owedIn(account, to));
    leftCents -= amountCents;
    if (amountCents === 0) return [];
    lower(account, to, amountCents);
    account.paid.push({ to, amountCents });
    return [{ invoice: account.invoice.number, to, amountCents }];
  });
}

function owedIn(account: Account, bucket: Bucket): number {
  return { interest: owedInterest(account), principal: account.principalCents, indemnity: account.indemnityCents }[bucket];
}

function lower(account: Account, bucket: Bucket, amountCents: number): void {
  if (bucket === 'interest') account.paidInterestCents += amountCents;
  else if (bucket === 'principal') account.principalCents -= amountCents;
  else account.indemnityCents -= amountCents;
}
