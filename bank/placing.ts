import { type EntryRow, putEntries } from '../db/bank.ts';
import type { Queries } from '../db/database.ts';
import { candidatesFor, endedInvoices } from '../db/open-invoices.ts';
import { caseId } from '../domain/case/case.ts';
import { createLedger } from '../domain/matching/ledger.ts';
import { matchAgainst } from '../domain/matching/match.ts';
import type { MatchResult, OpenInvoice } from '../domain/matching/open-invoice.ts';
import { paidAgain } from '../domain/matching/paid-again.ts';
import { sumCents } from '../domain/money/cents.ts';
import { allocate, type Hand, type Placed, type Share } from './allocation.ts';

/** An entry to place, before anything came of it. */
export type Unplaced = Pick<EntryRow, 'key' | 'account' | 'document' | 'booking'>;

/** A decision on an entry: what each case gets, and why. */
interface Decision {
  readonly entry: Unplaced;
  readonly shares: readonly Share[];
  readonly reasons: readonly string[];
}

/**
 * Matches entries against what is open, the strongest reasons first, and gives their money to the cases. Answers with the entries that
 * nothing could place; their rows are the caller's.
 */
export async function place(tx: Queries, hand: Hand, entries: readonly Unplaced[]): Promise<readonly EntryRow[]> {
  if (entries.length === 0) return [];
  const { results, decided } = await matched(tx, hand.creditorId, entries);
  await keep(tx, hand, decided);
  return entries.flatMap((entry, index) => undecidedRow(entry, results[index]));
}

/**
 * Entries that waited before an invoice opened: only money that settles invoices to their last cent goes to them, the rest goes on waiting.
 * Answers with all of them, each with what is true of it now; the rows of those that wait are the caller's.
 */
export async function placeExactly(tx: Queries, hand: Hand, waiting: readonly EntryRow[]): Promise<readonly EntryRow[]> {
  if (waiting.length === 0) return [];
  const { invoices, results, decided } = await matched(tx, hand.creditorId, waiting);
  const balances = new Map(invoices.map(({ id, balanceCents }) => [caseId(hand.creditorId, id), balanceCents]));
  const isExact = ({ caseId: id, amountCents, surplus }: Share) => !surplus && amountCents === balances.get(id);
  const exact = decided.filter(({ shares }) => shares.every(isExact));
  const placed = new Map((await keep(tx, hand, exact)).map((row) => [row.key, row]));
  return waiting.flatMap((entry, index) => placed.get(entry.key) ?? waitingRow(entry, results[index]));
}

/** What matching says of entries: a result for each, the decisions among them, and the invoices that it went through. */
async function matched(tx: Queries, creditorId: string, entries: readonly Unplaced[]) {
  const documents = entries.map(({ document }) => document);
  const { invoices, remembered } = await candidatesFor(tx, creditorId, documents);
  const results = matchAgainst(createLedger(invoices, remembered), documents);
  const decided = entries.flatMap((entry, index) => matchedDecision(creditorId, entry, results[index]));
  return { invoices, results, decided };
}

/** Money that surely names a paid or closed case is told to it: it knows what it makes of it. Answers with the others. */
export async function placeOnEnded(tx: Queries, hand: Hand, rows: readonly EntryRow[]): Promise<readonly EntryRow[]> {
  const { creditorId } = hand;
  const documents = rows.map(({ document }) => document);
  const ended = await endedInvoices(tx, creditorId, documents);
  const ledger = createLedger(ended);
  const decided = rows.flatMap((row) => endedDecision(creditorId, row, ended, paidAgain(ledger, row.document)));
  await keep(tx, hand, decided);
  const placed = new Set(decided.map(({ entry }) => entry.key));
  return rows.filter(({ key }) => !placed.has(key));
}

async function keep(tx: Queries, hand: Hand, decided: readonly Decision[]): Promise<readonly EntryRow[]> {
  const rows = decided.map(({ entry, reasons }): EntryRow => ({ ...entry, verdict: 'allocated', reasons, openCents: 0 }));
  await putEntries(tx, hand.creditorId, rows);
  const placed = decided.map(({ entry, shares }): Placed => ({ entry, shares, earlier: 0 }));
  await allocate(tx, hand, placed);
  return rows;
}

/** What the matched invoices do not take goes to the last of them as a surplus. */
function matchedDecision(creditorId: string, entry: Unplaced, result: MatchResult | undefined): Decision[] {
  const last = result?.allocations.at(-1);
  if (result === undefined || last === undefined) return [];
  const shares = result.allocations.map(({ invoice, amountCents }) => shareOf(creditorId, invoice, amountCents, false));
  const leftCents = entry.document.amountCents - sumCents(shares.map((share) => share.amountCents));
  const surplus = leftCents > 0 ? [shareOf(creditorId, last.invoice, leftCents, true)] : [];
  return [{ entry, shares: [...shares, ...surplus], reasons: result.reasons }];
}

function endedDecision(
  creditorId: string,
  row: EntryRow,
  ended: readonly OpenInvoice[],
  again: ReturnType<typeof paidAgain>,
): Decision[] {
  const invoice = ended.find(({ id }) => id === again?.invoice);
  if (again === null || invoice === undefined) return [];
  const owedCents = Math.min(row.document.amountCents, Math.max(0, invoice.balanceCents));
  const parts = [
    shareOf(creditorId, invoice.id, owedCents, false),
    shareOf(creditorId, invoice.id, row.document.amountCents - owedCents, true),
  ];
  return [{ entry: row, shares: parts.filter(({ amountCents }) => amountCents > 0), reasons: again.reasons }];
}

function shareOf(creditorId: string, invoice: string, amountCents: number, surplus: boolean): Share {
  return { caseId: caseId(creditorId, invoice), amountCents, surplus };
}

function undecidedRow(entry: Unplaced, result: MatchResult | undefined): EntryRow[] {
  return result?.allocations.length === 0 ? waitingRow(entry, result) : [];
}

function waitingRow(entry: Unplaced, result: MatchResult | undefined): EntryRow[] {
  if (result === undefined) return [];
  const { reasons, candidates } = result;
  const maybe = candidates.map(({ number, reasons: why }) => `peut-être ${number}\u00a0: ${why.join(', ')}`);
  return [{ ...entry, verdict: 'unmatched', reasons: [...reasons, ...maybe], openCents: entry.document.amountCents }];
}
