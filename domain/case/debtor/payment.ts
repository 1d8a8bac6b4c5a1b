import type { CivilDate } from '../../calendar/civil-date.ts';
import { sharesOf } from '../../claim/allocation.ts';
import { sumCents } from '../../money/cents.ts';
import { balanceCents } from '../balance.ts';
import { type Case, type Note, type NoteName, PAID_BEFORE, type Payment } from '../case.ts';

/** What a payment of a debtor pays of one case. */
export interface PartPaid {
  readonly of: Case;
  readonly amountCents: number;
}

/** How a payment without an invoice is divided; `restCents` is what no invoice takes. */
export interface Division {
  readonly shares: readonly PartPaid[];
  readonly restCents: number;
}

/**
 * Divides a payment over the face balances of the debtor's open cases (C. civ. 1342-10): due debts first, the oldest of them first, in
 * proportion among equals; then what is not due yet. What is left pays the late charges in the same order, `chargesOf` telling them.
 * Cases of another currency than the first to be paid take nothing.
 */
export function divide(
  amountCents: number,
  on: CivilDate,
  cases: readonly Case[],
  chargesOf: (theCase: Case) => number,
): Division {
  const order = inLegalOrder(cases, on);
  const currency = order[0]?.invoice.currency;
  const groups = equals(
    order.filter((theCase) => theCase.invoice.currency === currency),
    on,
  );
  const principal = takeTurns(amountCents, groups, (theCase) => Math.max(0, balanceCents(theCase)));
  const charges = takeTurns(principal.restCents, groups, chargesOf);
  return { shares: merged([...principal.shares, ...charges.shares]), restCents: charges.restCents };
}

function inLegalOrder(cases: readonly Case[], on: CivilDate): Case[] {
  return cases.toSorted((a, b) => (keyOf(a, on) < keyOf(b, on) ? -1 : 1));
}

/** Due before not due, then the older due date, then the invoice issued first. */
function keyOf({ invoice }: Case, on: CivilDate): string {
  return `${invoice.dueOn <= on ? 0 : 1} ${invoice.dueOn} ${invoice.issuedOn ?? invoice.dueOn}`;
}

function equals(sorted: readonly Case[], on: CivilDate): Case[][] {
  const groups: Case[][] = [];
  for (const theCase of sorted) {
    const last = groups.at(-1);
    if (last?.[0] && keyOf(last[0], on) === keyOf(theCase, on)) last.push(theCase);
    else groups.push([theCase]);
  }
  return groups;
}

function takeTurns(amountCents: number, groups: readonly (readonly Case[])[], owedBy: (theCase: Case) => number): Division {
  let restCents = amountCents;
  const shares = groups.flatMap((group) => {
    if (restCents === 0) return [];
    const taken = sharesOf(restCents, group.map(owedBy));
    restCents -= sumCents(taken);
    return group.map((of, index) => ({ of, amountCents: taken[index] ?? 0 }));
  });
  return { shares, restCents };
}

function merged(shares: readonly PartPaid[]): PartPaid[] {
  const byCase = new Map<Case, number>();
  for (const { of, amountCents } of shares) byCase.set(of, (byCase.get(of) ?? 0) + amountCents);
  return [...byCase].filter(([, amountCents]) => amountCents > 0).map(([of, amountCents]) => ({ of, amountCents }));
}

/** The money that a payment is a share of: a bank entry, or the payment itself, which may have been divided under one id. */
export function moneyOf({ id, entry }: Payment): string {
  return entry ?? id;
}

/** True for a payment that a person typed on its case: no bank entry, no credit of another invoice, not told as the case was opened. */
export function isTyped({ id, entry, creditOf }: Payment): boolean {
  return id !== PAID_BEFORE && entry === undefined && creditOf === undefined;
}

/** The payments that a person typed and that still count. */
export function typedPayments({ payments }: Case): Payment[] {
  return payments.filter((payment) => !payment.reversed && isTyped(payment));
}

/** The name of the note of that key, with the money that it thanks for. */
export function nameOfNote({ notes }: Case, key: string): NoteName {
  const { money } = notes.find((note) => note.key === key) ?? {};
  return money === undefined ? { key } : { key, money };
}

/** The note of a case that a message of that name speaks by: the same, or the thanks for the same money. */
export function noteNamed({ notes }: Case, { key, money }: NoteName): Note | undefined {
  return notes.find((note) => note.key === key || (money !== undefined && note.money === money));
}
