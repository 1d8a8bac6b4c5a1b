import type { ClaimedCharges } from '../../cases/claimed-charges.ts';
import type { AccountRow } from '../../db/debtor-account.ts';
import type { CivilDate } from '../../domain/calendar/civil-date.ts';
import type { ClosingReason, Hold } from '../../domain/case/case.ts';
import { sumCents } from '../../domain/money/cents.ts';

/** What an invoice waits for, as its debtor reads it. */
export type Waiting =
  | { readonly for: 'promise'; readonly on: CivilDate; readonly amountCents: number }
  | { readonly for: 'payment' | 'answer'; readonly until: CivilDate | null }
  | { readonly for: 'instalments'; readonly schedule: readonly { readonly on: CivilDate; readonly amountCents: number }[] }
  /** What a credit of his covers, and what was conceded of a dispute and waits for its credit note. */
  | { readonly for: 'credit' | 'credit-note'; readonly amountCents: number }
  | { readonly for: 'dispute'; readonly amountCents: number | null; readonly answerBy: CivilDate }
  /** Its price is paid: interest and indemnity were claimed that day, and are what is left of it. */
  | { readonly for: 'late-charges'; readonly askedOn: CivilDate };

/** One invoice of an account; amounts in cents. `askedCents`: owed less what is disputed, conceded, or covered by a credit. */
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
}

/** An account in its four parts, each from the oldest due date on; nothing of what was given up or is not his business any more. */
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
  const chargesOf = (row: AccountRow) => (isInsolvent(row) ? undefined : charges.get(row.caseId));
  const isPaid = (row: AccountRow) => row.balanceCents <= 0 && chargesOf(row) === undefined;
  const isSettled = (row: AccountRow) => (row.closed ? settling.includes(row.closed.reason) : isPaid(row));
  const open = rows.filter((row) => row.closed === null && row.balanceCents > 0);
  const isDisputed = (row: AccountRow) => row.holds.some((hold) => hold.type === 'dispute' && hold.amountCents === null);
  const asked = open.filter((row) => !isDisputed(row));
  return {
    overdue: [
      ...asked.filter(({ dueOn }) => dueOn < today).map(invoiceOf),
      ...rows.flatMap((row) => lateOf(row, chargesOf(row))),
    ],
    toCome: asked.filter(({ dueOn }) => dueOn >= today).map(invoiceOf),
    disputed: open.filter(isDisputed).map(invoiceOf),
    settled: rows.filter(isSettled).map(invoiceOf),
    insolvent: open.some(isInsolvent),
  };
}

function invoiceOf(row: AccountRow): AccountInvoice {
  const { invoiceId, number, currency, dueOn, totalCents, balanceCents, openCents, paidOn, hasFile } = row;
  const waiting = row.closed ? [] : [...row.holds.flatMap(waitingOf), ...concededOf(row)];
  return { id: invoiceId, number, currency, dueOn, totalCents, balanceCents, askedCents: openCents, paidOn, hasFile, waiting };
}

/** An invoice of which interest and indemnity are left; none where nothing was claimed of it. */
function lateOf(row: AccountRow, charges: ClaimedCharges | undefined): AccountInvoice[] {
  if (!charges) return [];
  const invoice = invoiceOf(row);
  const { amountCents: left, askedOn } = charges;
  const waiting = [...invoice.waiting, { for: 'late-charges', askedOn } as const];
  return [{ ...invoice, totalCents: left, balanceCents: left, askedCents: left, waiting }];
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
