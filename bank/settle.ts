import { allocatedKeys } from '../db/allocations.ts';
import { type EntryRow, entriesOf, entriesOfBookings, lockFeed, putEntries, setOutcome } from '../db/bank.ts';
import { accountBook } from '../db/bank-accounts.ts';
import { bookingName, knownBookings, putBookings } from '../db/bank-bookings.ts';
import type { Queries } from '../db/database.ts';
import { asidesOf } from '../db/not-ours.ts';
import type { StatementCounts } from '../db/statement-imports.ts';
import { type BankEntry, type TracedEntry, withoutTrace } from '../domain/statement/bank-entry.ts';
import { type CountedBooking, fingerprintOf, newEntries } from '../domain/statement/new-entries.ts';
import type { Hand, Source } from './allocation.ts';
import { asideText } from './aside-text.ts';
import { place, placeOnEnded, type Unplaced } from './placing.ts';
import { takeBackReturns } from './returns.ts';

/** All webhooks of a bank are one message: two of its keys are two bookings. */
export const WEBHOOKS = 'webhooks';

/** Booked entries that came, parted by what is to be done with them. */
interface Sorted {
  readonly bookings: readonly CountedBooking[];
  /** Rows of entries heard of for the first time. */
  readonly fresh: readonly Unplaced[];
  /** Payments that may be money counted before: never placed, never left out. */
  readonly inDoubt: readonly Unplaced[];
  /** Other words for money that nothing could place so far, which say more. */
  readonly retold: readonly Unplaced[];
}

/**
 * Settles entries of one message (a statement or a part of one, or the webhooks of a bank) in the caller's transaction: money counted
 * before is only noted, sure matches become allocations, returns take back what they undo, the rest waits for a human.
 */
export async function settle(
  tx: Queries,
  creditorId: string,
  told: readonly TracedEntry[],
  message: string,
  source: Source,
): Promise<StatementCounts> {
  const hand: Hand = { creditorId, source };
  await lockFeed(tx, creditorId);
  const entries = await onTheirAccounts(tx, creditorId, told);
  const pending = entries.filter(({ status }) => status !== 'booked');
  await putEntries(tx, creditorId, await pendingRows(tx, creditorId, pending));
  const { bookings, fresh, inDoubt, retold } = await sorted(tx, creditorId, entries, message);
  const notPayments = fresh.flatMap(notAPayment);
  const payments = fresh.filter(isPayment);
  await putEntries(tx, creditorId, [...notPayments, ...fresh.flatMap(returnedRow), ...inDoubt.map(doubtful)]);
  let open = await place(tx, hand, payments);
  await putEntries(tx, creditorId, open);
  open = await placeOnEnded(tx, hand, await placeAgain(tx, hand, open));
  await replaceRetold(tx, hand, retold);
  await putBookings(tx, creditorId, bookings);
  return {
    entries: entries.length,
    fresh: fresh.length + inDoubt.length,
    known: entries.length - pending.length - fresh.length - inDoubt.length,
    pending: pending.length,
    allocated: payments.length - open.length,
    unmatched: open.length + inDoubt.length,
    notPayments: fresh.length - payments.length,
    returned: fresh.filter(({ document }) => isReturn(document)).length,
  };
}

/** Money told under another name of an account is on that account. */
async function onTheirAccounts(
  tx: Queries,
  creditorId: string,
  entries: readonly TracedEntry[],
): Promise<readonly TracedEntry[]> {
  const book = await accountBook(tx, creditorId);
  return entries.map((entry) => ({
    ...entry,
    trace: { ...entry.trace, account: book(entry.trace.account) ?? entry.trace.account },
  }));
}

/** When returns give back balances, what found none is tried once more. */
async function placeAgain(tx: Queries, hand: Hand, open: readonly EntryRow[]): Promise<readonly EntryRow[]> {
  const taken = await takeBackReturns(tx, hand);
  if (taken === 0) return open;
  const now = await entriesOf(
    tx,
    hand.creditorId,
    open.map(({ key }) => key),
  );
  return place(
    tx,
    hand,
    now.filter(({ verdict }) => verdict === 'unmatched'),
  );
}

/** A summary that nothing could place, or that was put aside, gives way to its details, or a bare line to one with a number, when these find their invoice. */
async function replaceRetold(tx: Queries, hand: Hand, retold: readonly Unplaced[]): Promise<void> {
  const { creditorId } = hand;
  if (retold.length === 0) return;
  const before = await entriesOfBookings(tx, creditorId, bookingsIn(retold));
  const asides = await asidesOf(
    tx,
    creditorId,
    before.map(({ key }) => key),
  );
  const open = await placeOnEnded(tx, hand, await place(tx, hand, retold));
  const placed = new Set(bookingsIn(retold.filter(({ key }) => !open.some((row) => row.key === key))));
  const replaced = before.filter(({ booking }) => booking !== null && placed.has(booking));
  for (const { key } of replaced) {
    const aside = asides.get(key);
    const reasons = ['dite autrement par un autre relevé', ...(aside ? [asideText(aside)] : [])];
    await setOutcome(tx, creditorId, key, { verdict: 'repeated', reasons, openCents: 0 });
  }
  await putEntries(
    tx,
    creditorId,
    open.filter(({ booking }) => booking !== null && placed.has(booking)),
  );
}

