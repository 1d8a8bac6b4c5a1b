import { counts, creditsOfAmounts, type EntryRow, entriesOfBookings, entryOf, lockFeed, putEntries } from '../db/bank.ts';
import { accountBook } from '../db/bank-accounts.ts';
import { bookingName, knownBookings } from '../db/bank-bookings.ts';
import type { Queries } from '../db/database.ts';
import type { TracedEntry } from '../domain/statement/bank-entry.ts';
import { type CountedBooking, fingerprintOf, newEntries } from '../domain/statement/new-entries.ts';
import { waitForName } from './accounts.ts';
import type { Hand } from './allocation.ts';
import { freshenFeed } from './feed.ts';
import type { BankEntryBody } from './feed-body.ts';
import { undo } from './returns.ts';
import { settle, WEBHOOKS } from './settle.ts';

/**
 * What a bank entry told by a webhook does, in one transaction: the feed moves, the entry is kept and settled, each allocation becomes
 * a row that tells its case. Told twice, it does nothing more. On an account that nobody knows it waits, and the feed does not move.
 */
export async function settleEntry(tx: Queries, creditorId: string, heard: BankEntryBody): Promise<void> {
  const hand: Hand = { creditorId, source: { at: heard.at, actor: 'bank', cause: heard.cause } };
  await lockFeed(tx, creditorId);
  const account = (await accountBook(tx, creditorId))(heard.account);
  if (account === null) return waitForName(tx, creditorId, heard);
  return settleKnown(tx, hand, { ...heard, account });
}

async function settleKnown(tx: Queries, hand: Hand, heard: BankEntryBody): Promise<void> {
  const { creditorId, source } = hand;
  await freshenFeed(tx, creditorId, [heard], source);
  const known = await entryOf(tx, creditorId, heard.entry.key);
  if (heard.change === 'undone') return undoTold(tx, hand, heard, known);
  if (known && (known.verdict !== 'pending' || heard.change === 'pending')) return;
  const entry = tracedEntry(heard);
  const booking = await bookingOf(tx, creditorId, entry);
  await settle(tx, creditorId, [entry], WEBHOOKS, source);
  if (booking && !booking.isNew) await nameAgain(tx, creditorId, heard, booking);
}

/** An entry undone before it was ever told stays undone when it comes. */
async function undoTold(tx: Queries, hand: Hand, heard: BankEntryBody, known: EntryRow | undefined): Promise<void> {
  const { creditorId } = hand;
  if (known) return undo(tx, hand, keysOf(await sameMoney(tx, creditorId, known)));
  const row = { ...unplacedRow(heard), verdict: 'reversed' as const, reasons: ['annulée par la banque'], booking: null };
  await putEntries(tx, creditorId, [row]);
  const undone = await sameTransfer(tx, creditorId, heard);
  if (undone.length === 1) await undo(tx, hand, keysOf(undone));
}

/** The entries that count for a key: its own, or those of the booking that it names again. */
async function sameMoney(tx: Queries, creditorId: string, known: EntryRow): Promise<readonly EntryRow[]> {
  if (known.verdict !== 'repeated' || known.booking === null) return [known];
  const rows = await entriesOfBookings(tx, creditorId, [known.booking]);
  return rows.filter(counts);
}

async function sameTransfer(tx: Queries, creditorId: string, { entry }: BankEntryBody): Promise<readonly EntryRow[]> {
  const credits = await creditsOfAmounts(tx, creditorId, [Math.abs(entry.amountCents)]);
  return entry.endToEndId === null ? [] : credits.filter(({ document }) => document.endToEndId === entry.endToEndId);
}

/** The booking that this entry is, when it is booked. */
async function bookingOf(tx: Queries, creditorId: string, entry: TracedEntry): Promise<CountedBooking | undefined> {
  return newEntries(await knownBookings(tx, creditorId, [fingerprintOf(entry)]), [entry], WEBHOOKS).bookings[0];
}

/** A file had brought this money: the bank's key of it is kept, so that it can still be undone by it. */
async function nameAgain(tx: Queries, creditorId: string, heard: BankEntryBody, booking: CountedBooking): Promise<void> {
  if (await entryOf(tx, creditorId, heard.entry.key)) return;
  const row = { ...unplacedRow(heard), verdict: 'repeated' as const, reasons: ['déjà connue par un relevé'] };
  await putEntries(tx, creditorId, [{ ...row, booking: bookingName(booking) }]);
}

function tracedEntry({ entry, account, change }: BankEntryBody): TracedEntry {
  const status = change === 'pending' ? 'pending' : 'booked';
  const trace = { account, booking: 1, bookingCents: entry.amountCents, servicerReference: null, returnReason: null };
  return { ...entry, status, trace };
}

function unplacedRow({ entry, account }: BankEntryBody) {
  return { key: entry.key, account, document: entry, openCents: 0 };
}

function keysOf(rows: readonly EntryRow[]): readonly string[] {
  return rows.map(({ key }) => key);
}
