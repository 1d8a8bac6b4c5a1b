import type { ClaimedCharges } from '../../cases/claimed-charges.ts';
import type { AccountRow } from '../../db/debtor-account.ts';
import type { CivilDate } from '../../domain/calendar/civil-date.ts';
import { type ClosingReason, type Hold, isTimeBarred } from '../../domain/case/case.ts';
import { sumCents } from '../../domain/money/cents.ts';

/** What an invoice waits for, as its debtor reads it. */
export type Waiting =
  | { readonly for: 'promise'; readonly on: CivilDate; readonly amountCents: number }
  | { readonly for: 'payment' | 'answer'; readonly until: CivilDate | null }
  | { readonly for: 'instalments'; readonly schedule: readonly { readonly on: CivilDate; readonly amountCents: number }[] }
  /** What a credit of his covers, and what was conceded of a dispute and waits for its credit note. */
  | { readonly for: 'credit' | 'credit-note'; readonly amountCents: number }
  | { readonly for: 'dispute'; readonly amountCents: number | null; readonly answerBy: CivilDate };

/** Interest and indemnity that were demanded of an invoice and are still owed, in cents, with the day on which they last were. */
export type DemandedCharges = Pick<ClaimedCharges, 'amountCents' | 'interestCents' | 'indemnityCents' | 'askedOn'>;

/** One invoice of an account; amounts in cents. `balanceCents`: left of its price; `askedCents`: of that, not disputed, conceded, or covered by a credit. */
export interface AccountInvoice {
  readonly id: string;
  readonly number: string;
  readonly currency: string;
  readonly dueOn: CivilDate;
  readonly totalCents: number;
  readonly balanceCents: number;
  readonly askedCents: number;
  readonly paidOn: CivilDate | null;
  readonly hasFile: boolean;
  readonly waiting: readonly Waiting[];
  /** To be paid besides; null: none. */
  readonly charges: DemandedCharges | null;
}

/** An account in its four parts, each from the oldest due date on; nothing of what was given up, is time-barred or is not his business any more. */
export interface Account {
  readonly overdue: readonly AccountInvoice[];
  readonly toCome: readonly AccountInvoice[];
  readonly disputed: readonly AccountInvoice[];
  readonly settled: readonly AccountInvoice[];
  /** Proceedings are open: nobody may be asked, or pay, what was owed before (C. com. L622-7, L622-21). */
  readonly insolvent: boolean;
}

/** Closings after which nothing is owed: the others are no debtor's to read. */
const settling: readonly ClosingReason[] = ['paid', 'credited', 'cancelled', 'settled'];

/** The account of a debtor on a day, made of all his rows, and of what was claimed of them because of the delay. */
export function accountFrom(rows: readonly AccountRow[], claimed: readonly ClaimedCharges[], today: CivilDate): Account {
  const charges = new Map(claimed.map((each) => [each.caseId, each]));
  const isInsolvent = (row: AccountRow) => row.holds.some(({ type }) => type === 'insolvency');
  const chargesOf = (row: AccountRow) => (isInsolvent(row) ? null : (charges.get(row.caseId) ?? null));
  const isPaid = (row: AccountRow) => row.balanceCents <= 0 && chargesOf(row) === null;
  const isSettled = (row: AccountRow) => (row.closed ? settling.includes(row.closed.reason) : isPaid(row));
  const shown = (some: readonly AccountRow[]) => some.map((row) => invoiceOf(row, chargesOf(row)));
  const open = rows.filter((row) => row.closed === null && row.balanceCents > 0 && !isTimeBarred(row, today));
  const isDisputed = (row: AccountRow) => row.holds.some((hold) => hold.type === 'dispute' && hold.amountCents === null);
  const asked = open.filter((row) => !isDisputed(row));
  const late = rows.filter((row) => row.closed === null && row.balanceCents <= 0 && !isPaid(row));
  return {
    overdue: shown([...asked.filter(({ dueOn }) => dueOn < today), ...late]),
    toCome: shown(asked.filter(({ dueOn }) => dueOn >= today)),
    disputed: shown(open.filter(isDisputed)),
    settled: shown(rows.filter(isSettled)),
    insolvent: open.some(isInsolvent),
  };
}

/** What lets the rest of an invoice be paid now. */
const besideDebt: ReadonlySet<Waiting['for']> = new Set(['dispute', 'answer', 'credit', 'credit-note'] as const);

/** Of an overdue invoice: no promise, schedule or transfer is waited for. */
export function isDueNow({ waiting }: AccountInvoice): boolean {
  return waiting.every((one) => besideDebt.has(one.for));
}

/** The sum asked for invoices of one currency, in cents, with the interest and indemnity that were demanded of them. */
export function askedOf(invoices: readonly AccountInvoice[]): number {
  return sumCents(invoices.map(({ askedCents, charges }) => askedCents + (charges?.amountCents ?? 0)));
}

/** What a debtor is asked to pay now, in cents by currency, those in which something is: on his page and on his statement. Nothing once proceedings are open. */
export function dueNowOf({ overdue, insolvent }: Account): readonly { readonly currency: string; readonly cents: number }[] {
  const now = insolvent ? [] : overdue.filter(isDueNow);
  const currencies = [...new Set(now.map(({ currency }) => currency))];
  return currencies
    .map((currency) => ({ currency, cents: askedOf(now.filter((one) => one.currency === currency)) }))
    .filter(({ cents }) => cents > 0);
}

function invoiceOf(row: AccountRow, charges: ClaimedCharges | null): AccountInvoice {
  const { invoiceId, number, currency, dueOn, totalCents, paidOn, hasFile } = row;
  const waiting = row.closed ? [] : [...row.holds.flatMap(waitingOf), ...concededOf(row)];
  const left = { balanceCents: Math.max(0, row.balanceCents), askedCents: row.openCents };
  return { id: invoiceId, number, currency, dueOn, totalCents, ...left, paidOn, hasFile, waiting, charges };
}

function waitingOf(hold: Hold): Waiting[] {
  switch (hold.type) {
    case 'promise':
      return [{ for: 'promise', on: hold.on, amountCents: hold.amountCents }];
    case 'instalments':
      return [{ for: 'instalments', schedule: hold.schedule }];
    case 'dispute':
      return [{ for: 'dispute', amountCents: hold.amountCents, answerBy: hold.answerBy }];
    case 'credit':
      return [{ for: 'credit', amountCents: hold.amountCents }];
    case 'pause':
      return hold.awaits === 'payment' || hold.awaits === 'answer' ? [{ for: hold.awaits, until: hold.until }] : [];
    default:
      return [];
  }
}

/** What no hold keeps out of the balance: an upheld dispute whose credit note has not come. */
function concededOf({ holds, balanceCents, openCents }: AccountRow): Waiting[] {
  if (holds.some((hold) => hold.type === 'dispute' && hold.amountCents === null)) return [];
  const heldCents = sumCents(
    holds.map((hold) => (hold.type === 'dispute' || hold.type === 'credit' ? (hold.amountCents ?? 0) : 0)),
  );
  const amountCents = balanceCents - openCents - heldCents;
  return amountCents > 0 ? [{ for: 'credit-note', amountCents }] : [];
}