function bookingsIn(rows: readonly Unplaced[]): string[] {
  return [...new Set(rows.flatMap(({ booking }) => (booking === null ? [] : [booking])))];
}

async function sorted(tx: Queries, creditorId: string, entries: readonly TracedEntry[], message: string): Promise<Sorted> {
  const known = await knownBookings(tx, creditorId, [...new Set(entries.map(fingerprintOf))]);
  const { bookings } = newEntries(known, entries, message);
  const told = bookings.flatMap((booking) =>
    booking.entries.map((entry) => ({ row: unplaced(entry, bookingName(booking)), booking })),
  );
  const counted = await countedKeys(
    tx,
    creditorId,
    told.map(({ row }) => row.key),
  );
  const named = told.filter(({ row }) => !counted.has(row.key));
  const richer = named.filter(({ row, booking }) => !booking.isNew && booking.saysMore && isPayment(row)).map(({ row }) => row);
  const waiting = await waitingBookings(tx, creditorId, richer);
  const isDoubtful = ({ row, booking }: (typeof named)[number]) => booking.isInDoubt && isPayment(row);
  return {
    bookings,
    fresh: named.filter((one) => one.booking.isNew && !isDoubtful(one)).map(({ row }) => row),
    inDoubt: named.filter(isDoubtful).map(({ row }) => row),
    retold: richer.filter(({ booking }) => waiting.has(booking ?? '')),
  };
}

/** Keys whose money counts already, or was undone before it came. */
async function countedKeys(tx: Queries, creditorId: string, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await entriesOf(tx, creditorId, keys);
  return new Set(rows.filter(({ verdict }) => verdict !== 'pending').map(({ key }) => key));
}

/** Bookings of which nothing could be placed so far, payments only, also where they were put aside. What a person took back is his to place. */
async function waitingBookings(tx: Queries, creditorId: string, rows: readonly Unplaced[]): Promise<ReadonlySet<string>> {
  const known = await entriesOfBookings(tx, creditorId, bookingsIn(rows));
  const counting = known.filter(({ verdict }) => verdict !== 'repeated');
  const given = await allocatedKeys(
    tx,
    creditorId,
    counting.map(({ key }) => key),
  );
  const placed = new Set(counting.filter((row) => !isWaiting(row) || given.has(row.key)).map(({ booking }) => booking));
  return new Set(counting.flatMap(({ booking }) => (booking === null || placed.has(booking) ? [] : [booking])));
}

function isWaiting({ verdict, openCents, document }: EntryRow): boolean {
  return (verdict === 'unmatched' || verdict === 'not-ours') && openCents === document.amountCents && openCents > 0;
}

function unplaced(entry: TracedEntry, booking: string): Unplaced {
  return { key: entry.key, account: entry.trace.account, document: withoutTrace(entry), booking };
}

async function pendingRows(tx: Queries, creditorId: string, entries: readonly TracedEntry[]): Promise<EntryRow[]> {
  const known = new Set(
    (
      await entriesOf(
        tx,
        creditorId,
        entries.map(({ key }) => key),
      )
    ).map(({ key }) => key),
  );
  const reasons = ['annoncée, pas encore comptabilisée'];
  return entries
    .filter(({ key }) => !known.has(key))
    .map((entry) => ({ ...unplaced(entry, ''), booking: null, verdict: 'pending', reasons, openCents: 0 }));
}

const IN_DOUBT =
  'même compte, même jour, même somme et même payeur qu’une écriture déjà connue, sous un autre numéro\u00a0: à affecter si c’est un second paiement';

function doubtful(row: Unplaced): EntryRow {
  return { ...row, verdict: 'unmatched', reasons: [IN_DOUBT], openCents: row.document.amountCents };
}

/** An entry that may be money counted before, under another number: a person says whether it is. */
export function mayBeKnownMoney({ reasons }: Pick<EntryRow, 'reasons'>): boolean {
  return reasons.includes(IN_DOUBT);
}

/** A returned payment first waits for the payment that it undoes. */
function returnedRow(row: Unplaced): EntryRow[] {
  const { amountCents } = row.document;
  if (!isReturn(row.document)) return [];
  return [{ ...row, verdict: 'unmatched', reasons: ['rejet dont le paiement d’origine n’est pas sûr'], openCents: amountCents }];
}

function notAPayment(row: Unplaced): EntryRow[] {
  if (isReturn(row.document) || isPayment(row)) return [];
  const reasons = [row.document.reversal ? 'notre propre virement revenu' : 'somme sortie du compte'];
  return [{ ...row, verdict: 'not-a-payment', reasons, openCents: 0 }];
}

function isPayment({ document }: Unplaced): boolean {
  return document.amountCents > 0 && !document.reversal;
}

function isReturn({ amountCents, reversal }: BankEntry): boolean {
  return reversal && amountCents < 0;
}
